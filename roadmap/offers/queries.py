"""What is stored about offers."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import or_, select, union_all

from competence_check.models import Competence
from lms.catalogue.models import Course
from lms.kernel.db import db
from lms.kernel.errors import NotFound
from lms.kernel.toml import Texts
from roadmap.offers.facts import Known
from roadmap.offers.models import Offer, OfferCompletion
from roadmap.region.queries import current_demand


def current_offers(also: Collection[str] = ()) -> list[Offer]:
    """All offers, in the order of their slugs. also: of which ones even if they are retired."""
    wanted = or_(Offer.retired.is_(False), Offer.slug.in_(also)) if also else Offer.retired.is_(False)
    return list(db.session.scalars(select(Offer).where(wanted).order_by(Offer.slug)))


def places_of_offers() -> list[str]:
    """Where offers are held, in the order of the alphabet."""
    query = select(Offer.place).where(Offer.retired.is_(False), Offer.place != "").distinct()
    return list(db.session.scalars(query.order_by(Offer.place)))


def offer_called(slug: str) -> Offer:
    """The offer; a retired one too, for it may have been planned. Raises NotFound."""
    found = db.session.scalars(select(Offer).where(Offer.slug == slug)).one_or_none()
    if found is None:
        raise NotFound
    return found


def offers_named(slugs: Iterable[str]) -> dict[str, Offer]:
    """The offers with these slugs, by slug; retired ones too."""
    wanted = set(slugs)
    query = select(Offer).where(Offer.slug.in_(wanted))
    return {offer.slug: offer for offer in db.session.scalars(query)} if wanted else {}


def what_offers_may_name() -> Known:
    """The competences, education targets and courses that are loaded."""
    demand = current_demand()
    return Known(
        competences=set(db.session.scalars(select(Competence.code).where(Competence.retired.is_(False)))),
        targets=set(demand.targets) if demand is not None else set(),
        others=set(db.session.scalars(select(Course.slug))),
    )


def titles_of(slugs: set[str]) -> dict[str, Texts]:
    """The titles of courses and offers with these slugs; of retired ones too."""
    courses = select(Course.slug, Course.title).where(Course.slug.in_(slugs))
    offers = select(Offer.slug, Offer.title).where(Offer.slug.in_(slugs))
    return dict(db.session.execute(union_all(offers, courses)).all()) if slugs else {}


def finished_at(person_id: int, slug: str) -> datetime | None:
    """When the person finished the offer; None if they did not say so."""
    return db.session.scalar(
        select(OfferCompletion.completed_at).where(
            OfferCompletion.person_id == person_id, OfferCompletion.offer == slug
        )
    )
