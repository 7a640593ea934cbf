"""What is stored about offers."""

from collections.abc import Iterable

from sqlalchemy import select

from competence_check.models import Competence
from lms.catalogue.models import Course
from lms.kernel.db import db
from lms.kernel.errors import NotFound
from roadmap.offers.facts import Known
from roadmap.offers.models import Offer
from roadmap.region.queries import current_demand


def current_offers() -> list[Offer]:
    """All offers, in the order of their slugs."""
    return list(db.session.scalars(select(Offer).where(Offer.retired.is_(False)).order_by(Offer.slug)))


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
