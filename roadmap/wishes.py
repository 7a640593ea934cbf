"""What a person wants besides a target and weekly hours: strategy goals, the region's demand, limits. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from roadmap.limits import Limits

NO_LIMITS = Limits()


@dataclass(frozen=True)
class Wishes:
    """goals: slugs of strategy goals. demand: whether what the region looks for weighs more."""

    goals: tuple[str, ...] = ()
    demand: bool = False
    limits: Limits = NO_LIMITS

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return {"goals": list(self.goals), "demand": self.demand, "limits": self.limits.to_json()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Wishes":
        """What `to_json` made; nothing for a roadmap from before there were wishes."""
        return cls(
            goals=tuple(data.get("goals", ())),
            demand=bool(data.get("demand", False)),
            limits=Limits.from_json(data.get("limits", {})),
        )
