"""What would have to change to close more: each change is planned anew, nothing is guessed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from roadmap.planning.accepted import Accepted
from roadmap.planning.instance import Instance
from roadmap.planning.plan import Plan
from roadmap.planning.planner import Planner
from roadmap.planning.soundness import LATEST, MOST_EUROS, MOST_WEEKLY_MINUTES, MOST_WEEKS


@dataclass(frozen=True)
class Change:
    """One change. more: minutes per week, euros or weeks. closed: levels times weight that the plan closes then.

    gain: what that is beyond the plan without the change. sure: what of it even the best plan without the change
    would not close, as its bound proves; 0 without a bound.
    """

    what: str
    more: int
    closed: float
    share: float
    gain: float
    sure: float

    def to_json(self) -> dict[str, Any]:
        """The change as JSON values."""
        return vars(self)


def find_changes(instance: Instance, plan: Plan, planner: Planner) -> list[Change]:
    """The changes that close more than `plan`, those that close most first."""
    if not plan.rests:
        return []
    found = []
    for what, more, changed in _variants(instance):
        then = planner.plan(changed)
        gain = then.closed - plan.closed
        if gain > 1e-6:
            sure = 0.0 if plan.bound is None else max(0.0, then.closed - plan.bound)
            found.append(Change(what, more, then.closed, then.share, gain, sure))
    return sorted(found, key=lambda change: (-round(change.gain, 6), change.what, change.more))


def _variants(instance: Instance) -> Iterator[tuple[str, int, Instance]]:
    for minutes in (60, 120):
        more = instance.weekly_minutes + minutes
        if more <= MOST_WEEKLY_MINUTES:
            yield "weekly_minutes", minutes, replace(instance, weekly_minutes=more)
    if instance.budget is not None:
        for euros in (250, 500):
            yield "budget", euros, replace(instance, budget=min(instance.budget + euros, MOST_EUROS))
    weeks = 4
    later = None if instance.deadline is None else min(LATEST, instance.deadline + timedelta(weeks=weeks))
    longer = min(MOST_WEEKS, instance.horizon_weeks + weeks)
    yield "weeks", weeks, replace(instance, deadline=later, horizon_weeks=longer)
    if instance.accepts != Accepted():
        yield "accepts_anything", 0, replace(instance, accepts=Accepted())
