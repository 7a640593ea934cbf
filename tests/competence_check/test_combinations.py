"""Three and four dates, withdrawn and shared again: an attacker who combines all tables finds few people nowhere."""

import time
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competence_check.teams.combinations import Steps, Unproven, few_behind
from competence_check.teams.over_time import Shown
from tests.competence_check.test_over_time import SMALLEST, Tree, own_people, people_of, published

Patterns = Counter[frozenset[str]]


def ways(rows: list[tuple[int, ...]], gone: Sequence[int] = ()) -> int:
    """How many independent combinations of the columns there are that are 0 for all rows but those of `gone`."""
    matrix = np.array(rows, dtype=np.float64)
    left = np.delete(matrix, gone, axis=0)
    return rank(matrix) - rank(left)


def rank(matrix: np.ndarray[Any, Any]) -> int:
    return int(np.linalg.matrix_rank(matrix)) if matrix.size else 0


def is_given_away(rows: list[tuple[int, ...]], smallest: int, known: list[tuple[int, ...]] | None = None) -> bool:
    """Whether some combination of the columns is not 0 for 1 to `smallest` − 1 rows only: all sets of rows are tried.

    known: what was told before, the same rows in other columns. Combinations that these tell as well do not count.
    """
    sets = (gone for many in range(1, smallest) for gone in combinations(range(len(rows)), many))
    return any(ways(rows, gone) > (ways(known, gone) if known else 0) for gone in sets)


def in_places(people: list[frozenset[str]], places: str) -> list[tuple[int, ...]]:
    return [tuple(int(place in each) for place in places) for each in people]


SOME_PEOPLE = st.lists(st.frozensets(st.sampled_from("abcde"), min_size=1), min_size=1, max_size=14)


@settings(max_examples=150, deadline=None)
@given(SOME_PEOPLE, st.integers(2, 4))
def test_it_finds_combinations_about_few_exactly_where_there_are_any(people: list[frozenset[str]], limit: int) -> None:
    found = few_behind(Patterns(people), limit)
    assert bool(found) == is_given_away(in_places(people, "abcde"), limit)
    for values in found:
        assert 0 < sum(sum(values.get(place, 0) for place in each) != 0 for each in people) < limit


@settings(max_examples=150, deadline=None)
@given(SOME_PEOPLE, st.integers(2, 4), st.sampled_from(["a", "ab", "abc", "abcd"]))
def test_what_was_told_before_is_no_news_but_whatever_goes_beyond_it_is(
    people: list[frozenset[str]], limit: int, known: str
) -> None:
    found = few_behind(Patterns(people), limit, known)
    assert bool(found) == is_given_away(in_places(people, "abcde"), limit, in_places(people, known))


def test_a_search_that_may_take_no_step_proves_nothing() -> None:
    people = [frozenset("ab"), frozenset("bc"), frozenset("cd"), frozenset("da"), frozenset("ac"), frozenset("bd")]
    with pytest.raises(Unproven):
        few_behind(Patterns(people * 2), 5, steps=Steps(at_most=0))


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[Tree, dict[int, set[str]]]]:
    """A small town on three or four dates: groups, most of them large enough, and where each was counted on each."""
    size, days = draw(st.integers(1, 3)), draw(st.integers(3, 4))
    parents: Tree = {0: None, **{unit: draw(st.integers(0, unit - 1)) for unit in range(1, size)}}
    places = st.one_of(st.none(), st.integers(0, size - 1))
    groups = draw(st.lists(st.tuples(*[places] * days), min_size=1, max_size=7, unique=True))
    dates: list[tuple[Tree, dict[int, set[str]]]] = [
        (parents, {unit: set() for unit in parents}) for _day in range(days)
    ]
    for number, group in enumerate(groups):
        people = {f"{number}.{each}" for each in range(draw(st.sampled_from([1, 3, 4])))}
        for (_parents, members), place in zip(dates, group, strict=True):
            if place is not None:
                members[place] |= people
    return dates


@settings(max_examples=120, deadline=None)
@given(histories())
def test_no_combination_of_three_or_four_dates_is_about_few_people(
    dates: list[tuple[Tree, dict[int, set[str]]]],
) -> None:
    shown: list[Shown[int]] = []
    for parents, members in dates:
        shown.append(published(parents, members, shown))
    assert not is_given_away(in_figures(shown, shown), SMALLEST)


def in_figures(shown: Sequence[Shown[int]], dates: Sequence[Shown[int]]) -> list[tuple[int, ...]]:
    """For everybody in any figure of `shown`, in which figures of `dates` they count."""
    figures, wanted = (
        [people_of(dict(date.parents), own_people(date), unit) for date in each for unit in date.units]
        for each in (shown, dates)
    )
    everybody = sorted(set[str]().union(*figures))
    return [tuple(int(person in each) for each in wanted) for person in everybody]


@settings(max_examples=30, deadline=None)
@given(histories())
def test_after_the_minimum_was_raised_nothing_new_is_told_about_fewer(
    dates: list[tuple[Tree, dict[int, set[str]]]],
) -> None:
    shown: list[Shown[int]] = []
    for number, (parents, members) in enumerate(dates):
        smallest = SMALLEST + (number > 1)
        before = list(shown)
        shown.append(published(parents, members, shown, smallest))
        assert not is_given_away(in_figures(shown, shown), smallest, in_figures(shown, before))


def test_the_one_who_was_there_on_the_middle_date_alone_is_not_found_by_the_tables_around_it() -> None:
    parents: Tree = {0: None}
    before, later = {f"a{n}" for n in range(4)}, {f"b{n}" for n in range(4)}
    days = [before, before | later | {"alone"}, later]
    shown: list[Shown[int]] = []
    for people in days:
        shown.append(published(parents, {0: people}, shown))
    # Each two of them differ by enough; A − B + C is about one.
    assert [len(one ^ other) for one, other in combinations(days, 2)] == [5, 8, 5]
    assert [date.units for date in shown] == [{0}, {0}, frozenset()]


def test_two_years_of_a_city_of_seventy_units_are_searched_in_less_than_two_seconds() -> None:
    chance = Random(4)
    parents: Tree = {0: None, **{unit: 0 if unit <= 8 else chance.randint(1, 8) for unit in range(1, 71)}}
    homes = {f"p{number}": chance.randint(1, 70) for number in range(2000)}
    shown: list[Shown[int]] = []
    for date in range(8):
        members: dict[int, set[str]] = {unit: set() for unit in parents}
        for person, home in homes.items():
            members[home].add(person)
        began = time.process_time()
        shown.append(published(parents, members, shown))
        took = time.process_time() - began
        for person in chance.sample(sorted(homes), 300):
            del homes[person]
        for person in chance.sample(sorted(homes), 20):
            homes[person] = chance.randint(1, 70)
        homes |= {f"n{date}.{number}": chance.randint(1, 70) for number in range(300)}
    assert all(len(date.units) > 50 for date in shown)
    assert took < 2
