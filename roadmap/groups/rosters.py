"""Of whom figures are made, and in which units they may be shown: the rules of the team figures, used on plans.

A roster says which people are counted, by unit, as tokens by which nobody can be found. `shown_units` asks the two
rules in one place: on one day (`competence_check.teams.suppression`) and beside all that was published before
(`competence_check.teams.over_time`). `shown_cells` asks the first once more for every course: those who take it and
those who do not have to be enough people each, or the whole unit would be known to need it.
"""

import hmac
from collections.abc import Mapping, Sequence, Set
from hashlib import sha256

from flask import current_app
from sqlalchemy import select

from competence_check.teams.figures import WHOLE
from competence_check.teams.over_time import Shown, publishable
from competence_check.teams.suppression import visible
from lms.kernel.db import db
from roadmap.groups.models import Counted, GroupPlan, GroupResult, Kind

# Stands for the unit of those who are counted in the figures about everybody of a plan of people who agreed.
TOTALS = -1

# With fewer, what all close together would be what one of them closes.
FEWEST_TOGETHER = 3

Parents = Mapping[int, int | None]
Roster = Mapping[int, Set[str]]


def smallest_group() -> int:
    """Least people of a figure."""
    smallest: int = current_app.extensions["settings"].smallest_group
    return smallest


def token_of(name: str) -> str:
    """What stands for a person or a result in a roster."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"joint plan {name}".encode(), sha256).hexdigest()[:32]


def published(organisation_id: int, kind: Kind) -> list[Shown[int]]:
    """What plans of that kind have shown before, with the people behind it, in the order of time."""
    return [
        Shown(
            {unit["id"]: unit["parent"] for unit in each.body["units"]},
            frozenset(each.body["shown"]),
            {unit: tokens for unit, tokens in members.items() if unit != TOTALS},
        )
        for each, members in _results(organisation_id, kind)
    ]


def published_totals(organisation_id: int) -> list[Shown[int]]:
    """The figures about everybody that plans of people who agreed have shown before, in the order of time."""
    found = [members.get(TOTALS, set()) for _result, members in _results(organisation_id, Kind.TOGETHER)]
    return [_whole(tokens) for tokens in found if tokens]


def shows_totals(tokens: Set[str], before: Sequence[Shown[int]]) -> bool:
    """Whether figures about all of these people may be shown: they are enough, and so is everybody who came or left
    since any figures before. The smallest number is that of a joint plan: so many agreed to be counted together."""
    enough = len(tokens) >= FEWEST_TOGETHER
    return enough and WHOLE in publishable(_whole(tokens), before, FEWEST_TOGETHER)


def _whole(tokens: Set[str]) -> Shown[int]:
    return Shown({WHOLE: None}, frozenset({WHOLE}), {WHOLE: tokens})


def _results(organisation_id: int, kind: Kind) -> list[tuple[GroupResult, dict[int, set[str]]]]:
    """In the order of time, with who was counted, by unit."""
    query = (
        select(GroupResult)
        .join(GroupPlan, GroupPlan.id == GroupResult.group_id)
        .where(GroupPlan.organisation_id == organisation_id, GroupPlan.kind == kind.value)
        .order_by(GroupResult.id)
    )
    results = list(db.session.scalars(query))
    members: dict[int, dict[int, set[str]]] = {each.id: {} for each in results}
    for row in db.session.scalars(select(Counted).where(Counted.result_id.in_(members))):
        members[row.result_id].setdefault(row.unit_id, set()).add(row.token)
    return [(each, members[each.id]) for each in results]


def shown_units(parents: Parents, roster: Roster, before: Sequence[Shown[int]], smallest: int) -> frozenset[int]:
    """The units of which figures may be shown; empty where none may."""
    own = {unit: {"people": len(tokens)} for unit, tokens in roster.items()}
    safe = visible(parents, whole_subtrees(parents, own), smallest)
    return publishable(Shown(parents, safe, roster), before, smallest) if safe else safe


def shown_cells(
    parents: Parents, roster: Roster, takers: Mapping[int, int], shown: frozenset[int], smallest: int
) -> dict[int, int]:
    """How many take a course, by shown unit and with everybody below it. takers: by unit, its own people only."""
    own = {
        unit: {"yes": takers.get(unit, 0), "no": len(roster.get(unit, ())) - takers.get(unit, 0)}
        for unit in roster.keys() | takers.keys()
    }
    counts = whole_subtrees(parents, own)
    return {unit: counts[unit]["yes"] for unit in visible(parents, counts, smallest) & shown}


def whole_subtrees(parents: Parents, own: Mapping[int, Mapping[str, int]]) -> dict[int, dict[str, int]]:
    """The counts of each unit with everybody below it. A unit that is not in the tree counts for the whole."""
    columns = sorted({column for counts in own.values() for column in counts})
    found = {unit: dict.fromkeys(columns, 0) for unit in parents}
    for unit, counts in own.items():
        above: int | None = unit if unit in parents else WHOLE
        while above is not None:
            for column, number in counts.items():
                found[above][column] += number
            above = parents[above]
    return found
