"""What of a joint plan is kept: for those who look after it only figures that may be shown, for each person their part.

{"people", "named": how many; "preview": whether the best plan is still looked for; "cost": euros;
 "totals": whether figures about all together may be shown, without which these are None or empty:
   "closed", "bound", "least": shares in whole per cent, the bound rounded up, the others down;
   "below": how many stay below the minimum, None for too few to say; "open": {why: per cent};
   "money": per cent that 1000 euros more close at most; "away": {name of a unit: per cent}, for one more person away
 "units": [{"id", "parent", "name", "depth"}], "shown": [ids]; "smallest";
 "courses": {course: {unit: people}}; "dates": [{"course", "seats", "people", "share"}]}

`courses` counts only people who do not show theirs: those of the others are read from their parts, so that they are
gone as soon as somebody takes the consent back.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import ceil, floor
from typing import Any

from competence_check.teams.figures import WHOLE
from roadmap.groups.gathering import Gathered, Somebody
from roadmap.groups.models import Kind
from roadmap.groups.rosters import shown_cells
from roadmap.groups.terms import PRICED_EUROS
from roadmap.planning.groups.instance import Group
from roadmap.planning.groups.outlook import AnotherDate
from roadmap.planning.groups.plan import GroupPlan as Plans

# A single person's share and bill are rounded so far that nobody can be recognised in figures about everybody.
COARSE_SHARE, COARSE_EUROS = 5, 100


def roster_of(people: Iterable[Somebody], kind: Kind) -> dict[int, set[str]]:
    """Who is counted without showing their courses, by unit; for a plan of few people as one unit."""
    found: dict[int, set[str]] = {}
    for each in people:
        if not each.shown:
            found.setdefault(each.unit if kind is Kind.PROGRAMME else WHOLE, set()).add(each.counted)
    return found


def everybody(people: Iterable[Somebody]) -> frozenset[str]:
    """Who is counted in the figures about all, whether they show their courses or not."""
    return frozenset(sha256(f"totals {each.counted}".encode()).hexdigest()[:32] for each in people)


@dataclass(frozen=True)
class Rule:
    """What may be shown. units: of which any figures may be. smallest: least people of a figure. totals: whether any
    figures about all together may be."""

    kind: Kind
    units: frozenset[int]
    smallest: int
    totals: bool


def body_of(gathered: Gathered, group: Group, plans: Plans, dates: Sequence[AnotherDate], rule: Rule) -> dict[str, Any]:
    """The figures."""
    is_programme = rule.kind is Kind.PROGRAMME
    parents = gathered.parents if is_programme else {WHOLE: None}
    named = {each.token for each in gathered.people if each.shown}
    gap = plans.gap or 1.0
    below = len(plans.below)
    return {
        "people": len(gathered.people),
        "named": len(named),
        "totals": rule.totals,
        "closed": _down(plans.share) if rule.totals else None,
        "bound": min(100, ceil(100 * plans.bound / gap - 1e-6)) if rule.totals and plans.bound is not None else None,
        "least": _down(plans.least_share, COARSE_SHARE if is_programme else 1) if rule.totals else None,
        "cost": round(plans.cost / COARSE_EUROS) * COARSE_EUROS if is_programme else round(plans.cost),
        "below": below if rule.totals and (not is_programme or not below or below >= rule.smallest) else None,
        "open": _open(group, plans) if rule.totals else {},
        "units": [
            {"id": unit, "parent": parent, "name": gathered.names[unit][0], "depth": gathered.names[unit][1]}
            for unit, parent in parents.items()
        ],
        "shown": sorted(rule.units),
        "smallest": rule.smallest,
        "courses": _courses(gathered, plans, rule),
        "dates": list(_dates(dates, gathered, gap, rule)),
        "money": _money(plans, gap) if group.budget is not None and rule.totals and plans.bound is not None else None,
        "away": _away(plans, gathered, gap, rule) if rule.totals else {},
    }


def _down(share: float, step: int = 1) -> int:
    """Per cent, rounded down to a multiple of `step`: never more than is true."""
    return floor(100 * share / step + 1e-6) * step


def _open(group: Group, plans: Plans) -> dict[str, int]:
    """Why what stays open does, in per cent of everybody's gap together."""
    found: dict[str, float] = {}
    for member in group.members:
        for rest in plans.plans[member.id].rests:
            missing = (rest.target - rest.level) * member.task.target[rest.competence].weight
            found[rest.why.value] = found.get(rest.why.value, 0.0) + missing
    whole = plans.gap or 1.0
    return {why: round(100 * missing / whole) for why, missing in sorted(found.items(), key=lambda pair: -pair[1])}


def _courses(gathered: Gathered, plans: Plans, rule: Rule) -> dict[str, dict[str, int]]:
    is_programme = rule.kind is Kind.PROGRAMME
    parents = gathered.parents if is_programme else {WHOLE: None}
    roster = roster_of(gathered.people, rule.kind)
    takers: dict[str, Counter[int]] = {}
    for each in gathered.people:
        if not each.shown:
            for step in plans.plans[each.token].steps:
                takers.setdefault(step.course, Counter())[each.unit if is_programme else WHOLE] += 1
    cells = {
        course: shown_cells(parents, roster, own, rule.units, rule.smallest) for course, own in sorted(takers.items())
    }
    return {course: {str(unit): number for unit, number in own.items()} for course, own in cells.items() if own}


def _dates(dates: Iterable[AnotherDate], gathered: Gathered, gap: float, rule: Rule) -> Iterable[dict[str, Any]]:
    named = {each.token for each in gathered.people if each.shown}
    others = {each.token for each in gathered.people if not each.shown}
    for each in dates:
        people, nameless = len(named & set(each.people)), len(others & set(each.people))
        if WHOLE in rule.units and nameless >= rule.smallest and len(others) - nameless >= rule.smallest:
            people += nameless
        if people:
            share = round(100 * each.closed / gap, 1) if rule.totals and people == len(each.people) else None
            yield {"course": each.course, "seats": each.seats, "people": people, "share": share}


def _money(plans: Plans, gap: float) -> float:
    worth = sum(each.worth for each in plans.prices if each.what == "money")
    return round(100 * PRICED_EUROS * worth / gap, 1)


def _away(plans: Plans, gathered: Gathered, gap: float, rule: Rule) -> dict[str, float]:
    """By name of the unit; a unit of which nothing else may be shown is left out."""
    is_open = rule.kind is Kind.TOGETHER and all(each.shown for each in gathered.people)
    found: dict[str, float] = {}
    for each in plans.prices:
        if each.what == "away" and (is_open or int(each.names[0]) in rule.units):
            name = gathered.names[int(each.names[0])][0]
            found[name] = found.get(name, 0.0) + 100 * each.worth / gap
    return {name: round(share, 1) for name, share in sorted(found.items()) if share >= 0.05}
