"""Who gets a seat, who moves up, and what is too late. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from lms.kernel.clock import LOCAL


class SessionState(StrEnum):
    """Whether a date takes place."""

    PLANNED = "planned"
    CANCELLED = "cancelled"


class EnrolmentState(StrEnum):
    """How somebody stands to a date. CANCELLED: the date was cancelled, not the person."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    MISSED = "missed"


# Who takes up one of the seats, and whose time is taken.
SEATED = (EnrolmentState.CONFIRMED, EnrolmentState.ATTENDED, EnrolmentState.MISSED)
ACTIVE = (EnrolmentState.CONFIRMED, EnrolmentState.WAITING)


class Closed(StrEnum):
    """Why nobody can enrol any more."""

    CANCELLED = "cancelled"
    BEGUN = "begun"
    DEADLINE = "deadline"


class Result(StrEnum):
    """What came of wanting to enrol. OTHER_DATE: there is a seat in another date of the same seminar already."""

    SEAT = "seat"
    WAITING = "waiting"
    ALREADY = "already"
    CANCELLED = "cancelled"
    BEGUN = "begun"
    DEADLINE = "deadline"
    CLASH = "clash"
    OTHER_DATE = "other_date"


@dataclass(frozen=True, order=True)
class Part:
    """From `start` to `end` without leaving the day; a date has one part or several."""

    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        """How long it takes, breaks included."""
        return int((self.end - self.start).total_seconds() // 60)

    @property
    def day(self) -> date:
        """The day in the city's time zone."""
        return self.start.astimezone(LOCAL).date()


Waiting = TypeVar("Waiting")


def overlap(some: Iterable[Part], others: Sequence[Part]) -> bool:
    """Whether nobody can be in both. Ending when the other begins is possible."""
    return any(one.start < other.end and other.start < one.end for one in some for other in others)


def closed(state: str, starts_at: datetime, deadline: date, now: datetime) -> Closed | None:
    """Why nobody can enrol any more; None while everybody can. deadline: the last day."""
    if state == SessionState.CANCELLED:
        return Closed.CANCELLED
    if starts_at <= now:
        return Closed.BEGUN
    if deadline < now.astimezone(LOCAL).date():
        return Closed.DEADLINE
    return None


def place_for(seats: int, taken: int, waiting: int) -> EnrolmentState:
    """A seat where one is free and nobody waits for it, else a place on the waiting list."""
    return EnrolmentState.CONFIRMED if taken < seats and not waiting else EnrolmentState.WAITING


def moving_up(seats: int, taken: int, waiting: Sequence[Waiting]) -> Sequence[Waiting]:
    """Who gets a seat now of those who wait, in the order in which they asked."""
    return waiting[: max(0, seats - taken)]


def spread(minutes: int, parts: Sequence[Part]) -> dict[date, int]:
    """The learning time of a seminar on the days of its parts, in proportion to how long they are.

    minutes: the whole learning time, which is kept to the minute. Breaks count for no part more than for another.
    """
    whole = sum(part.minutes for part in parts)
    days: dict[date, int] = {}
    behind = given = 0
    for part in parts:
        behind += part.minutes
        share = minutes * behind // whole - given
        given += share
        days[part.day] = days.get(part.day, 0) + share
    return days
