"""The levels that a roadmap starts from: of a finished check, or as the person sees themselves.

What somebody states is less sure than what tasks showed. Self-ratings go with ability at r ≈ .32 to .5
(`competence_check.scoring.assumptions`); of a spread of about 1.7 levels among people, sqrt(1 - r²) · 1.7 ≈ 1.5 levels
stay open. A reason makes a statement traceable, not more exact: it is written down, never weighed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from competence_check.levels import LevelSet
from competence_check.scoring.scale import HIGHEST_LEVEL, LOWEST_LEVEL, whole

# Standard error of a level that somebody states, in levels; see above.
STATED_ERROR = 1.5

# Half a 95 % range in standard errors.
NORMAL_95 = 1.96


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
class Stated:
    """What the person says about one competence instead of what a check found. level: whole, 0–8; reason: their words;
    at: when, aware, UTC."""

    level: float
    reason: str
    at: datetime


@dataclass(frozen=True)
class Measured:
    """Levels by competence. run: uid of the check's run, empty if stated by hand. at: when, aware, UTC.

    base: of the check, or of the first self-assessment; stated: what the person put in place of some of them.
    """

    source: Source
    at: datetime
    run: str
    base: Mapping[str, Stand]
    stated: Mapping[str, Stated] = field(default_factory=dict)

    @cached_property
    def levels(self) -> Mapping[str, Stand]:
        """The levels that count."""
        return {**self.base, **{name: stand_of_statement(each.level) for name, each in self.stated.items()}}

    def whole_levels(self) -> dict[str, float]:
        """The levels as people are told them, and as they are planned with: nobody is sent to a course that closes
        half a level of a gap which their own result does not show."""
        return {name: float(whole(stand.value)) for name, stand in self.levels.items()}

    def is_stated(self, competence: str) -> bool:
        """Whether the person says so themselves."""
        return self.source is Source.HAND or competence in self.stated

    def stating(self, stated: Mapping[str, Stated]) -> "Measured":
        """The same with these statements in place of the earlier ones."""
        return replace(self, stated=dict(stated))

    @classmethod
    def of_check(cls, found: LevelSet) -> "Measured":
        """The result of a finished run."""
        levels = {name: Stand(level.value, level.low, level.high) for name, level in found.levels.items()}
        return cls(Source.CHECK, found.finished_at, found.run_uid, levels)

    @classmethod
    def by_hand(cls, levels: Mapping[str, float], at: datetime) -> "Measured":
        """What the person says, by competence."""
        return cls(Source.HAND, at, "", {name: stand_of_statement(value) for name, value in levels.items()})

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        levels = {name: [stand.value, stand.low, stand.high] for name, stand in self.base.items()}
        stated = {name: [each.level, each.reason, each.at.isoformat()] for name, each in self.stated.items()}
        known = {"source": self.source.value, "at": self.at.isoformat(), "run": self.run, "levels": levels}
        return {**known, "stated": stated} if stated else known

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Measured":
        """What `to_json` made."""
        levels = {name: Stand(*values) for name, values in data["levels"].items()}
        stated = {
            name: Stated(level, reason, datetime.fromisoformat(at))
            for name, (level, reason, at) in data.get("stated", {}).items()
        }
        return cls(Source(data["source"]), datetime.fromisoformat(data["at"]), data["run"], levels, stated)


def stand_of_statement(level: float) -> Stand:
    """A stated level with the range in which the true one lies in 95 of 100 cases."""
    half = NORMAL_95 * STATED_ERROR
    return Stand(level, max(LOWEST_LEVEL, level - half), min(HIGHEST_LEVEL, level + half))
