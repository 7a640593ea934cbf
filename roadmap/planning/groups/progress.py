"""How far the planning of a group is, and what it can go on from after a stop; JSON values throughout."""

from dataclasses import asdict, dataclass, field
from typing import Any

from roadmap.planning.plan import Plan


@dataclass
class State:
    """prices: by resource. bound: the least so far. asked: in this pass, the bound of each person asked so far.

    plans: those found for each person, by their place. chosen: everybody's plan after the last pass. passes: how
    many are done.
    """

    prices: list[float] | None = None
    bound: float | None = None
    asked: list[float] = field(default_factory=list)
    plans: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    chosen: list[dict[str, Any]] = field(default_factory=list)
    passes: int = 0
    promised: list[dict[str, Any]] = field(default_factory=list)

    def add(self, place: int, plan: Plan) -> None:
        """One more plan of this person."""
        self.plans.setdefault(place, []).append(plan.to_json())

    def to_json(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "State":
        """Read what `to_json` gave; the names of an object are texts in JSON."""
        return cls(**{**data, "plans": {int(place): plans for place, plans in data["plans"].items()}})


@dataclass(frozen=True)
class Progress:
    """share: how far it is, 0-1."""

    share: float
    state: State
