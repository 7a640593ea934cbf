"""What holds for every plan of the greedy planner, and what single plans look like."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from roadmap.planning.greedy import GreedyPlanner
from roadmap.planning.instance import Instance
from roadmap.planning.plan import Gain, Plan, Why
from roadmap.planning.values import Course, Level, Outcome, Target
from roadmap.planning.verification import verify
from tests.roadmap.planning_strategies import instances


def plan(instance: Instance) -> Plan:
    return GreedyPlanner().plan(instance)


def slugs(made: Plan) -> list[str]:
    return [step.course for step in made.steps]


def course(slug: str, minutes: int, needs: float, reaches: float, *requires: str, competence: str = "2.1") -> Course:
    return Course(slug, minutes, (Outcome(competence, needs, reaches),), requires)


def person(*courses: Course, level: float = 0, target: float = 4, weekly: int = 60, horizon: int = 52) -> Instance:
    return Instance(
        start=date(2026, 11, 16),
        weekly_minutes=weekly,
        levels={"2.1": Level(level, 0.5)},
        targets=(Target("2.1", target, 3),),
        courses=courses,
        horizon_weeks=horizon,
    )


@given(instances())
@settings(max_examples=400)
def test_every_plan_passes_the_independent_check(instance: Instance) -> None:
    assert verify(instance, plan(instance)) == []


@given(instances())
def test_no_course_stands_in_a_plan_twice(instance: Instance) -> None:
    found = slugs(plan(instance))
    assert len(found) == len(set(found))


@given(instances())
def test_the_same_instance_gives_the_same_plan(instance: Instance) -> None:
    assert plan(instance) == plan(instance)


@given(instances(), st.data())
def test_a_dropped_course_never_comes_back(instance: Instance, data: st.DataObject) -> None:
    dropped = set(instance.dropped)
    while found := slugs(plan(replace(instance, dropped=frozenset(dropped)))):
        assert not dropped & set(found)
        dropped.add(data.draw(st.sampled_from(found)))


@given(instances(), st.integers(1, 600))
def test_more_weekly_minutes_never_end_later(instance: Instance, more: int) -> None:
    instance = replace(instance, horizon_weeks=260)
    slow, fast = plan(instance), plan(replace(instance, weekly_minutes=instance.weekly_minutes + more))
    if any(rest.why is Why.NO_TIME for rest in slow.rests):
        return
    assert slugs(fast) == slugs(slow) or set(slugs(fast)) == set(slugs(slow))
    assert max((step.end for step in fast.steps), default=date.min) <= max(
        (step.end for step in slow.steps), default=date.min
    )


@given(instances())
def test_what_was_planned_stays_when_it_is_planned_again(instance: Instance) -> None:
    first = plan(replace(instance, promised=()))
    again = plan(replace(instance, promised=tuple(slugs(first))))
    assert slugs(again) == slugs(first)


@given(instances())
def test_no_step_can_be_left_out_without_loss(instance: Instance) -> None:
    for step in plan(instance).steps:
        assert step.gains or step.opens


def test_a_course_comes_after_what_it_requires_and_after_the_level_it_needs() -> None:
    made = plan(person(course("oben", 60, 3, 4), course("mitte", 60, 1, 3, "start"), course("start", 60, 0, 1)))
    assert slugs(made) == ["start", "mitte", "oben"]
    assert made.share == 1
    assert made.steps[0].opens == ("mitte",)
    assert made.steps[1].gains == (Gain("2.1", 1, 3),)


def test_a_level_within_half_a_step_of_what_is_needed_is_enough() -> None:
    assert slugs(plan(person(course("oben", 60, 2, 4), level=1.5))) == ["oben"]
    assert slugs(plan(person(course("oben", 60, 2, 4), level=1.4))) == []


def test_a_long_course_is_spread_over_consecutive_weeks() -> None:
    (step,) = plan(person(course("lang", 150, 0, 4))).steps
    assert step.minutes == (60, 60, 30)
    assert (step.start, step.end) == (date(2026, 11, 16), date(2026, 12, 6))


def test_time_already_used_in_the_first_week_is_not_planned_again() -> None:
    (step,) = plan(replace(person(course("lang", 100, 0, 4)), spent_minutes=45)).steps
    assert step.minutes == (15, 60, 25)
    (later,) = plan(replace(person(course("lang", 100, 0, 4)), spent_minutes=60)).steps
    assert later.weeks == (1, 2)


def test_the_course_that_closes_more_per_minute_wins() -> None:
    assert slugs(plan(person(course("lang", 300, 0, 4), course("kurz", 60, 0, 4)))) == ["kurz"]


def test_a_course_that_a_later_choice_makes_useless_is_left_out() -> None:
    assert slugs(plan(person(course("klein", 10, 0, 2), course("gross", 60, 0, 4)))) == ["gross"]


def test_a_course_that_is_not_yet_offered_begins_on_a_later_monday() -> None:
    late = replace(course("neu", 30, 0, 4), available_from=date(2026, 11, 25))
    (step,) = plan(person(late)).steps
    assert step.start == date(2026, 11, 30)


def test_what_stays_open_says_why() -> None:
    def why(instance: Instance) -> list[tuple[Why, tuple[str, ...]]]:
        return [(rest.why, rest.courses) for rest in plan(instance).rests]

    assert why(person()) == [(Why.NO_COURSE, ())]
    assert why(person(course("lang", 600, 0, 4), horizon=2)) == [(Why.NO_TIME, ("lang",))]
    assert why(person(course("oben", 60, 3, 4))) == [(Why.UNREACHABLE, ("oben",))]
    assert why(replace(person(course("weg", 60, 0, 4)), dropped=frozenset({"weg"}))) == [(Why.DROPPED, ("weg",))]
    way = person(course("oben", 60, 3, 4), course("weg", 60, 0, 3))
    assert why(replace(way, dropped=frozenset({"weg"}))) == [(Why.DROPPED, ("weg",))]


def test_somebody_who_has_everything_gets_an_empty_plan_that_closes_all() -> None:
    made = plan(person(course("x", 60, 0, 4), level=5))
    assert (made.steps, made.share, made.rests) == ((), 1.0, ())
