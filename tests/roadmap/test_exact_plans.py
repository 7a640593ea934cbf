"""What holds for every plan of the exact planner, with dates, money and deadlines in the task."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap.planning.changes import find_changes
from roadmap.planning.exact import ExactPlanner
from roadmap.planning.greedy import GreedyPlanner
from roadmap.planning.instance import Instance
from roadmap.planning.plan import Why
from roadmap.planning.sessions import Session
from roadmap.planning.values import Course, Level, Outcome, Target
from roadmap.planning.verification import verify
from tests.roadmap.planning_strategies import instances, sessions

START = date(2026, 11, 16)


@st.composite
def rich_instances(draw: st.DrawFn) -> Instance:
    """Some courses get dates and a price, the person a budget and a deadline."""
    instance = draw(instances())
    courses = [
        replace(course, cost=draw(st.sampled_from((0, 50, 100))), sessions=tuple(draw(sessions(instance, course))))
        for course in instance.courses
    ]
    return replace(
        instance,
        courses=tuple(courses),
        budget=draw(st.none() | st.integers(0, 300)),
        deadline=draw(st.none() | st.integers(0, 200).map(lambda days: instance.start + timedelta(days=days))),
        release_minutes=draw(st.integers(0, 100)),
    )


@given(rich_instances())
@settings(max_examples=150, deadline=None)
def test_every_exact_plan_is_sound_no_worse_than_greedy_and_below_its_bound(instance: Instance) -> None:
    exact, greedy = ExactPlanner().plan(instance), GreedyPlanner().plan(instance)
    assert verify(instance, greedy) == []
    assert verify(instance, exact) == []
    assert exact.closed >= greedy.closed - 1e-6
    assert exact.bound is not None
    assert exact.bound >= exact.closed
    assert Instance.from_json(instance.to_json()) == instance


def person(*courses: Course, budget: float | None = None, weekly: int = 60) -> Instance:
    targets = (Target("2.1", 4, 3),)
    return Instance(START, weekly, {"2.1": Level(0)}, targets, courses, horizon_weeks=4, budget=budget)


def course(slug: str, minutes: int, needs: float, reaches: float, cost: float = 0, *dates: Session) -> Course:
    return Course(slug, minutes, (Outcome("2.1", needs, reaches),), cost=cost, sessions=dates)


def session(name: str, week: int, minutes: int, seats: int | None = None) -> Session:
    monday = START + timedelta(weeks=week)
    return Session(name, monday, monday + timedelta(days=4), (minutes,), seats)


def test_what_a_session_needs_is_learned_in_a_week_before() -> None:
    top = course("oben", 60, 2, 4, 0, session("früh", 0, 60), session("spät", 2, 60), session("voll", 1, 60, 0))
    plan = ExactPlanner().plan(person(course("unten", 60, 0, 2), top))
    assert [(step.course, step.session, step.weeks) for step in plan.steps] == [
        ("unten", None, (0, 0)),
        ("oben", "spät", (2, 2)),
    ]
    assert plan.proven_gap == 0


def test_two_courses_that_only_open_each_other_are_not_planned() -> None:
    one = Course("eins", 60, (Outcome("1.1", 2, 3), Outcome("2.1", 0, 4)))
    two = Course("zwei", 60, (Outcome("1.1", 0, 3), Outcome("3.1", 2, 3)))
    three = Course("drei", 60, (Outcome("3.1", 0, 3), Outcome("1.1", 2, 2)))
    assert ExactPlanner().plan(person(one, two, three)).steps == ()


def test_of_two_plans_that_close_the_same_the_cheaper_is_taken_and_then_the_shorter() -> None:
    plan = ExactPlanner().plan(
        person(course("teuer", 30, 0, 4, 100), course("lang", 90, 0, 4), course("gut", 60, 0, 4))
    )
    assert [step.course for step in plan.steps] == ["gut"]


def test_the_budget_holds_and_what_more_money_would_close_is_computed() -> None:
    task = person(course("teuer", 60, 0, 4, 200), course("frei", 60, 0, 2), budget=100)
    plan = ExactPlanner().plan(task)
    assert (plan.closed, plan.cost, plan.rests[0].why) == (6, 0, Why.NO_MONEY)
    (more, _most) = find_changes(task, plan, ExactPlanner())
    assert (more.what, more.more, more.gain, more.sure) == ("budget", 250, 6, 6)


def test_a_planner_without_time_gives_the_greedy_plan_with_a_true_bound() -> None:
    task = person(course("a", 200, 0, 4), course("b", 100, 0, 3), course("c", 70, 0, 2), weekly=40)
    clock = iter((0.0, *[99.0] * 100))
    plan = ExactPlanner(clock=lambda: next(clock)).plan(task)
    assert plan.steps == GreedyPlanner().plan(task).steps
    assert plan.bound == plan.gap
