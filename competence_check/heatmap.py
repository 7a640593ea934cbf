"""The team figures as a table: a row per unit, a column per area or competence, small groups left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from competence_check.levels import Profile
from competence_check.suppression import visible
from competence_check.team import Sums, UnitFigures
from lms.kernel.toml import Texts

# From which mean gap, in levels, a cell is darker.
SHADES = (0.25, 0.75, 1.5, 2.5)


@dataclass(frozen=True)
class Column:
    """An area or a competence. competences: what it is made of."""

    code: str
    names: Texts
    competences: Sequence[str]


@dataclass(frozen=True)
class Cell:
    """Means of a unit in a column. level, target, gap: in levels; shade: 0–4."""

    level: float
    target: float
    gap: float
    shade: int


@dataclass(frozen=True)
class Row:
    """A unit of the table. people and cells are None where the group is too small."""

    unit: UnitFigures
    people: int | None
    cells: Sequence[Cell | None] | None


def rows_of(figures: Sequence[UnitFigures], columns: Sequence[Column], profile: Profile, smallest: int) -> list[Row]:
    """The rows in the order of `figures`; units whose figures could give people away have no cells."""
    counts = {unit.id: unit.counts() for unit in figures}
    shown = visible({unit.id: unit.parent for unit in figures}, counts, smallest)
    rows = []
    for unit in figures:
        if unit.id not in shown:
            rows.append(Row(unit, None, None))
            continue
        cells = [_cell(unit.sums, column, profile) for column in columns]
        rows.append(Row(unit, max(counts[unit.id].values()), cells))
    return rows


def _cell(sums: Mapping[str, Sums], column: Column, profile: Profile) -> Cell | None:
    """Means over people and, within an area, over competences by their weight for the role.

    None where nobody has been asked yet, because the competence is new.
    """
    weights = {code: profile.targets[code].weight for code in column.competences if code in sums}
    if not weights:
        return None
    whole = sum(weights.values())

    def mean(of: Mapping[str, float]) -> float:
        return sum(of[code] * weight for code, weight in weights.items()) / whole

    gap = mean({code: sums[code].gap / sums[code].people for code in weights})
    return Cell(
        level=mean({code: sums[code].level / sums[code].people for code in weights}),
        target=mean({code: float(profile.targets[code].level) for code in weights}),
        gap=gap,
        shade=sum(gap >= limit for limit in SHADES),
    )
