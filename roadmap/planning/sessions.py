"""Dated sessions of a course, as the instance states them and as runs in the weeks of a plan.

Units: loads are minutes per calendar week, seats are free seats.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from roadmap.planning.calendar import week_of
from roadmap.planning.hours import Hours
from roadmap.planning.reading import InstanceError, Place

MOST_WEEKS = 260


@dataclass(frozen=True)
class Session:
    """One date of a course. minutes: load of each calendar week from that of `start` to that of `end`.

    seats: free seats; None where nobody counts them. times: when in the week it is held; None if not known.
    released: held in working time that the employer gives for it, so that it counts to no week's limit.
    """

    id: str
    start: date
    end: date
    minutes: tuple[int, ...]
    seats: int | None = None
    times: tuple[Hours, ...] | None = None
    released: bool = False

    @property
    def load(self) -> tuple[int, ...]:
        """What of each week's limit it takes up."""
        return (0,) * len(self.minutes) if self.released else self.minutes

    @classmethod
    def from_json(cls, place: Place) -> "Session":
        """Read a session. Raises InstanceError."""
        fields = place.fields(("id", "start", "end", "minutes"), ("seats", "times", "released"))
        seats, times = fields.get("seats"), fields.get("times")
        return cls(
            id=fields["id"].text(),
            start=fields["start"].day(),
            end=fields["end"].day(),
            minutes=tuple(item.whole() for item in fields["minutes"].items(MOST_WEEKS)),
            seats=seats.whole() if seats and seats.value is not None else None,
            times=tuple(map(Hours.from_json, times.items())) if times and times.value is not None else None,
            released=fields["released"].flag() if "released" in fields else False,
        )

    def to_json(self) -> dict[str, Any]:
        """The session as JSON values."""
        return {
            "id": self.id,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "minutes": list(self.minutes),
            "seats": self.seats,
            "times": None if self.times is None else [each.to_json() for each in self.times],
            "released": self.released,
        }


@dataclass(frozen=True)
class Run:
    """A session in the weeks of one plan: it takes `session.minutes` from week `first` on."""

    session: Session
    first: int

    @property
    def last(self) -> int:
        """The week in which it ends."""
        return self.first + len(self.session.minutes) - 1


def check_sessions(sessions: Sequence[Session], minutes: int, path: str) -> None:
    """Refuse sessions that end before they start or whose weeks do not add up to the course's minutes."""
    seen: set[str] = set()
    for number, session in enumerate(sessions):
        place = f"{path}[{number}]"
        if session.id in seen:
            raise InstanceError(f"{place}.id", f"{session.id!r} stands here twice")
        seen.add(session.id)
        if session.end < session.start:
            raise InstanceError(f"{place}.end", f"{session.end} is before the start, {session.start}")
        weeks = week_of(session.start, session.end) + 1
        if len(session.minutes) != weeks:
            raise InstanceError(f"{place}.minutes", f"needs {weeks} entries, one for each calendar week")
        if min(session.minutes) < 0:
            raise InstanceError(f"{place}.minutes", "must not be negative")
        if sum(session.minutes) != minutes:
            raise InstanceError(f"{place}.minutes", f"add up to {sum(session.minutes)}, the course takes {minutes}")
        if session.seats is not None and session.seats < 0:
            raise InstanceError(f"{place}.seats", f"must not be negative, is {session.seats}")
