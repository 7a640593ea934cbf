"""Three and four dates, withdrawn and shared again: an attacker who combines all tables finds few people nowhere."""

import time
from collections import Counter
from itertools import combinations
from random import Random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from competence_check.teams.combinations import few_behind
from competence_check.teams.over_time import Shown
from tests.competence_check.test_over_time import SMALLEST, Tree, own_people, people_of, published

Patterns = Counter[frozenset[str]]


def is_given_away(rows: list[tuple[int, ...]], smallest: int) -> bool:
    """Whether some combination of the columns is not 0 for 1 to `smallest` − 1 rows only.

    It is so exactly if the rank falls when these rows are taken away: all sets of rows are tried.
    """
    if not rows or not rows[0]:
        return False
    matrix = np.array(rows, dtype=np.float64)
    rank = np.linalg.matrix_rank(matrix)
    for many in range(1, smallest):
        for gone in combinations(range(len(rows)), many):
            left = np.delete(matrix, gone, axis=0)
            if (np.linalg.matrix_rank(left) if left.size else 0) < rank:
                return True
    return False


@settings(max_examples=150, deadline=None)
@given(st.lists(st.frozensets(st.sampled_from("abcde"), min_size=1), max_size=14), st.integers(2, 4))
def test_it_finds_a_combination_about_few_exactly_where_there_is_one(people: list[frozenset[str]], limit: int) -> None:
    rows = [tuple(int(place in each) for place in "abcde") for each in people]
    used = few_behind(Patterns(people), limit)
    assert bool(used) == is_given_away(rows, limit)
    if used:
        # What is used is enough to find them.
        columns = [place for place in "abcde" if place in used]
        assert is_given_away([tuple(int(place in each) for place in columns) for each in people], limit)


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
    figures = [people_of(dict(date.parents), own_people(date), unit) for date in shown for unit in date.units]
    everybody = sorted(set().union(*figures))
    assert not is_given_away([tuple(int(person in each) for each in figures) for person in everybody], SMALLEST)


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


def test_years_of_a_city_are_searched_in_the_time_of_a_page() -> None:
    chance = Random(4)
    parents: Tree = {0: None, **dict.fromkeys(range(1, 41), 0)}
    homes = {f"p{number}": chance.randint(1, 40) for number in range(1200)}
    shown: list[Shown[int]] = []
    for date in range(8):
        members: dict[int, set[str]] = {unit: set() for unit in parents}
        for person, home in homes.items():
            members[home].add(person)
        began = time.perf_counter()
        shown.append(published(parents, members, shown))
        took = time.perf_counter() - began
        for person in chance.sample(sorted(homes), 300):
            del homes[person]
        homes |= {f"n{date}.{number}": chance.randint(1, 40) for number in range(300)}
    assert all(len(date.units) > 30 for date in shown)
    assert took < 5
