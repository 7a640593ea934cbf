"""Joint plans at once: one person after another, each with what those before have left. No bound, seldom fair."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from roadmap.planning.greedy import Selection
from roadmap.planning.groups.instance import Group, Member
from roadmap.planning.groups.plan import GroupPlan
from roadmap.planning.groups.resources import Resources, away, seat
from roadmap.planning.instance import Instance
from roadmap.planning.plan import Plan
from roadmap.planning.standing import EPSILON


def plan_in_turn(group: Group) -> GroupPlan:
    """First come, first served, in the order of the people; before that, what was promised to all of them."""
    resources = Resources(group)
    left, plans = resources.limits.copy(), {}
    promised = _keep_promises(group, resources, left)
    for member in group.members:
        kept = promised[member.id]
        _add(left, resources.of_plan(member, kept.plan()) if kept.order else {}, 1.0)
        selection = Selection(with_what_is_left(member, resources, left), kept.order, kept.runs)
        selection.complete()
        plans[member.id] = plan = selection.plan()
        _add(left, resources.of_plan(member, plan), -1.0)
    below = tuple(name for name, plan in plans.items() if plan.share < group.minimum_share - 1e-6)
    return GroupPlan(plans, below=below)


def promises_in_turn(group: Group) -> dict[str, Plan]:
    """Of everybody the promised courses that can stay together with those before, and what these need; no others."""
    resources = Resources(group)
    kept = _keep_promises(group, resources, resources.limits.copy())
    return {name: selection.plan() for name, selection in kept.items()}


def _keep_promises(group: Group, resources: Resources, left: NDArray[np.float64]) -> dict[str, Selection]:
    """Take what the promised courses of all need off `left`."""
    kept = {}
    for member in group.members:
        task = with_what_is_left(member, resources, left) if member.task.promised else member.task
        selection = kept[member.id] = Selection(task, candidates=())
        if task.promised:
            selection.keep_promises()
            _add(left, resources.of_plan(member, selection.plan()), -1.0)
    return kept


def _add(left: NDArray[np.float64], takes: Mapping[int, float], factor: float) -> None:
    for number, amount in takes.items():
        left[number] += factor * amount


def with_what_is_left(member: Member, resources: Resources, left: NDArray[np.float64]) -> Instance:
    """The person's task with the sessions and the money that are left."""
    task = member.task
    is_full = left + EPSILON < 1.0
    full = {key for key, number in resources.number.items() if is_full[number]}
    courses = []
    for course in task.courses:
        closed = {
            run.session.id
            for run in task.runs.get(course.slug, ())
            if seat(course.slug, run.session.id) in full
            or any(
                load and away(member.unit or "", week) in full
                for week, load in enumerate(run.session.minutes, run.first)
            )
        }
        sessions = tuple(replace(each, seats=0) if each.id in closed else each for each in course.sessions)
        courses.append(replace(course, sessions=sessions) if closed else course)
    if resources.money is None:
        return replace(task, courses=tuple(courses))
    money = max(0.0, float(left[resources.money]))
    return replace(task, courses=tuple(courses), budget=money if task.budget is None else min(money, task.budget))
