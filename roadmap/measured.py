"""The levels that a roadmap starts from: of a finished check, or as the person sees themselves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from competence_check.levels import LevelSet
from competence_check.scoring.scale import whole


class Source(StrEnum):
    """Where levels come from."""

    CHECK = "check"
    HAND = "hand"


@dataclass(frozen=True)
class Stand:
    """Where the person stands in one competence. value, low, high: levels 0–8; low and high the 95 % range."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Measured:
    """Levels by competence. run: uid of the check's run, empty if stated by hand. at: when, aware, UTC."""

    source: Source
    at: datetime
    run: str
    levels: Mapping[str, Stand]

    def whole_levels(self) -> dict[str, float]:
        """The levels as people are told them, and as they are planned with: nobody is sent to a course that closes
        half a level of a gap which their own result does not show."""
        return {name: float(whole(stand.value)) for name, stand in self.levels.items()}

    @classmethod
    def of_check(cls, found: LevelSet) -> "Measured":
        """The result of a finished run."""
        levels = {name: Stand(level.value, level.low, level.high) for name, level in found.levels.items()}
        return cls(Source.CHECK, found.finished_at, found.run_uid, levels)

    @classmethod
    def by_hand(cls, levels: Mapping[str, float], at: datetime) -> "Measured":
        """What the person says, by competence."""
        return cls(Source.HAND, at, "", {name: Stand(value, value, value) for name, value in levels.items()})

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        levels = {name: [stand.value, stand.low, stand.high] for name, stand in self.levels.items()}
        return {"source": self.source.value, "at": self.at.isoformat(), "run": self.run, "levels": levels}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Measured":
        """What `to_json` made."""
        levels = {name: Stand(*values) for name, values in data["levels"].items()}
        return cls(Source(data["source"]), datetime.fromisoformat(data["at"]), data["run"], levels)
