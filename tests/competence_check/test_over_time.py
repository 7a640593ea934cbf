"""Two dates, all units, a person who leaves: an attacker who subtracts published figures finds nobody."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from competence_check.teams.over_time import Shown, publishable
from competence_check.teams.suppression import visible

SMALLEST = 3
Tree = dict[int, int | None]


def below(parents: Tree, top: int) -> set[int]:
    """The units of the subtree."""
    found = {top}
    while more := {unit for unit, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def people_of(parents: Tree, members: dict[int, set[str]], unit: int) -> set[str]:
    """Everybody whose result a unit's figure is made of."""
    return set().union(*(members.get(each, set()) for each in below(parents, unit)))


def published(
    parents: Tree, members: dict[int, set[str]], earlier: list[Shown[int]], smallest: int = SMALLEST
) -> Shown[int]:
    """What is shown on a date."""
    counts = {unit: {"1.1": len(people_of(parents, members, unit))} for unit in parents}
    safe = visible(parents, counts, smallest)
    new = Shown[int](parents, safe, members)
    return Shown[int](parents, publishable(new, earlier, smallest), members)


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[Tree, dict[int, set[str]]]]:
    """A small town on two or three dates: people come, leave, move and take the check again."""
    size = draw(st.integers(1, 4))
    parents: Tree = {0: None, **{unit: draw(st.integers(0, unit - 1)) for unit in range(1, size)}}
    homes = {f"p{number}": draw(st.integers(0, size - 1)) for number in range(draw(st.integers(3, 14)))}
    dates, versions = [], dict.fromkeys(homes, 0)
    for _date in range(draw(st.integers(2, 3))):
        members: dict[int, set[str]] = {unit: set() for unit in parents}
        for person, home in homes.items():
            members[home].add(f"{person}.{versions[person]}")
        dates.append((parents, members))
        for person in draw(st.lists(st.sampled_from(sorted(homes)), max_size=5, unique=True)) if homes else ():
            act = draw(st.sampled_from(["leave", "again", "move"]))
            if act == "leave":
                del homes[person]
            elif act == "again":
                versions[person] += 1
            else:
                homes[person] = draw(st.integers(0, size - 1))
        for number in range(draw(st.integers(0, 4))):
            name = f"n{len(dates)}{number}"
            homes[name], versions[name] = draw(st.integers(0, size - 1)), 0
    return dates


@settings(max_examples=150, deadline=None)
@given(histories())
def test_no_difference_between_two_dates_is_about_few_people(dates: list[tuple[Tree, dict[int, set[str]]]]) -> None:
    shown: list[Shown[int]] = []
    for parents, members in dates:
        shown.append(published(parents, members, shown))
    for one in range(len(shown)):
        for other in range(one + 1, len(shown)):
            attack([shown[one], shown[other]])


def attack(dates: list[Shown[int]]) -> None:
    """Add and subtract everything that was published on these dates, in every way."""
    figures = [people_of(dict(date.parents), own_people(date), unit) for date in dates for unit in date.units]
    masks = [
        sum(1 << place for place, person in enumerate(everybody_in(figures)) if person in each) for each in figures
    ]
    bits = max(masks, default=0).bit_length()
    for signs in product((-1, 0, 1), repeat=len(masks)):
        used = [(sign, mask) for sign, mask in zip(signs, masks, strict=True) if sign]
        found = sum(sum(sign * (mask >> place & 1) for sign, mask in used) != 0 for place in range(bits))
        assert not 0 < found < SMALLEST, (signs, figures)


def own_people(date: Shown[int]) -> dict[int, set[str]]:
    """The own people of every unit."""
    return {unit: set(people) for unit, people in date.members.items()}


def everybody_in(figures: list[set[str]]) -> list[str]:
    """Everybody in any figure."""
    return sorted(set().union(*figures)) if figures else []


def test_one_person_who_leaves_keeps_the_units_old_figure_and_not_the_new_one() -> None:
    parents: Tree = {0: None, 1: 0, 2: 0}
    first = {0: set[str](), 1: {f"a{n}" for n in range(5)}, 2: {f"b{n}" for n in range(5)}}
    before = published(parents, first, [])
    assert before.units == {0, 1, 2}
    after = published(parents, {**first, 1: first[1] - {"a0"}}, [before])
    assert after.units == frozenset()


def test_two_units_that_nearly_agree_on_two_dates_are_not_both_shown() -> None:
    parents: Tree = {0: None, 1: 0}
    before = published(parents, {0: {"p3", "p5"}, 1: {"n1", "p4"}}, [])
    assert before.units == {0}
    assert published(parents, {0: set(), 1: {"n1", "p4", "p5"}}, [before]).units == frozenset()


def test_enough_changes_together_let_the_whole_be_shown() -> None:
    parents: Tree = {0: None, 1: 0, 2: 0}
    first = {0: set[str](), 1: {f"a{n}" for n in range(5)}, 2: {f"b{n}" for n in range(5)}}
    before = published(parents, first, [])
    second = {0: set[str](), 1: first[1] - {"a0"}, 2: (first[2] - {"b0"}) | {"b9"}}
    assert published(parents, second, [before]).units == {0}


def test_nothing_changed_means_everything_may_be_shown_again() -> None:
    parents: Tree = {0: None, 1: 0}
    members = {0: {"x", "y", "z"}, 1: {"a", "b", "c"}}
    before = published(parents, members, [])
    assert published(parents, members, [before]).units == before.units == {0, 1}


def test_a_raised_minimum_hides_small_units_from_now_on_and_stops_nothing_else() -> None:
    parents: Tree = {0: None, 1: 0, 2: 0, 3: 0}
    groups = {unit: {f"{unit}.{number}" for number in range(size)} for unit, size in ((1, 3), (2, 6), (3, 6))}
    members = {0: set[str](), **groups}
    before = published(parents, members, [], smallest=3)
    assert before.units == {0, 1, 2, 3}
    # The three of unit 1 can be had from the old table alone, so hiding everything would protect nobody.
    after = published(parents, members, [before], smallest=5)
    assert after.units == {0, 3}
    # Four who are new would be told by the two tables together, though the old table tells of three anyway.
    more = {**members, 3: members[3] | {"new1", "new2", "new3", "new4"}}
    assert published(parents, more, [before], smallest=5).units == frozenset()
    assert published(parents, {**more, 2: members[2] | {"new5"}}, [before], smallest=5).units == {0}
