"""What limits a plan besides the weekly hours, as a person or a firm states it. Pure.

release_minutes, deadline, budget   -> the fields of the same name of the planning task
formats, places, barrier_free       -> accepts.formats, accepts.places, accepts.barrier_free
language_level "B1"                 -> accepts.languages: all levels up to it; empty: any
part_time, most_unit_minutes        -> take offers off before the task is made (`roadmap.offers.courses.fitting`)
external                            -> whether offers of training providers may be planned at all
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from roadmap.offers.courses import languages_up_to
from roadmap.planning.accepted import Accepted


@dataclass(frozen=True)
class Limits:
    """None and empty: no limit. budget: euros; release_minutes: per week, given by the employer on top.

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

    def accepted(self) -> Accepted:
        """What the planner may take."""
        languages = languages_up_to(self.language_level) if self.language_level else None
        return Accepted(self.formats, self.places, languages, self.barrier_free)

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            **vars(self),
            "deadline": self.deadline.isoformat() if self.deadline else None,
            "formats": None if self.formats is None else sorted(self.formats),
            "places": None if self.places is None else sorted(self.places),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Limits":
        """What `to_json` made."""
        built = {
            "deadline": date.fromisoformat(data["deadline"]) if data.get("deadline") else None,
            "formats": None if data.get("formats") is None else frozenset(data["formats"]),
            "places": None if data.get("places") is None else frozenset(data["places"]),
        }
        return cls(**{**data, **built})
