"""An offer as a file or a sheet states it, and what must hold for every offer, wherever it comes from. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from lms.kernel.toml import Texts

FORMATS = ("presence", "online", "on_demand", "hybrid")
LANGUAGE_LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
LONGEST_HOURS = 6000
HIGHEST_COST = 100_000
MOST_SEATS = 10_000


@dataclass(frozen=True)
class OfferFacts:
    """The columns of `roadmap.offers.models.Offer` that people write."""

    slug: str
    title: Texts
    summary: Texts
    provider: str
    azav_provider: bool
    azav_measure: bool
    minutes: int
    unit_minutes: int
    cost: float
    format: str
    place: str
    language_level: str
    part_time: bool
    barrier_free: bool | None
    targets: list[str]
    outcomes: list[dict[str, Any]]
    requires: list[str]
    dates: list[dict[str, Any]]
    sample: bool


@dataclass(frozen=True)
class Known:
    """What offers may point to; None where nobody can say. others: slugs that no offer may have,
    such as those of courses."""

    competences: Collection[str] | None = None
    targets: Collection[str] | None = None
    others: Collection[str] = ()


def faults(offer: OfferFacts, known: Known) -> Iterator[tuple[str, str]]:
    """What is wrong with the offer by itself: the field and the problem."""
    if not 0 < offer.minutes <= LONGEST_HOURS * 60:
        yield "hours", f"must be above 0 and at most {LONGEST_HOURS}"
    elif not 0 < offer.unit_minutes <= offer.minutes:
        yield "unit_minutes", "must be above 0 and not longer than the whole"
    if not 0 <= offer.cost <= HIGHEST_COST:
        yield "cost", f"must be from 0 to {HIGHEST_COST} euros"
    if offer.slug in known.others:
        yield "key", f"{offer.slug!r} is the name of something else already"
    for name in offer.targets if known.targets is not None else ():
        if name not in (known.targets or ()):
            yield "targets", f"the regional plan has no education target {name!r}"
    yield from _outcome_faults(offer, known)
    for each in offer.dates:
        if date.fromisoformat(each["end"]) < date.fromisoformat(each["start"]):
            yield "end", f"{each['end']} is before the start, {each['start']}"
        if each["seats"] is not None and not 0 <= each["seats"] <= MOST_SEATS:
            yield "seats", f"must be from 0 to {MOST_SEATS}"


def _outcome_faults(offer: OfferFacts, known: Known) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for each in offer.outcomes:
        name = each["competence"]
        if name in seen:
            yield "competences", f"{name!r} is named twice"
        seen.add(name)
        if known.competences is not None and name not in known.competences:
            yield "competences", f"there is no competence {name!r}"
        if not 0 <= each["needs"] < each["reaches"] <= 8:
            yield "competences", f"{name!r}: levels must be from 0 to 8 and rise"
        elif not 0 < each["gain"] <= each["reaches"] - each["needs"]:
            yield "competences", f"{name!r}: the expected gain must be above 0 and within the levels"


def missing_requirements(offers: Collection[OfferFacts], others: Collection[str]) -> Iterator[tuple[str, str]]:
    """Offers that require what there is not, or themselves in a circle: slug and problem."""
    needs = {offer.slug: set(offer.requires) for offer in offers}
    for slug, wanted in needs.items():
        # Not by taking sets off each other: that would walk through all offers for each of them.
        for name in sorted(name for name in wanted if name not in needs and name not in others):
            yield slug, f"there is neither an offer nor a course {name!r}"
    done = set(others) | {name for wanted in needs.values() for name in wanted if name not in needs}
    while ready := {slug for slug, wanted in needs.items() if slug not in done and wanted <= done}:
        done |= ready
    for slug in sorted(needs.keys() - done):
        yield slug, "is part of a circle of requirements"


class Measure(Protocol):
    """What funding rules need to know of an offer."""

    @property
    def minutes(self) -> int: ...
    @property
    def azav_provider(self) -> bool: ...
    @property
    def azav_measure(self) -> bool: ...


def facts_for_funding(offer: Measure) -> dict[str, float | bool]:
    """The facts about an offer that funding rules ask for."""
    return {
        "hours": offer.minutes / 60,
        "azav_provider": offer.azav_provider,
        "azav_measure": offer.azav_measure,
    }
