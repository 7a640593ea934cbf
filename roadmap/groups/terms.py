"""What a joint plan is asked to keep to. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# The price of money is told for so many euros.
PRICED_EUROS = 1000


@dataclass(frozen=True)
class Terms:
    """budget: euros for all courses of all people; None for no limit. minimum_share: what of their own gap everybody
    closes at least, 0-1. most_away: how many people of a unit may sit in dated sessions in the same week; None for no
    limit. external: whether offers of training providers may be planned. goals: slugs of strategy goals that count
    for everybody. weekly_minutes: where a plan is made without people's own roadmaps. seats: of a date of a seminar
    where nobody has counted them yet.
    """

    budget: float | None = None
    minimum_share: float = 0.0
    most_away: int | None = None
    external: bool = False
    goals: tuple[str, ...] = ()
    weekly_minutes: int = 60
    seats: int = 12

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return {**vars(self), "goals": list(self.goals)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Terms":
        """What `to_json` made."""
        return cls(**{**data, "goals": tuple(data["goals"])})
