"""Figures of programme plans give nobody away: the attacker adds and subtracts all that was ever shown."""

from itertools import combinations, product
from random import Random

import pytest

from competence_check.teams.over_time import Shown
from roadmap.groups.rosters import shown_cells, shown_units

SMALLEST = 7
PARENTS = {0: None, 1: 0, 2: 0, 3: 1, 4: 1, 5: 2}


def roster_of(sizes: dict[int, int], start: int = 0) -> dict[int, set[str]]:
    return {unit: {f"{unit}-{number}" for number in range(start, start + size)} for unit, size in sizes.items()}


def below(unit: int) -> set[int]:
    return {
        each
        for each in PARENTS
        if each == unit or any(each in below(part) for part in PARENTS if PARENTS[part] == unit)
    }


@pytest.mark.parametrize("seed", range(30))
def test_no_sum_or_difference_of_shown_counts_is_about_few_people_or_nearly_all(seed: int) -> None:
    dice = Random(seed)
    roster = roster_of({unit: dice.randint(0, 20) for unit in PARENTS})
    takes = {token: dice.random() < dice.choice((0.1, 0.5, 0.95)) for tokens in roster.values() for token in tokens}
    takers = {unit: sum(takes[token] for token in tokens) for unit, tokens in roster.items()}
    shown = shown_units(PARENTS, roster, [], SMALLEST)
    cells = shown_cells(PARENTS, roster, takers, shown, SMALLEST)
    assert set(cells) <= shown
    for unit, number in cells.items():
        assert number == sum(takers[each] for each in below(unit))
    # Everything that can be worked out: each shown count with factor -1, 0 or 1.
    for size in range(1, len(cells) + 1):
        for units, signs in product(combinations(sorted(cells), size), product((-1, 1), repeat=size)):
            factor = {
                own: sum(sign for unit, sign in zip(units, signs, strict=True) if own in below(unit)) for own in PARENTS
            }
            about = {unit for unit, much in factor.items() if much}
            yes = sum(takers[unit] for unit in about)
            no = sum(len(roster[unit]) for unit in about) - yes
            if len({much for much in factor.values() if much}) == 1:
                assert yes == 0 or yes >= SMALLEST, (units, signs)
                assert no == 0 or no >= SMALLEST, (units, signs)


def test_a_unit_of_which_everybody_needs_a_course_is_not_named_beside_it() -> None:
    roster = roster_of({1: 10, 2: 30})
    shown = shown_units(PARENTS, roster, [], SMALLEST)
    assert {0, 1, 2} <= shown
    assert shown_cells(PARENTS, roster, {1: 10, 2: 15}, shown, SMALLEST).keys() == {0, 2}


def test_whoever_leaves_between_two_plans_is_not_found_by_comparing_them() -> None:
    before = roster_of({3: 20, 4: 20, 5: 20})
    units = shown_units(PARENTS, before, [], SMALLEST)
    first = Shown(PARENTS, units, before)
    assert units == {0, 1, 2, 3, 4, 5}
    without_one = {**before, 3: before[3] - {"3-0"}}
    assert shown_units(PARENTS, without_one, [first], SMALLEST) == frozenset()
    without_seven = {**before, 3: before[3] - {f"3-{number}" for number in range(7)}}
    assert 0 in shown_units(PARENTS, without_seven, [first], SMALLEST)
    moved = {**without_one, 4: before[4] | {"3-0"}}
    shown = shown_units(PARENTS, moved, [first], SMALLEST)
    assert 0 in shown
    assert not {3, 4} <= shown
