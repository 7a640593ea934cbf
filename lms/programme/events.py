"""What happened in the training programme; actor is always the person who takes part or wanted to."""

from dataclasses import dataclass

from lms.kernel.events import Event
from lms.kernel.toml import Texts


@dataclass(frozen=True, kw_only=True)
class SessionEvent(Event):
    """Something happened between a person and a date. session: uid of the date; course: slug; title: of the course."""

    session: str
    course: str
    title: Texts


@dataclass(frozen=True, kw_only=True)
class SeatTaken(SessionEvent):
    """Somebody has a seat: at once, or after waiting for it."""


@dataclass(frozen=True, kw_only=True)
class PutOnWaitingList(SessionEvent):
    """Somebody waits for a seat."""


@dataclass(frozen=True, kw_only=True)
class Withdrawn(SessionEvent):
    """Somebody no longer wants the seat, or no longer waits for one."""


@dataclass(frozen=True, kw_only=True)
class SessionCancelled(SessionEvent):
    """A date in which somebody had a seat, or waited for one, does not take place."""


@dataclass(frozen=True, kw_only=True)
class SessionMoved(SessionEvent):
    """A date in which somebody has a seat, or waits for one, takes place at another time."""


@dataclass(frozen=True, kw_only=True)
class SessionAttended(SessionEvent):
    """Somebody was there."""


@dataclass(frozen=True, kw_only=True)
class AttendanceMissed(SessionEvent):
    """Somebody had a seat and was not there."""
