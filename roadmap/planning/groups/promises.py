"""What was promised to people: which of it can stay, for everybody together. It comes before all else that is planned.

One after another keeps nearly all; where something is missed, a program of nothing but promises looks for seats and
money that keep more of them.
"""

from collections.abc import Mapping
from dataclasses import replace

from roadmap.planning.groups.block import Block
from roadmap.planning.groups.greedy import promises_in_turn
from roadmap.planning.groups.instance import Group, Member
from roadmap.planning.groups.joint import MOST_COLUMNS, joined, parts_of
from roadmap.planning.groups.resources import Resources
from roadmap.planning.instance import Instance
from roadmap.planning.plan import Plan
from roadmap.planning.promised import keeps, promised_in
from roadmap.planning.reasons import explained
from roadmap.planning.solving import Aim
from roadmap.planning.standing import Standing
from roadmap.planning.ways import along, find_ways


def keep_promises(group: Group, resources: Resources, seconds: float) -> dict[str, Plan]:
    """By person a plan of the promised courses that stay and what they need; all these plans together keep all limits.

    As many promises as can be found are kept. seconds: for looking beyond one after another.
    """
    nothing = {member.id: explained(member.task, ()) for member in group.members}
    some = [member for member in group.members if member.task.promised]
    if not some:
        return nothing
    in_turn = promises_in_turn(group)
    if not any(_misses(member.task, in_turn[member.id]) for member in some):
        return in_turn
    together = {**nothing, **_together(some, resources, seconds)}
    return together if _number(group, together) > _number(group, in_turn) else in_turn


def _number(group: Group, plans: Mapping[str, Plan]) -> int:
    """How many promises are kept."""
    return sum(len(promised_in(member.task, plans[member.id])) for member in group.members)


def _misses(task: Instance, plan: Plan) -> bool:
    """Whether a promised course that is still offered would close more than the plan does."""
    return not keeps(task, plan, {course.slug for course in task.offered}.intersection(task.promised))


def _together(members: list[Member], resources: Resources, seconds: float) -> dict[str, Plan]:
    """Plans of nothing but promises, in one program; nothing where it gets too large or what it finds has no place."""
    blocks = [Block(replace(member, task=_only_promises(member.task)), resources) for member in members]
    if sum(len(block.matrix.worth) for block in blocks) > MOST_COLUMNS:
        return {}
    matrices = [block.matrix.variant(block.worth_of_promises()) for block in blocks]
    values = joined(blocks, matrices, resources).solve(Aim(seconds)).values
    if values is None:
        return {}
    offers = [block.read(part) for block, part in zip(blocks, parts_of(values, blocks), strict=True)]
    return {offer.member: offer.plan for offer in offers if offer is not None}


def _only_promises(task: Instance) -> Instance:
    """The task with the promised courses and the shortest ways to them."""
    ways = find_ways(Standing.at_start(task), task.offered)
    wanted = {slug for promised in task.promised if promised in ways for slug in along(promised, ways)}
    known = wanted | task.done
    # A course without what it requires could not even be read.
    courses = tuple(each for each in task.courses if each.slug in wanted and known.issuperset(each.requires))
    return replace(task, courses=courses)
