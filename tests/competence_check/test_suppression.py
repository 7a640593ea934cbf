"""Nobody can work out a figure for fewer people than the smallest group: an attacker with linear algebra tries."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competence_check.teams.suppression import visible

SMALLEST = 7

Tree = dict[int, int | None]


@st.composite
def towns(draw: st.DrawFn) -> tuple[Tree, dict[int, dict[str, int]]]:
    """A tree of up to seven units and how many people belong to each unit itself, in two columns."""
    size = draw(st.integers(1, 7))
    parents: Tree = {0: None}
    for unit in range(1, size):
        parents[unit] = draw(st.integers(0, unit - 1))
    own = {unit: {column: draw(st.integers(0, 16)) for column in draw(st.just(("1.1", "1.2")))} for unit in parents}
    return parents, own


def whole_subtrees(parents: Tree, own: dict[int, dict[str, int]]) -> dict[int, dict[str, int]]:
    counts = {unit: dict.fromkeys(own[unit], 0) for unit in parents}
    for unit, numbers in own.items():
        above: int | None = unit
        while above is not None:
            for column, number in numbers.items():
                counts[above][column] += number
            above = parents[above]
    return counts


def below(parents: Tree, top: int) -> set[int]:
    """The units of the subtree."""
    found = {top}
    while more := {unit for unit, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def rank(rows: list[list[int]]) -> int:
    """By elimination with exact fractions."""
    matrix = [[Fraction(value) for value in row] for row in rows]
    found = 0
    for column in range(len(matrix[0]) if matrix else 0):
        pivot = next((row for row in range(found, len(matrix)) if matrix[row][column]), None)
        if pivot is None:
            continue
        matrix[found], matrix[pivot] = matrix[pivot], matrix[found]
        for row in range(found + 1, len(matrix)):
            factor = matrix[row][column] / matrix[found][column]
            matrix[row] = [a - factor * b for a, b in zip(matrix[row], matrix[found], strict=True)]
        found += 1
    return found


@settings(max_examples=200, deadline=None)
@given(towns())
def test_no_combination_of_shown_figures_tells_about_fewer_than_seven_people(
    town: tuple[Tree, dict[int, dict[str, int]]],
) -> None:
    parents, own = town
    shown = visible(parents, whole_subtrees(parents, own), SMALLEST)
    for column in ("1.1", "1.2"):
        homes = [unit for unit in parents if own[unit][column]]
        known = [[int(home in below(parents, unit)) for home in homes] for unit in sorted(shown)]
        for size in range(1, len(homes) + 1):
            for group in combinations(homes, size):
                if sum(own[home][column] for home in group) < SMALLEST:
                    wanted = [int(home in group) for home in homes]
                    assert rank([*known, wanted]) > rank(known), f"{group} can be derived from {sorted(shown)}"


@given(towns())
def test_whatever_is_shown_has_enough_people_and_a_large_enough_whole_is_always_shown(
    town: tuple[Tree, dict[int, dict[str, int]]],
) -> None:
    parents, own = town
    counts = whole_subtrees(parents, own)
    shown = visible(parents, counts, SMALLEST)
    assert all(min(counts[unit].values()) >= SMALLEST for unit in shown)
    assert (0 in shown) == (min(counts[0].values()) >= SMALLEST)


def test_the_eighth_of_eight_people_stays_hidden() -> None:
    counts = {0: {"1.1": 8}, 1: {"1.1": 7}, 2: {"1.1": 1}}
    assert visible({0: None, 1: 0, 2: 0}, counts, SMALLEST) == {0}


def test_two_small_units_protect_each_other_and_a_third_is_shown() -> None:
    counts = {0: {"1.1": 30}, 1: {"1.1": 20}, 2: {"1.1": 4}, 3: {"1.1": 6}}
    assert visible({0: None, 1: 0, 2: 0, 3: 0}, counts, SMALLEST) == {0, 1}


def test_a_small_group_in_one_column_hides_the_unit_in_all() -> None:
    counts = {0: {"1.1": 40, "1.2": 40}, 1: {"1.1": 20, "1.2": 20}, 2: {"1.1": 20, "1.2": 6}}
    assert 2 not in visible({0: None, 1: 0, 2: 0}, counts, SMALLEST)


def test_counts_that_contradict_the_tree_are_refused() -> None:
    with pytest.raises(ValueError, match="fewer people"):
        visible({0: None, 1: 0}, {0: {"1.1": 7}, 1: {"1.1": 9}}, SMALLEST)


def test_nothing_is_shown_where_nobody_shares() -> None:
    assert visible({0: None, 1: 0}, {0: {}, 1: {}}, SMALLEST) == frozenset()
