"""Joint plans at once: one person after another, each with what those before have left. No bound, seldom fair."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from roadmap.planning.greedy import GreedyPlanner
from roadmap.planning.groups.instance import Group, Member
from roadmap.planning.groups.plan import GroupPlan
from roadmap.planning.groups.resources import Key, Resources, away, seat
from roadmap.planning.instance import Instance
from roadmap.planning.sessions import Run
from roadmap.planning.standing import EPSILON


def plan_in_turn(group: Group) -> GroupPlan:
    """First come, first served, in the order of the people."""
    resources = Resources(group)
    left, plans = resources.limits.copy(), {}
    for member in group.members:
        plan = GreedyPlanner().plan(with_what_is_left(member, resources, left))
        plans[member.id] = plan
        for number, amount in resources.of_plan(member, plan).items():
            left[number] -= amount
    below = tuple(name for name, plan in plans.items() if plan.share < group.minimum_share - 1e-6)
    return GroupPlan(plans, below=below)


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


def _weeks_away(member: Member, run: Run) -> set[Key]:
    return {away(member.unit or "", week) for week, load in enumerate(run.session.minutes, run.first) if load}
