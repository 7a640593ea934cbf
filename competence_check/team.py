"""Where the units of an organisation stand against a target profile, made only of results that people shared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import case, exists, func, select
from sqlalchemy.orm import aliased

from competence_check.levels import Profile
from competence_check.models import Estimate, Framework, Run, RunState, Scope
from lms.accounts.models import Person, Unit
from lms.kernel.db import db

# The organisation as a whole, above all units; also home of people without a unit.
WHOLE = 0


@dataclass
class Sums:
    """What is known about the people of a unit in one competence. level, gap: sums over the people, in levels."""

    people: int = 0
    level: float = 0.0
    gap: float = 0.0

    def add(self, other: "Sums") -> None:
        """Take other people in."""
        self.people += other.people
        self.level += other.level
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


def shared_sums(organisation_id: int, profile: Profile) -> dict[int, dict[str, Sums]]:
    """The sums by unit (its own people only) and competence, of everybody who shared their latest result.

    A gap is how far a level lies below what the profile asks for, at least 0.
    """
    later = aliased(Run)
    is_latest = ~exists().where(
        later.person_id == Run.person_id,
        later.framework_id == Run.framework_id,
        later.state == RunState.FINISHED.value,
        later.finished_at > Run.finished_at,
    )
    target = case({code: target.level for code, target in profile.targets.items()}, value=Estimate.code, else_=0)
    gap = case((target > Estimate.level, target - Estimate.level), else_=0.0)
    query = (
        select(Person.unit_id, Estimate.code, func.count(), func.sum(Estimate.level), func.sum(gap))
        .select_from(Run)
        .join(Person, Person.id == Run.person_id)
        .join(Framework, Framework.id == Run.framework_id)
        .join(Estimate, Estimate.run_id == Run.id)
        .where(
            Run.organisation_id == organisation_id,
            Run.shared_at.is_not(None),
            Run.state == RunState.FINISHED.value,
            Framework.slug == profile.framework,
            Person.active,
            Person.organisation_id == organisation_id,
            Estimate.scope == Scope.COMPETENCE.value,
            Estimate.code.in_(list(profile.targets)),
            is_latest,
        )
        .group_by(Person.unit_id, Estimate.code)
    )
    found: dict[int, dict[str, Sums]] = {}
    for unit, code, people, level, gaps in db.session.execute(query):
        found.setdefault(unit or WHOLE, {})[code] = Sums(people, float(level), float(gaps))
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
