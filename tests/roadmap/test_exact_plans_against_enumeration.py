"""What the exact planner says is the best is what trying everything finds."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap.planning.exact import ExactPlanner
from roadmap.planning.greedy import GreedyPlanner
from roadmap.planning.instance import Instance
from roadmap.planning.values import Level, Target
from roadmap.planning.verification import verify
from tests.roadmap.enumeration import every_plan
from tests.roadmap.planning_dice import tight_instance
from tests.roadmap.planning_strategies import COMPETENCES, LEVELS, START, courses, sessions


@st.composite
def small_instances(draw: st.DrawFn) -> Instance:
    """At most four courses and six weeks, so that all plans can be tried."""
    offered = draw(courses(4))
    instance = Instance(
        start=START,
        weekly_minutes=draw(st.integers(60, 300)),
        levels={name: Level(draw(LEVELS), 0.5) for name in draw(st.sets(st.sampled_from(COMPETENCES)))},
        targets=tuple(Target(name, draw(LEVELS), draw(st.integers(1, 3))) for name in COMPETENCES),
        courses=offered,
        horizon_weeks=draw(st.integers(1, 6)),
        spent_minutes=draw(st.sampled_from((0, 0, 50))),
        budget=draw(st.none() | st.integers(0, 200)),
        release_minutes=draw(st.sampled_from((0, 30))),
        release_days={START: 60} if draw(st.booleans()) else {},
    )
    dated = [
        replace(course, cost=draw(st.sampled_from((0, 50, 100))), sessions=tuple(draw(sessions(instance, course))))
        for course in instance.courses
    ]
    return replace(instance, courses=tuple(dated))


@given(small_instances())
@settings(max_examples=250, deadline=None)
def test_the_exact_plan_is_the_best_of_all_plans_and_its_bound_is_above_every_plan(instance: Instance) -> None:
    best = max(every_plan(instance), key=lambda plan: plan.objective)
    exact, greedy = ExactPlanner().plan(instance), GreedyPlanner().plan(instance)
    assert exact.bound is not None
    assert exact.bound >= best.closed - 1e-6
    assert best.closed >= greedy.closed - 1e-6
    assert abs(exact.closed - best.closed) <= 1e-6


def test_in_tight_tasks_the_best_plan_is_found_and_nearly_always_proven_and_the_cheapest_of_the_best() -> None:
    tasks = 150
    proven = cheapest = 0
    for seed in range(tasks):
        instance = tight_instance(seed)
        best, exact = max(every_plan(instance), key=lambda plan: plan.objective), ExactPlanner().plan(instance)
        assert verify(instance, exact) == []
        assert exact.bound is not None
        assert abs(exact.closed - best.closed) <= 1e-6, seed
        assert exact.bound >= best.closed - 1e-6, seed
        proven += exact.bound <= best.closed * 1.002 + 1e-6
        cheapest += (round(exact.cost, 2), exact.minutes) == (round(best.cost, 2), best.minutes)
    # Courses that open each other in a circle around a date may leave the bound a step too high.
    assert proven >= tasks - 2
    assert cheapest >= tasks - 2
