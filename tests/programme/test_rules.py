"""Who gets a seat, who moves up, and what is too late."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.programme.rules import Closed, EnrolmentState, Part, closed, moving_up, overlap, place_for, spread

NINE = datetime(2027, 1, 12, 8, 0, tzinfo=UTC)


def from_to(start: float, end: float) -> Part:
    """Hours after nine o'clock."""
    return Part(NINE + timedelta(hours=start), NINE + timedelta(hours=end))


@pytest.mark.parametrize(
    ("taken", "waiting", "place"),
    [(0, 0, "confirmed"), (2, 0, "confirmed"), (3, 0, "waiting"), (4, 0, "waiting"), (2, 1, "waiting")],
)
def test_a_seat_is_for_who_comes_while_one_is_free_and_nobody_waits(taken: int, waiting: int, place: str) -> None:
    assert place_for(3, taken, waiting) is EnrolmentState(place)


@given(seats=st.integers(0, 9), taken=st.integers(0, 12), waiting=st.lists(st.integers(), max_size=9))
def test_as_many_move_up_as_there_are_free_seats_in_the_order_in_which_they_asked(
    seats: int, taken: int, waiting: list[int]
) -> None:
    lucky = moving_up(seats, taken, waiting)
    assert list(lucky) == waiting[: len(lucky)]
    assert len(lucky) == min(max(0, seats - taken), len(waiting))


def test_nobody_can_be_in_two_places_but_can_go_from_one_to_the_other() -> None:
    assert overlap([from_to(0, 3)], [from_to(2, 4)])
    assert overlap([from_to(24, 27), from_to(48, 51)], [from_to(0, 3), from_to(50, 52)])
    assert not overlap([from_to(0, 3)], [from_to(3, 4)])
    assert not overlap([from_to(0, 3)], [from_to(24, 27)])


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        (datetime(2027, 1, 5, 22, 59, tzinfo=UTC), None),
        (datetime(2027, 1, 5, 23, 0, tzinfo=UTC), Closed.DEADLINE),
        (NINE, Closed.BEGUN),
    ],
)
def test_the_deadline_is_the_last_day_in_the_citys_time(now: datetime, reason: Closed | None) -> None:
    assert closed("planned", NINE, date(2027, 1, 5), now) is reason
    assert closed("cancelled", NINE, date(2027, 1, 5), now) is Closed.CANCELLED


@given(minutes=st.integers(1, 3000), hours=st.lists(st.floats(0.25, 8), min_size=1, max_size=8))
def test_learning_time_is_spread_over_the_days_to_the_minute(minutes: int, hours: list[float]) -> None:
    parts = [from_to(24 * day, 24 * day + length) for day, length in enumerate(hours)]
    days = spread(minutes, parts)
    assert sum(days.values()) == minutes
    assert len(days) == len(parts)
    assert min(days.values()) >= 0
