"""Joint plans: shared seats, one budget, a least share, nobody's unit left empty, and a bound that holds."""

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from random import Random

import pytest

from roadmap.planning.groups.greedy import plan_in_turn
from roadmap.planning.groups.instance import Group, Member
from roadmap.planning.groups.outlook import other_dates
from roadmap.planning.groups.plan import GroupPlan
from roadmap.planning.groups.planner import GroupPlanner
from roadmap.planning.groups.progress import Progress, State
from roadmap.planning.groups.verification import verify_group
from roadmap.planning.instance import Instance
from roadmap.planning.plan import Plan
from roadmap.planning.reading import InstanceError
from roadmap.planning.sessions import Session
from roadmap.planning.values import Course, Level, Outcome, Target
from tests.roadmap.enumeration import every_plan

START = date(2026, 11, 16)


def session(name: str, week: int, minutes: int, seats: int | None) -> Session:
    monday = START + timedelta(weeks=week)
    return Session(name, monday, monday + timedelta(days=2), (minutes,), seats)


COURSES = (
    Course("seminar", 60, (Outcome("2.1", 0, 4),), cost=100, sessions=(session("1", 0, 60, 1), session("2", 1, 60, 1))),
    Course("kurs", 60, (Outcome("2.1", 0, 2),)),
    Course("praxis", 60, (Outcome("3.1", 0, 2),), cost=50, sessions=(session("1", 1, 60, 2),)),
)


def group(people: int = 3, **shared: object) -> Group:
    """People who all want the same; who comes first has most to close."""
    members = tuple(
        Member(
            f"p{number}",
            Instance(
                START,
                60,
                {"2.1": Level(0), "3.1": Level(0)},
                (Target("2.1", 4, people - number), Target("3.1", 2)),
                COURSES,
                horizon_weeks=2,
            ),
            "Amt 1",
        )
        for number in range(people)
    )
    made = Group(members, COURSES)
    return replace(made, **shared)  # type: ignore[arg-type]


def best_together(task: Group) -> float:
    """What the best of all combinations of plans closes that pass the check."""
    each = []
    for member in task.members:
        plans: dict[object, Plan] = {}
        for plan in every_plan(member.task):
            plans.setdefault(tuple(sorted((step.course, step.session or "") for step in plan.steps)), plan)
        each.append(list(plans.values()))
    best = 0.0
    for choice in product(*each):
        names = {member.id: plan for member, plan in zip(task.members, choice, strict=True)}
        below = tuple(name for name, plan in names.items() if plan.share < task.minimum_share - 1e-6)
        if not below and not verify_group(task, GroupPlan(names)):
            best = max(best, sum(plan.closed for plan in choice))
    return best


@pytest.mark.parametrize("seed", range(12))
def test_the_joint_plan_is_the_best_of_all_and_its_bound_is_above_it(seed: int) -> None:
    dice = Random(seed)
    task = group(
        2 + seed % 2,
        budget=dice.choice((None, 100, 150, 250)),
        most_away=dice.choice(({}, {"Amt 1": 1}, {"Amt 1": 2})),
        minimum_share=dice.choice((0.0, 0.2)),
    )
    plan, best = GroupPlanner(relative_gap=1e-4).plan(task), best_together(task)
    assert verify_group(task, plan) == []
    assert plan.closed == pytest.approx(best)
    assert plan.bound is not None
    assert plan.bound >= best - 1e-6
    in_turn = plan_in_turn(task)
    assert verify_group(task, in_turn) == []
    assert in_turn.closed <= best + 1e-6


def test_everybody_gets_the_least_share_even_if_that_closes_less_in_all() -> None:
    rich, fair = GroupPlanner().plan(group(budget=100)), GroupPlanner().plan(group(budget=100, minimum_share=0.1))
    assert fair.least_share >= 0.1
    assert fair.closed <= rich.closed + 1e-6


def test_a_least_share_that_nobody_can_reach_is_told_and_not_held_against_the_others() -> None:
    task = group(budget=0, minimum_share=0.9)
    plan = GroupPlanner().plan(task)
    assert plan.below == ("p0", "p1", "p2")
    assert verify_group(task, plan) == []
    assert any("at least 90.0% is asked for" in each for each in verify_group(task, replace(plan, below=())))


def test_seats_money_and_absences_are_checked_without_the_planner() -> None:
    free = GroupPlanner().plan(group())
    scarce = tuple(replace(each, sessions=(replace(each.sessions[0], seats=0),)) if each.slug == "praxis" else each
                   for each in COURSES)  # fmt: skip
    assert any("the budget is 10" in each for each in verify_group(group(budget=10), free))
    assert any("may be" in each for each in verify_group(group(most_away={"Amt 1": 0}), free))
    assert any("has 0 free seats" in each for each in verify_group(replace(group(), courses=scarce), free))
    assert any("is not in the group" in each for each in verify_group(group(2), free))


def test_the_price_of_a_seat_says_which_seminar_needs_another_date() -> None:
    plan = GroupPlanner().plan(group())
    assert {price.names for price in plan.prices if price.what == "seat"} >= {("seminar", "1")}
    assert plan.demand["seminar", "1"] == 1


def test_a_stopped_planning_goes_on_and_ends_with_the_same_plan() -> None:
    task, states = group(budget=200), list[str]()

    def keep(progress: Progress) -> None:
        states.append(json.dumps(progress.state.to_json()))

    whole = GroupPlanner(relative_gap=0.0).plan(task, keep)
    assert len(states) > 3
    for stopped in (states[len(states) // 2], states[-1]):
        again = GroupPlanner(relative_gap=0.0).plan(task, state=State.from_json(json.loads(stopped)))
        assert again == whole
    assert GroupPlanner(relative_gap=0.0).plan(task) == whole


def test_a_group_and_its_plan_survive_json_and_faults_name_their_place() -> None:
    task = group(budget=200, most_away={"Amt 1": 2})
    data = json.loads(json.dumps(task.to_json()))
    assert Group.from_json(data) == task
    plan = GroupPlanner().plan(task)
    assert GroupPlan.from_json(json.loads(json.dumps(plan.to_json()))) == plan
    for change, path in (
        ({"minimum_share": 2}, "minimum_share"),
        ({"people": []}, "people"),
        ({"people": [data["people"][0]] * 2}, "people[1].id"),
        ({"people": [{**data["people"][0], "weekly_minutes": -5}]}, "people[0].weekly_minutes"),
        ({"most_away": {"Amt 9": 1}}, "most_away.Amt 9"),
        ({"start": "heute"}, "start"),
    ):
        with pytest.raises(InstanceError) as caught:
            Group.from_json({**data, **change})
        assert caught.value.path == path
    with pytest.raises(InstanceError, match="does not add up"):
        GroupPlan.from_json({**plan.to_json(), "closed": 99.0})


def test_what_another_date_would_close_is_computed_for_the_dearest_seats() -> None:
    task = group()
    plan = GroupPlanner().plan(task)
    dates = other_dates(task, plan)
    assert [(each.course, each.people) for each in dates] == [("seminar", ("p2",))]
    assert dates[0].closed == 2.0


def test_a_group_with_nothing_on_offer_gets_empty_plans() -> None:
    members = tuple(replace(each, task=replace(each.task, courses=())) for each in group().members)
    task = Group(members, (), budget=100, minimum_share=0.5)
    plan = GroupPlanner().plan(task)
    assert verify_group(task, plan) == []
    assert (plan.closed, len(plan.below)) == (0, 3)
