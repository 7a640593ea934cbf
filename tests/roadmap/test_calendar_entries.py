"""What stands in a calendar follows from all versions: entries move and are cancelled, none is doubled or lost."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from roadmap.calendar.entries import Entry, Held, Meeting, PlannedStep, PlannedVersion, entries

DAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def step(course: str, first: int = 0, weeks: int = 1, **more: Any) -> PlannedStep:
    begin = DAY + timedelta(weeks=first)
    values = {"first": begin, "last": begin + timedelta(days=7 * weeks - 1), "minutes": 60, **more}
    return PlannedStep(course, **values)


def drawn(*versions: tuple[PlannedStep, ...]) -> list[PlannedVersion]:
    return [PlannedVersion(NOON + timedelta(hours=number), steps) for number, steps in enumerate(versions)]


def one(versions: list[PlannedVersion]) -> Entry:
    (found,) = entries(versions)
    return found


def test_an_entry_that_stays_as_it_is_keeps_its_sequence_and_its_moment() -> None:
    entry = one(drawn((step("a"),), (step("a"),), (step("a"),)))
    assert (entry.sequence, entry.changed, entry.is_cancelled) == (0, NOON, False)


def test_an_entry_that_moves_gets_the_next_sequence() -> None:
    entry = one(drawn((step("a"),), (step("a", 2),)))
    assert (entry.sequence, entry.since, entry.changed) == (1, NOON, NOON + timedelta(hours=1))
    assert entry.shape.first == DAY + timedelta(weeks=2)


def test_what_goes_away_is_cancelled_once_and_comes_back_under_the_same_key() -> None:
    gone = one(drawn((step("a"),), (), ()))
    assert (gone.sequence, gone.is_cancelled, gone.changed) == (1, True, NOON + timedelta(hours=1))
    back = one(drawn((step("a"),), (), (step("a"),)))
    assert (back.sequence, back.is_cancelled) == (2, False)


def test_a_finished_step_ends_on_its_day_and_stays_even_when_another_roadmap_begins() -> None:
    done = step("a", weeks=3, done=DAY + timedelta(days=2))
    entry = one(drawn((step("a", weeks=3),), (done,), ()))
    assert (entry.shape.first, entry.shape.last) == (DAY, DAY + timedelta(days=2))
    assert (entry.sequence, entry.is_cancelled, entry.shape.is_done) == (1, False, True)
    early = one(drawn((step("a", 2),), (step("a", 2, done=DAY),)))
    assert (early.shape.first, early.shape.last) == (DAY, DAY)


def meetings(*days: int) -> tuple[Meeting, ...]:
    mornings = [NOON.replace(hour=9) + timedelta(days=day) for day in days]
    return tuple(Meeting(start, start + timedelta(hours=3)) for start in mornings)


def test_a_dated_step_has_an_entry_for_each_meeting_and_lost_meetings_are_cancelled() -> None:
    found = entries(drawn((step("a", session="x", meetings=meetings(1, 3, 8, 10)),)))
    assert [each.shape.first.isoweekday() for each in found] == [2, 4, 2, 4]
    assert [each.part for each in found] == [0, 1, 2, 3]
    fewer = entries(
        drawn(
            (step("a", session="x", meetings=meetings(1, 3, 8)),),
            (step("a", session="x", meetings=meetings(1, 3)),),
        )
    )
    assert [each.is_cancelled for each in fewer] == [False, False, True]
    assert [each.sequence for each in fewer] == [0, 0, 1]


def test_a_date_that_its_organiser_changes_or_cancels_changes_the_entry_and_no_other_date_lowers_it() -> None:
    later = NOON + timedelta(days=5)
    plan = drawn((step("a", session="x"),))
    fresh = one_held(plan, {"x": Held(meetings(1), 0, NOON)})
    moved = one_held(plan, {"x": Held(meetings(2), 1, later)})
    assert [(each.sequence, each.changed) for each in (fresh, moved)] == [(0, NOON), (1, later)]
    gone = one_held(plan, {"x": Held(meetings(2), 2, later, is_cancelled=True)})
    assert (gone.sequence, gone.is_cancelled) == (2, True)
    other = [*plan, *drawn((), (step("a", session="y"),))[1:]]
    dates = {"x": Held(meetings(2), 2, later, is_cancelled=True), "y": Held(meetings(30), 0, NOON)}
    assert (one_held(other, dates).sequence, one_held(other, dates).is_cancelled) == (3, False)


def one_held(versions: list[PlannedVersion], held: dict[str, Held]) -> Entry:
    (found,) = entries(versions, held)
    return found


@pytest.mark.parametrize("seed", range(60))
def test_with_any_history_keys_stay_and_sequences_never_fall(seed: int) -> None:
    dice = Random(seed)
    history, latest = list[PlannedVersion](), dict[tuple[str, int], Entry]()
    for number in range(12):
        courses = [name for name in "abcdef" if dice.random() < 0.6]
        steps = [
            step(
                name,
                dice.randrange(3),
                dice.randint(1, 3),
                done=DAY + timedelta(days=dice.randrange(20)) if dice.random() < 0.2 else None,
                meetings=meetings(*sorted(dice.sample(range(20), 2))) if dice.random() < 0.3 else (),
            )
            for name in courses
        ]
        history.append(PlannedVersion(NOON + timedelta(days=number), tuple(steps)))
        now = {(each.course, each.part): each for each in entries(history)}
        assert now.keys() >= latest.keys()
        for key, before in latest.items():
            same = (now[key].shape, now[key].is_cancelled) == (before.shape, before.is_cancelled)
            assert now[key].sequence == before.sequence + (not same)
            assert now[key].changed >= before.changed
        planned = {each.course for each in steps}
        assert {key[0] for key, each in now.items() if not each.is_cancelled and not each.shape.is_done} <= planned
        latest = now
