"""What limits a plan besides the weekly hours, as a person or a firm states it. Pure.

release_minutes, release_days, deadline, budget   -> the fields of the same name of the planning task
formats, places, barrier_free, language_level,    -> the fields of the same name of `accepts`
most_unit_minutes, part_time
windows                                           -> accepts.hours: when the person can come to dates (`roadmap.times`)
external                                          -> whether offers of training providers may be planned at all
released                                          -> sessions.released: dates of our programme take up no weekly hours
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from roadmap.planning.accepted import Accepted
from roadmap.times import windows_to_hours


@dataclass(frozen=True)
class Limits:
    """None and empty: no limit. budget: euros; release_minutes: per week, given by the employer on top; release_days:
    minutes on single days, on top as well.

    most_unit_minutes: small steps only, between full order books: units of at most so many minutes.
    """

    release_minutes: int = 0
    deadline: date | None = None
    budget: float | None = None
    formats: frozenset[str] | None = None
    places: frozenset[str] | None = None
    language_level: str = ""
    barrier_free: bool = False
    part_time: bool = False
    most_unit_minutes: int | None = None
    external: bool = False
    windows: frozenset[str] | None = None
    release_days: Mapping[date, int] = field(default_factory=dict)
    released: bool = True

    def accepted(self) -> Accepted:
        """What the planner may take."""
        return Accepted(
            formats=self.formats,
            places=self.places,
            barrier_free=self.barrier_free,
            language_level=self.language_level or None,
            most_unit_minutes=self.most_unit_minutes,
            part_time=self.part_time,
            hours=None if self.windows is None else windows_to_hours(self.windows),
        )

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            **vars(self),
            "deadline": self.deadline.isoformat() if self.deadline else None,
            "formats": None if self.formats is None else sorted(self.formats),
            "places": None if self.places is None else sorted(self.places),
            "windows": None if self.windows is None else sorted(self.windows),
            "release_days": {day.isoformat(): minutes for day, minutes in sorted(self.release_days.items())},
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Limits":
        """What `to_json` made."""
        built = {
            "deadline": date.fromisoformat(data["deadline"]) if data.get("deadline") else None,
            "formats": None if data.get("formats") is None else frozenset(data["formats"]),
            "places": None if data.get("places") is None else frozenset(data["places"]),
            "windows": None if data.get("windows") is None else frozenset(data["windows"]),
            "release_days": {date.fromisoformat(day): minutes for day, minutes in data.get("release_days", {}).items()},
        }
        return cls(**{**data, **built})
