"""A snapshot as a table: a row per unit, a column per area or competence, what may not be shown left out.

A unit that may not be shown this time keeps the figures of the last snapshot that showed it: they have been told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from competence_check.teams.models import TeamSnapshot
from lms.kernel.toml import Texts

# From which mean gap, in levels, a cell is darker.
SHADES = (0.25, 0.75, 1.5, 2.5)

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """An area or a competence. competences: what it is made of."""

    code: str
    names: Texts
    competences: Sequence[str]


@dataclass(frozen=True)
class Cell:
    """Figures of a unit in a column, in levels. spread: standard deviation between people; shade: 0–4.

    change: how much smaller the gap has become since the snapshot it is compared with; None where that one does not
    show the unit or the competence.
    """

    level: float
    target: float
    gap: float
    spread: float
    shade: int
    change: float | None = None


@dataclass(frozen=True)
class Row:
    """A unit of the table. people and cells are None where the unit may not be shown.

    label: the snapshot that the figures are from; "" where there are none.
    """

    name: str
    depth: int
    people: int | None
    cells: Sequence[Cell | None] | None
    label: str = ""


def rows_of(
    snapshot: TeamSnapshot,
    columns: Sequence[Column],
    profile: str,
    before: TeamSnapshot | None = None,
    earlier: Sequence[TeamSnapshot] = (),
) -> list[Row]:
    """The rows of a snapshot against a target profile in it; beside an earlier one, if given.

    earlier: all before it, oldest first. Those for which a smaller group was enough are not asked for figures.
    """
    strict = [each for each in reversed(earlier) if each.smallest >= snapshot.smallest]
    rows = []
    for unit in snapshot.body["units"]:
        key = str(unit["id"])
        source = next((each for each in (snapshot, *strict) if key in _sums(each, profile)), None)
        if source is None:
            rows.append(Row(unit["name"], unit["depth"], None, None))
            continue
        figures = source.body["profiles"][profile]
        compared = before.body["profiles"].get(profile) if before and source is snapshot else None
        cells = [_compared(_cell(figures, key, column), compared, key, column) for column in columns]
        rows.append(Row(unit["name"], unit["depth"], source.body["people"][key], cells, source.label))
    return rows


def _sums(snapshot: TeamSnapshot, profile: str) -> Body:
    """The sums of the units that the snapshot shows, by their id."""
    found: Body = snapshot.body["profiles"].get(profile, {}).get("sums", {})
    return found


def _compared(cell: Cell | None, earlier: Mapping[str, Any] | None, unit: str, column: Column) -> Cell | None:
    before = _cell(earlier, unit, column) if earlier and unit in earlier["sums"] else None
    if cell is None or before is None:
        return cell
    return Cell(cell.level, cell.target, cell.gap, cell.spread, cell.shade, change=before.gap - cell.gap)


def _cell(figures: Mapping[str, Any], unit: str, column: Column) -> Cell | None:
    """Means over people and, within an area, over competences by their weight for the role.

    None where nobody has been asked yet, because the competence is new.
    """
    sums, targets = figures["sums"][unit], figures["targets"]
    weights = {code: targets[code][1] for code in column.competences if code in sums and code in targets}
    if not weights:
        return None
    whole = sum(weights.values())

    def mean(of: Mapping[str, float]) -> float:
        return float(sum(of[code] * weight for code, weight in weights.items()) / whole)

    gap = mean({code: sums[code][3] / sums[code][0] for code in weights})
    return Cell(
        level=mean({code: sums[code][1] / sums[code][0] for code in weights}),
        target=mean({code: float(targets[code][0]) for code in weights}),
        gap=gap,
        spread=mean({code: _spread(*sums[code][:3]) for code in weights}),
        shade=sum(gap >= limit for limit in SHADES),
    )


def _spread(people: float, level: float, squares: float) -> float:
    """The standard deviation between people."""
    return sqrt(max(0.0, squares / people - (level / people) ** 2))
