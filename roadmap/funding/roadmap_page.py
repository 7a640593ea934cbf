"""The funding of a person's roadmap: what its page and the page about funding show of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from lms.kernel.toml import Texts
from roadmap.funding.forms import FactsForm, facts_form, shown_facts
from roadmap.funding.planned import Measure, PlanFunding, kept_facts, plan_funding
from roadmap.funding.queries import current_funding
from roadmap.models import Roadmap, RoadmapStep, StepState
from roadmap.offers.facts import facts_for_funding
from roadmap.offers.models import Offer
from roadmap.offers.queries import offers_named
from roadmap.queries import steps_of, version_of


@dataclass(frozen=True)
class FundingPage:
    """The page. form: the questions that are open, and those that were answered; titles: of the steps, by slug."""

    roadmap: Roadmap
    found: PlanFunding
    form: FactsForm
    fields: tuple[str, ...]
    titles: dict[str, Texts]


def funding_of(roadmap: Roadmap, steps: Iterable[RoadmapStep], offers: dict[str, Offer]) -> PlanFunding | None:
    """What the rules say; None where no step of a training provider is still to come, or no rules are loaded."""
    external = [step for step in steps if step.course in offers and step.state == StepState.PLANNED]
    funding = current_funding() if external else None
    if funding is None:
        return None
    measures = [Measure(step.course, facts_for_funding(offers[step.course]), step.cost) for step in external]
    return plan_funding(funding, kept_facts(funding, roadmap.facts), measures)


def funding_page(roadmap: Roadmap, *, sent: bool) -> FundingPage | None:
    """The page, with a form that was sent or with what was answered before; None where there is nothing to fund."""
    steps = steps_of(version_of(roadmap))
    offers = offers_named({step.course for step in steps})
    found = funding_of(roadmap, steps, offers)
    if found is None:
        return None
    known = kept_facts(found.funding, roadmap.facts)
    asked = {fact.key for fact in found.asks if fact.kept}
    fields = tuple(key for key in found.funding.facts if key in asked or key in known)
    kind = facts_form(found.funding, fields)
    form = kind() if sent else kind(formdata=None, **shown_facts(known))
    return FundingPage(roadmap, found, form, fields, {slug: offer.title for slug, offer in offers.items()})


def keep_facts(page: FundingPage) -> None:
    """Keep what was answered with the roadmap; what was emptied is forgotten."""
    page.roadmap.facts = kept_facts(page.found.funding, page.form.facts(page.found.funding))
