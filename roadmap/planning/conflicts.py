"""Which constraints contradict what is asked for, and how near a plan comes to it.

A deletion filter (Chinneck 2008): each constraint is let go in turn; where what is asked for stays impossible, it
takes no part in the contradiction. What remains is a set of which no member could be missing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from roadmap.planning.instance import Instance
from roadmap.planning.plan import Plan
from roadmap.planning.planner import Planner
from roadmap.planning.soundness import MOST_WEEKLY_MINUTES, MOST_WEEKS

CLOSE = 1e-6


@dataclass(frozen=True)
class Conflict:
    """share: what of the gap is asked for, 0-1. constraints: fields of the instance that contradict it together.

    Empty where a plan closes it; ("courses",) where nothing on offer does, whatever is let go. let_go: a smallest set
    of constraints without which a plan closes it. nearest: the best plan that keeps every constraint. sure: whether
    bounds prove that it is impossible.
    """

    share: float
    constraints: tuple[str, ...]
    let_go: tuple[str, ...]
    nearest: Plan
    sure: bool

    def to_json(self) -> dict[str, Any]:
        """The conflict as JSON values."""
        return {
            "share": self.share,
            "constraints": list(self.constraints),
            "let_go": list(self.let_go),
            "sure": self.sure,
            "nearest": self.nearest.to_json(),
        }


def reachable_share(instance: Instance, planner: Planner) -> float:
    """The share of the gap that a plan closes once every constraint is let go; the offers stay as they are."""
    ways = _ways_to_let_go(instance)
    return planner.plan(_without(instance, ways, ways.keys())).share


def find_conflict(instance: Instance, share: float, planner: Planner, nearest: Plan | None = None) -> Conflict:
    """A minimal set of constraints that keep plans from closing `share` of the gap. nearest: the plan, if known."""
    nearest = planner.plan(instance) if nearest is None else nearest
    asked = share * nearest.gap
    if nearest.closed >= asked - CLOSE:
        return Conflict(share, (), (), nearest, sure=True)
    ways = _ways_to_let_go(instance)
    if _impossible(_without(instance, ways, ways.keys()), asked, planner):
        return Conflict(share, ("courses",), (), nearest, sure=_proven(nearest, asked))
    gone: list[str] = []
    for name in ways:
        if _impossible(_without(instance, ways, [*gone, name]), asked, planner):
            gone.append(name)
    let_go = list(ways)
    for name in ways:
        fewer = [each for each in let_go if each != name]
        if not _impossible(_without(instance, ways, fewer), asked, planner):
            let_go = fewer
    left = tuple(name for name in ways if name not in gone)
    return Conflict(share, left, tuple(let_go), nearest, sure=_proven(nearest, asked))


def _proven(plan: Plan, asked: float) -> bool:
    return plan.bound is not None and plan.bound < asked - CLOSE


def _impossible(instance: Instance, asked: float, planner: Planner) -> bool:
    return planner.plan(instance).closed < asked - CLOSE


def _without(instance: Instance, ways: Mapping[str, Callable[[Instance], Instance]], names: Iterable[str]) -> Instance:
    for name in names:
        instance = ways[name](instance)
    return instance


def _ways_to_let_go(instance: Instance) -> dict[str, Callable[[Instance], Instance]]:
    """For each constraint that the instance has: the same task without it; first those that are hardest to change,
    and before all the horizon, which nobody chose: a deadline within it says more."""
    ways: dict[str, Callable[[Instance], Instance]] = {}
    ways["horizon_weeks"] = lambda task: replace(task, horizon_weeks=MOST_WEEKS)
    for name, value in vars(instance.accepts).items():
        if value:
            ways[f"accepts.{name}"] = _accepting_anything(name)
    if instance.dropped:
        ways["dropped"] = lambda task: replace(task, dropped=frozenset())
    if any(course.sessions for course in instance.courses):
        ways["sessions"] = lambda task: replace(
            task, courses=tuple(replace(course, sessions=()) for course in task.courses)
        )
    if any(course.available_from for course in instance.courses):
        ways["available_from"] = lambda task: replace(
            task, courses=tuple(replace(course, available_from=None) for course in task.courses)
        )
    if instance.budget is not None:
        ways["budget"] = lambda task: replace(task, budget=None)
    if instance.deadline is not None:
        ways["deadline"] = lambda task: replace(task, deadline=None)
    ways["weekly_minutes"] = lambda task: replace(
        task, weekly_minutes=MOST_WEEKLY_MINUTES, release_minutes=0, spent_minutes=0, release_days={}
    )
    return ways


def _accepting_anything(name: str) -> Callable[[Instance], Instance]:
    return lambda task: replace(task, accepts=task.accepts.without(name))
