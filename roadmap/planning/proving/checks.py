"""All that `flask roadmap verify` looks at: constraints, figures, promises, and what is said about the best plan.

The planner may help to disprove a bound or a broken promise: what it finds counts only after the check's own rules.
"""

from collections.abc import Iterator
from dataclasses import replace

from roadmap.planning.exact import ExactPlanner
from roadmap.planning.greedy import GreedyPlanner
from roadmap.planning.groups.instance import Group
from roadmap.planning.groups.plan import GroupPlan
from roadmap.planning.groups.verification import verify_group
from roadmap.planning.instance import Instance
from roadmap.planning.plan import Plan
from roadmap.planning.proving.bounds import prove, prove_group
from roadmap.planning.proving.shares import needed_for_promises, what_others_leave
from roadmap.planning.verification import CLOSE, verify


def check(instance: Instance, plan: Plan, seconds: float) -> tuple[list[str], list[str]]:
    """Faults, and what is proven, in sentences. seconds: for each of two searches."""
    if faults := [*verify(instance, plan), *_broken_promises(instance, plan)]:
        return faults, []
    proven = prove(instance, seconds)
    if plan.bound is not None and not instance.promised and plan.bound < proven.least - CLOSE:
        better = ExactPlanner(time_limit=seconds).plan(instance) if seconds else GreedyPlanner().plan(instance)
        if better.closed > plan.bound + CLOSE and not verify(instance, better):
            return [f"bound: {plan.bound:g}, but there is a plan that closes {better.closed:g}"], []
    return [], proven.words(plan.closed, plan.bound)


def check_group(group: Group, plan: GroupPlan, seconds: float) -> tuple[list[str], list[str]]:
    """Faults, and what is proven, in sentences."""
    if faults := [*verify_group(group, plan), *_broken_in(group, plan)]:
        return faults, []
    proven = prove_group(group, plan, seconds)
    return [], proven.words(plan.closed, plan.bound)


def _broken_in(group: Group, plan: GroupPlan) -> Iterator[str]:
    """Promised courses that could stay although all others keep what was promised to them."""
    if {member.id for member in group.members} != {*plan.plans}:
        return
    taken = {member.id: needed_for_promises(member, plan.plans[member.id]) for member in group.members}
    for member in group.members:
        if member.task.promised:
            others = [(each, taken[each.id]) for each in group.members if each.id != member.id]
            left = what_others_leave(group, member, others)
            yield from (f"people ({member.id}): {each}" for each in _broken_promises(left, plan.plans[member.id]))


def _broken_promises(instance: Instance, plan: Plan) -> Iterator[str]:
    """Promised courses that would close more, and that some plan keeps together with all that this plan keeps."""
    taken = {step.course for step in plan.steps}
    kept = [slug for slug in instance.promised if slug in taken]
    for place, slug in enumerate(instance.promised):
        if slug in taken or slug not in instance.course or not _would_close(instance, plan, slug):
            continue
        wanted = {*kept, slug}
        only = tuple(each for each in instance.courses if each.slug in wanted or each.slug in instance.promised)
        known = {each.slug for each in only} | instance.done
        if any(name not in known for each in only for name in each.requires):
            continue
        order = tuple(each for each in instance.promised if each in wanted)
        other = GreedyPlanner().plan(replace(instance, courses=only, promised=order))
        if wanted <= {step.course for step in other.steps} and not verify(instance, other):
            yield f"promised[{place}] ({slug}): is not in the plan, though it could stay with the others that do"


def _would_close(instance: Instance, plan: Plan, slug: str) -> bool:
    open_levels = {rest.competence: rest.level for rest in plan.rests}
    return any(
        each.competence in open_levels and each.reaches > open_levels[each.competence] + CLOSE
        for each in instance.course[slug].outcomes
    )
