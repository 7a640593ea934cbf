"""What was promised to people stays when a group is planned anew, unless it became impossible."""

from dataclasses import replace
from itertools import product
from random import Random

import pytest

from roadmap.groups.promised import promising as promising_part
from roadmap.planning.groups.greedy import plan_in_turn
from roadmap.planning.groups.instance import Group
from roadmap.planning.groups.plan import GroupPlan
from roadmap.planning.groups.planner import GroupPlanner
from roadmap.planning.groups.progress import State
from roadmap.planning.groups.verification import verify_group
from roadmap.planning.proving.checks import check_group
from tests.roadmap.enumeration import every_plan
from tests.roadmap.test_group_plans import group


def promising(task: Group, promised: dict[str, tuple[str, ...]]) -> Group:
    members = [replace(each, task=replace(each.task, promised=promised.get(each.id, ()))) for each in task.members]
    return replace(task, members=tuple(members))


def courses_of(plan: GroupPlan) -> dict[str, set[str]]:
    return {name: {step.course for step in own.steps} for name, own in plan.plans.items()}


def test_who_was_promised_the_seat_keeps_it_although_another_would_close_more() -> None:
    """One seat in all: without a promise whoever has most to close gets it."""
    task = group(2, budget=100)
    assert "seminar" in courses_of(GroupPlanner().plan(task))["p0"]
    promised = promising(task, {"p1": ("seminar",)})
    for plan in (GroupPlanner().plan(promised), plan_in_turn(promised)):
        assert "seminar" in courses_of(plan)["p1"]
        assert check_group(promised, plan, 10)[0] == []
    broken = GroupPlanner().plan(task)
    assert check_group(promised, broken, 10)[0] == [
        "people (p1): promised[0] (seminar): is not in the plan, though it could stay with the others that do"
    ]


def test_a_promise_that_became_impossible_is_not_missed_and_keeps_nobody_from_the_rest() -> None:
    task = promising(group(2, budget=50), {"p0": ("seminar",), "p1": ("praxis",)})
    plan = GroupPlanner().plan(task)
    assert check_group(task, plan, 10)[0] == []
    assert "praxis" in courses_of(plan)["p1"]
    assert all("seminar" not in courses for courses in courses_of(plan).values()), "nobody can pay for it any more"


def test_promises_are_kept_together_where_one_after_another_would_break_one() -> None:
    """The first could come in either week, the second only in the first: so the first has to go in the second."""
    task = group(2)
    first, second = task.members
    late = tuple(
        replace(each, sessions=each.sessions[:1]) if each.slug == "seminar" else each for each in second.task.courses
    )
    task = replace(task, members=(first, replace(second, task=replace(second.task, courses=late))))
    task = promising(task, {"p0": ("seminar",), "p1": ("seminar",)})
    assert "seminar" not in courses_of(plan_in_turn(task))["p1"]
    plan = GroupPlanner().plan(task)
    assert all("seminar" in courses for courses in courses_of(plan).values())
    assert check_group(task, plan, 10)[0] == []


@pytest.mark.parametrize("seed", range(16))
def test_no_plan_keeps_more_promises_and_of_those_that_keep_as_many_none_closes_more_than_the_bound(seed: int) -> None:
    dice = Random(seed)
    task = group(
        2 + seed % 2,
        budget=dice.choice((None, 100, 150, 250)),
        most_away=dice.choice(({}, {"Amt 1": 1})),
        minimum_share=dice.choice((0.0, 0.2)),
    )
    slugs = ("seminar", "kurs", "praxis")
    task = promising(task, {each.id: tuple(dice.sample(slugs, dice.choice((0, 1, 2)))) for each in task.members})
    plan = GroupPlanner(relative_gap=1e-4).plan(task)
    assert check_group(task, plan, 10)[0] == []
    assert check_group(task, plan_in_turn(task), 10)[0] == []
    taken = courses_of(plan)
    kept = {each.id: taken[each.id] & set(each.task.promised) for each in task.members}
    assert plan.bound is not None
    assert plan.bound >= best_that_keeps(task, kept) - 1e-6


def best_that_keeps(task: Group, kept: dict[str, set[str]]) -> float:
    """What the best of all combinations closes in which everybody keeps that."""
    each = [
        [plan for plan in every_plan(member.task) if kept[member.id] <= {step.course for step in plan.steps}]
        for member in task.members
    ]
    best = 0.0
    for choice in product(*each):
        names = {member.id: plan for member, plan in zip(task.members, choice, strict=True)}
        if not verify_group(replace(task, minimum_share=0.0), GroupPlan(names)):
            best = max(best, sum(plan.closed for plan in choice))
    return best


def test_a_planning_with_promises_that_is_stopped_goes_on_and_ends_with_the_same_plan() -> None:
    task, states = promising(group(budget=200), {"p2": ("seminar",)}), list[State]()
    whole = GroupPlanner(relative_gap=0.0).plan(task, lambda progress: states.append(State(**progress.state.to_json())))
    assert "seminar" in courses_of(whole)["p2"]
    for state in states:
        assert GroupPlanner(relative_gap=0.0).plan(task, state=State.from_json(state.to_json())) == whole


def test_what_the_last_plan_told_is_promised_on_its_date_as_long_as_that_has_a_seat() -> None:
    task = group(1).members[0].task
    plan = GroupPlanner().plan(group(1)).plans["p0"]
    part = replace(plan, steps=tuple(replace(step, session="2") for step in plan.steps if step.course == "seminar"))
    promised = promising_part(task, part)
    assert promised.promised == ("seminar",)
    assert [each.id for each in promised.course["seminar"].sessions] == ["2"]
    full = tuple(
        replace(each, sessions=tuple(replace(date, seats=0) if date.id == "2" else date for date in each.sessions))
        for each in task.courses
    )
    assert promising_part(replace(task, courses=full), part).course["seminar"] == full[0]
    gone = replace(task, courses=task.courses[1:])
    assert promising_part(gone, part) == gone
    assert promising_part(task, None) is task
