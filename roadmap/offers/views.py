"""The directory of external measures and the page of one."""

from datetime import date

from flask import Blueprint, render_template, request

from competence_check.queries import competences
from lms.catalogue.views import format_names
from lms.kernel import clock
from lms.kernel.access import Permission, allow, may, viewer
from roadmap.funding import wording as funding_wording
from roadmap.funding.queries import current_funding
from roadmap.funding.rules import advise
from roadmap.offers.facts import facts_for_funding
from roadmap.offers.finding import Search, find
from roadmap.offers.queries import current_offers, finished_at, offer_called
from roadmap.region import wording as region_wording
from roadmap.region.demand import Weight, weigh
from roadmap.region.queries import current_demand

blueprint = Blueprint("offers", __name__, template_folder="../templates", url_prefix="/angebote")

LONGEST_QUERY = 200


def _wanted(name: str) -> str:
    return request.args.get(name, "").replace("\x00", " ").strip()[:LONGEST_QUERY]


@blueprint.get("")
@allow(Permission.EVERYBODY)
def directory() -> str:
    """All offers, narrowed by words, form, place, education target and competence."""
    offers = current_offers()
    search = Search(
        words=_wanted("q"),
        format=_wanted("form"),
        place=_wanted("ort"),
        target=_wanted("ziel"),
        competence=_wanted("kompetenz"),
        part_time=_wanted("teilzeit") == "ja",
    )
    page = _wanted("seite")
    return render_template(
        "offers/directory.html",
        found=find(offers, search, int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1),
        search=search,
        sent={
            name: value for name in ("q", "form", "ort", "ziel", "kompetenz", "teilzeit") if (value := _wanted(name))
        },
        places=sorted({offer.place for offer in offers if offer.place}),
        formats=format_names(),
        plan=current_demand(),
        competences=competences(),
        has_samples=any(offer.sample for offer in offers),
    )


@blueprint.get("/<slug>")
@allow(Permission.EVERYBODY)
def one(slug: str) -> str:
    """An offer with what it raises, what speaks for it in the region, and which funding is worth asking about."""
    offer, plan, funding = offer_called(slug), current_demand(), current_funding()
    weight = weigh(plan, offer.targets) if plan is not None else Weight(1.0)
    return render_template(
        "offers/offer.html",
        offer=offer,
        dates=[
            {**each, "start": date.fromisoformat(each["start"]), "end": date.fromisoformat(each["end"])}
            for each in offer.dates
        ],
        names={each.id: each.names for each in competences()},
        formats=format_names(),
        plan=plan,
        reasons=region_wording.reasons(weight),
        funding=funding,
        verdicts=advise(funding, facts_for_funding(offer)) if funding is not None else (),
        wording=funding_wording,
        states=funding_wording.state_names(),
        finished_at=finished_at(viewer().id, slug) if may(Permission.PLAN_ROADMAP) else None,
        today=clock.today(),
    )
