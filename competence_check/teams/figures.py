"""Where the units of an organisation stand against a target profile, made only of results that people shared."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from competence_check.levels import Profile
from competence_check.models import Estimate, Framework, Run, RunState, Scope
from lms.accounts.models import Person, Unit
from lms.kernel import clock
from lms.kernel.db import db

# The organisation as a whole, above all units; also home of people without a unit.
WHOLE = 0


@dataclass
class Sums:
    """What is known about the people of a unit in one competence.

    level, squares, gap: sums over the people of the level, its square and the gap, in levels.
    """

    people: int = 0
    level: float = 0.0
    squares: float = 0.0
    gap: float = 0.0

    def add(self, other: "Sums") -> None:
        """Take other people in."""
        self.people += other.people
        self.level += other.level
        self.squares += other.squares
        self.gap += other.gap


@dataclass
class UnitFigures:
    """A unit with the people of its whole subtree; sums by competence."""

    id: int
    parent: int | None
    name: str
    depth: int
    sums: dict[str, Sums] = field(default_factory=dict)

    def counts(self) -> dict[str, int]:
        """People by competence."""
        return {competence: sums.people for competence, sums in self.sums.items()}


@dataclass(frozen=True)
class SharedLevel:
    """A level in somebody's latest shared result. unit: 0 for people without one. run: uid of the result."""

    unit: int
    run: str
    competence: str
    level: float


def shared_levels(organisation_id: int, framework: str, until: datetime | None = None) -> list[SharedLevel]:
    """The levels of everybody who shares their latest result, without saying whose they are.

    until: results finished later do not count, as if it were that day.
    """
    later = aliased(Run)
    limit = until or clock.now()
    is_latest = ~exists().where(
        later.person_id == Run.person_id,
        later.framework_id == Run.framework_id,
        later.state == RunState.FINISHED.value,
        later.finished_at > Run.finished_at,
        later.finished_at <= limit,
    )
    query = (
        select(Person.unit_id, Run.uid, Estimate.code, Estimate.level)
        .select_from(Run)
        .join(Person, Person.id == Run.person_id)
        .join(Framework, Framework.id == Run.framework_id)
        .join(Estimate, Estimate.run_id == Run.id)
        .where(
            Run.organisation_id == organisation_id,
            Run.shared_at.is_not(None),
            Run.state == RunState.FINISHED.value,
            Run.finished_at <= limit,
            Framework.slug == framework,
            Person.active,
            Person.organisation_id == organisation_id,
            Estimate.scope == Scope.COMPETENCE.value,
            is_latest,
        )
        .order_by(Run.id, Estimate.code)
    )
    rows = db.session.execute(query)
    return [SharedLevel(unit or WHOLE, run, competence, level) for unit, run, competence, level in rows]


def known_of_all(levels: Sequence[SharedLevel]) -> list[SharedLevel]:
    """The levels in competences that every result has.

    A competence that is new in the framework is in few results at first: its column would be about these few.
    """
    runs = len({each.run for each in levels})
    by_competence = Counter(each.competence for each in levels)
    return [each for each in levels if by_competence[each.competence] == runs]


def sums_of(levels: Iterable[SharedLevel], profile: Profile) -> dict[int, dict[str, Sums]]:
    """The sums by unit (its own people only) and competence of the profile.

    A gap is how far a level lies below what the profile asks for, at least 0.
    """
    found: dict[int, dict[str, Sums]] = {}
    for each in levels:
        target = profile.targets.get(each.competence)
        if target is not None:
            sums = found.setdefault(each.unit, {}).setdefault(each.competence, Sums())
            sums.add(Sums(1, each.level, each.level**2, max(0.0, target.level - each.level)))
    return found


def rolled_up(
    organisation_name: str, units: Sequence[Unit], own: Mapping[int, Mapping[str, Sums]]
) -> list[UnitFigures]:
    """The organisation and its units from the top down, each with everybody below it."""
    figures = {WHOLE: UnitFigures(WHOLE, None, organisation_name, 0)}
    for unit in sorted(units, key=lambda unit: unit.path.count("/")):
        parent = unit.parent_id if unit.parent_id in figures else WHOLE
        figures[unit.id] = UnitFigures(unit.id, parent, unit.name, figures[parent or WHOLE].depth + 1)
    for unit_id, by_competence in own.items():
        above: int | None = unit_id if unit_id in figures else WHOLE
        while above is not None:
            for code, sums in by_competence.items():
                figures[above].sums.setdefault(code, Sums()).add(sums)
            above = figures[above].parent
    return _from_the_top(figures, [unit.id for unit in units])


def _from_the_top(figures: Mapping[int, UnitFigures], order: Sequence[int]) -> list[UnitFigures]:
    below: dict[int, list[int]] = {}
    for unit in order:
        below.setdefault(figures[unit].parent or WHOLE, []).append(unit)
    found, waiting = [], [WHOLE]
    while waiting:
        unit = waiting.pop()
        found.append(figures[unit])
        waiting += reversed(below.get(unit, []))
    return found
