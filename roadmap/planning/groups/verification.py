"""Checking the plans of a group, independently of every planner: each plan by itself, then what all share."""

from collections import Counter
from collections.abc import Iterator

from roadmap.planning.groups.instance import Group
from roadmap.planning.groups.plan import GroupPlan
from roadmap.planning.verification import CLOSE, verify


def verify_group(group: Group, plan: GroupPlan) -> list[str]:
    """What is wrong with the plans, one sentence each; empty if they keep every constraint and add up."""
    names = [member.id for member in group.members]
    if {*names} != {*plan.plans}:
        return [f"people ({name}): is not in the group and in the plan" for name in sorted({*names} ^ {*plan.plans})]
    faults = [
        f"people ({member.id}): {fault}"
        for member in group.members
        for fault in verify(member.task, plan.plans[member.id])
    ]
    return faults or [*_shared(group, plan), *_shares(group, plan), *_bound(plan)]


def _shared(group: Group, plan: GroupPlan) -> Iterator[str]:
    taken = Counter((step.course, step.session) for each in plan.plans.values() for step in each.steps if step.session)
    seats = {(course.slug, each.id): each.seats for course in group.courses for each in course.sessions}
    for (course, session), people in sorted(taken.items(), key=str):
        free = seats[course, session or ""]
        if free is not None and people > free:
            yield f"{course}: session {session} has {free} free seats, {people} people take it"
    price = {course.slug: course.cost for course in group.courses}
    cost = sum(price[step.course] for each in plan.plans.values() for step in each.steps)
    if group.budget is not None and cost > group.budget + CLOSE:
        yield f"cost: {cost:g} euros for all, the budget is {group.budget:g}"
    away: Counter[tuple[str, int]] = Counter()
    for member in group.members:
        weeks = {
            week
            for step in plan.plans[member.id].steps
            if step.session is not None
            for week, minutes in enumerate(step.minutes, start=step.weeks[0])
            if minutes
        }
        if member.unit is not None and member.unit in group.most_away:
            away.update((member.unit, week) for week in weeks)
    for (unit, week), people in sorted(away.items()):
        if people > group.most_away[unit]:
            yield f"week {week}: {people} people of {unit} are away, at most {group.most_away[unit]} may be"


def _shares(group: Group, plan: GroupPlan) -> Iterator[str]:
    for member in group.members:
        share = plan.plans[member.id].share
        is_below = share < group.minimum_share - CLOSE
        if is_below and member.id not in plan.below:
            asked = f"at least {group.minimum_share:.1%} is asked for"
            yield f"people ({member.id}): closes {share:.1%} of the gap, {asked}"
        if not is_below and member.id in plan.below:
            yield f"below: {member.id} closes {share:.1%} of the gap, which is enough"


def _bound(plan: GroupPlan) -> Iterator[str]:
    if plan.bound is not None and not plan.closed - CLOSE <= plan.bound <= plan.gap + CLOSE:
        yield f"bound: {plan.bound:g} is not from what is closed, {plan.closed:g}, to the gap, {plan.gap:g}"
