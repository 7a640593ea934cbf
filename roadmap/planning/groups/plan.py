"""What comes out for a group: everybody's plan, what is proven, and what was short."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from roadmap.planning.plan import Plan
from roadmap.planning.reading import Place, is_same


@dataclass(frozen=True)
class Price:
    """What one more would close, in levels times weight, at the prices of the bound.

    what: "seat" with course and session, "money" per euro, or "away" with unit and week.
    """

    what: str
    names: tuple[str, ...]
    worth: float


@dataclass(frozen=True)
class GroupPlan:
    """plans: by person. gap, closed, cost: sums of the plans. bound: no plans that keep the rules close more.

    below: people whose plan closes less than the minimum share, because no plan of theirs could close it, or not
    together with the others.
    """

    plans: Mapping[str, Plan]
    bound: float | None = None
    below: tuple[str, ...] = ()
    prices: tuple[Price, ...] = ()

    @property
    def gap(self) -> float:
        """The weighted gap of all people before."""
        return sum(plan.gap for plan in self.plans.values())

    @property
    def closed(self) -> float:
        """What all plans close of it."""
        return sum(plan.closed for plan in self.plans.values())

    @property
    def cost(self) -> float:
        """Euros for all steps of all people."""
        return sum(plan.cost for plan in self.plans.values())

    @property
    def share(self) -> float:
        """The closed share of the gap, 0-1; 1 where there is no gap."""
        return self.closed / self.gap if self.gap else 1.0

    @property
    def least_share(self) -> float:
        """The share of whoever closes least of their own gap."""
        return min(plan.share for plan in self.plans.values())

    @property
    def proven_gap(self) -> float | None:
        """By which share of `bound` the best possible plans may close more, 0-1; None without a bound."""
        if self.bound is None:
            return None
        return max(0.0, self.bound - self.closed) / self.bound if self.bound > 0 else 0.0

    @property
    def demand(self) -> Mapping[tuple[str, str | None], int]:
        """How many people take each course, by course and session."""
        return Counter((step.course, step.session) for plan in self.plans.values() for step in plan.steps)

    def to_json(self) -> dict[str, Any]:
        """The plan as JSON values, see docs/roadmap-instance.md."""
        return {
            "people": [{"id": name, "plan": plan.to_json()} for name, plan in self.plans.items()],
            "gap": self.gap,
            "closed": self.closed,
            "share": self.share,
            "cost": self.cost,
            "bound": self.bound,
            "proven_gap": self.proven_gap,
            "least_share": self.least_share,
            "below": list(self.below),
            "prices": [{"what": each.what, "names": list(each.names), "worth": each.worth} for each in self.prices],
            "demand": [
                {"course": course, "session": session, "people": people}
                for (course, session), people in sorted(
                    self.demand.items(), key=lambda pair: (-pair[1], pair[0][0], pair[0][1] or "")
                )
            ],
        }

    @classmethod
    def from_json(cls, data: object) -> "GroupPlan":
        """Read what `to_json` wrote. Raises InstanceError that names the place."""
        sums = ("gap", "closed", "share", "cost", "proven_gap", "least_share")
        fields = Place(data).fields(("people",), ("bound", "below", "prices", "demand", *sums))
        plans = {}
        for item in fields["people"].items():
            own = item.fields(("id", "plan"))
            if own["id"].text() in plans:
                raise own["id"].fault("stands here twice")
            plans[own["id"].value] = Plan.from_place(own["plan"])
        bounded = "bound" in fields and fields["bound"].value is not None
        read = cls(
            plans=plans,
            bound=fields["bound"].number() if bounded else None,
            below=fields["below"].texts() if "below" in fields else (),
            prices=tuple(map(_price, fields["prices"].items())) if "prices" in fields else (),
        )
        true = read.to_json()
        for name in (*sums, "demand"):
            if name in fields and not is_same(fields[name].value, true[name]):
                raise fields[name].fault(f"does not add up: is {true[name]}")
        return read


def _price(place: Place) -> Price:
    fields = place.fields(("what", "names", "worth"))
    return Price(fields["what"].text(), fields["names"].texts(), fields["worth"].number())
