"""Which groups may be shown so that nobody can work out a figure for fewer people than the smallest group.

Units form a tree; the figure of a unit is made of the people of its whole subtree. Whoever sees some of these
figures can subtract: a unit minus its shown parts leaves a rest. The rests of all shown units are disjoint,
and every figure that can be derived is a sum of rests (they are a basis of what the shown figures span). So
the table is safe exactly if every rest is empty or large enough. A unit is shown in all columns or in none,
because an area's figure together with those of its other competences would give a hidden competence away.
"""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Unit = TypeVar("Unit", bound=Hashable)


def visible(
    parents: Mapping[Unit, Unit | None], counts: Mapping[Unit, Mapping[str, int]], smallest: int
) -> frozenset[Unit]:
    """The units whose figures may be shown.

    parents: the parent of every unit, None at the top. counts: people of the whole subtree, by unit and
    column. smallest: least people of a group. Raises ValueError where a unit counts fewer people than its
    parts.
    """
    columns = sorted({column for by_column in counts.values() for column in by_column})
    numbers = {unit: tuple(counts.get(unit, {}).get(column, 0) for column in columns) for unit in parents}
    shown = {unit for unit in parents if numbers[unit] and all(number >= smallest for number in numbers[unit])}
    for unit in _leaves_first(parents):
        if unit in shown:
            _make_safe(unit, parents, numbers, shown, smallest)
    return frozenset(shown)


def _make_safe(
    unit: Unit,
    parents: Mapping[Unit, Unit | None],
    numbers: Mapping[Unit, tuple[int, ...]],
    shown: set[Unit],
    smallest: int,
) -> None:
    """Hide parts of `unit` until its rest is empty or large enough; its parts are safe already."""
    while True:
        parts = _nearest_shown_below(unit, parents, shown)
        rests = [number - sum(numbers[part][column] for part in parts) for column, number in enumerate(numbers[unit])]
        if any(rest < 0 for rest in rests):
            raise ValueError(f"the unit {unit!r} has fewer people than its parts")
        if not any(0 < rest < smallest for rest in rests):
            return
        # The smallest part is the least loss. What it shows below itself stays and is looked at in the next round.
        shown.discard(min(parts, key=lambda part: (sum(numbers[part]), str(part))))


def _nearest_shown_below(unit: Unit, parents: Mapping[Unit, Unit | None], shown: set[Unit]) -> list[Unit]:
    return [each for each in shown if each != unit and _shown_above(each, parents, shown) == unit]


def _shown_above(unit: Unit, parents: Mapping[Unit, Unit | None], shown: set[Unit]) -> Unit | None:
    above = parents[unit]
    while above is not None and above not in shown:
        above = parents[above]
    return above


def _leaves_first(parents: Mapping[Unit, Unit | None]) -> list[Unit]:
    def depth(unit: Unit) -> int:
        above = parents[unit]
        return 0 if above is None else 1 + depth(above)

    return sorted(parents, key=depth, reverse=True)
