"""Every step says why it stands in its week, and what it says is so in the plan."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from roadmap.planning.exact import ExactPlanner
from roadmap.planning.greedy import GreedyPlanner
from roadmap.planning.instance import Instance
from roadmap.planning.sessions import Session
from roadmap.planning.timing import Now, Timing, timings
from roadmap.planning.values import Course, Level, Outcome, Target
from tests.roadmap.planning_dice import tight_instance

MONDAY = date(2026, 11, 23)


def task(*courses: Course, weekly: int = 60) -> Instance:
    names = {outcome.competence for course in courses for outcome in course.outcomes}
    return Instance(
        MONDAY, weekly, {name: Level(0) for name in names}, tuple(Target(name, 4) for name in sorted(names)), courses
    )


def course(slug: str, minutes: int, reaches: float = 4, needs: float = 0, competence: str = "", **more: Any) -> Course:
    return Course(slug, minutes, (Outcome(competence or slug, needs, reaches),), **more)


def told(instance: Instance) -> dict[str, tuple[Timing, ...]]:
    return timings(instance, ExactPlanner().plan(instance).steps)


def test_the_first_step_closes_most_in_an_hour_and_the_next_waits_for_free_hours() -> None:
    found = told(task(course("kurz", 60), course("lang", 120)))
    assert found["kurz"] == (Timing(Now.MOST_PER_HOUR),)
    assert found["lang"] == (Timing(Now.HOURS, ("kurz",)), Timing(Now.LESS_PER_HOUR))


def test_a_step_begins_when_what_it_needs_has_just_ended() -> None:
    found = told(task(course("grund", 60, 2, competence="a"), course("mehr", 60, 4, 2, competence="a")))
    assert found["mehr"] == (Timing(Now.PREREQUISITE, ("grund",)),)


def test_a_step_that_is_not_yet_on_offer_says_from_when() -> None:
    later = MONDAY + timedelta(weeks=5)
    found = told(task(course("bald", 60, available_from=later)))
    assert found["bald"] == (Timing(Now.AVAILABLE, day=later),)


def test_dates_are_the_only_one_the_first_one_or_the_first_that_fits() -> None:
    dates = [Session(str(week), day, day, (60,)) for week in (1, 3) for day in [MONDAY + timedelta(weeks=week, days=1)]]
    assert told(task(course("a", 60, sessions=(dates[0],))))["a"] == (Timing(Now.ONLY_DATE),)
    assert told(task(course("a", 60, sessions=tuple(dates))))["a"] == (Timing(Now.FIRST_DATE),)
    base = course("b", 120, 2, competence="a")
    both = task(base, course("a", 60, 4, 2, sessions=tuple(dates)))
    assert told(both)["a"] == (Timing(Now.DATE_THAT_FITS),)
    assert told(both)["b"][0].now is Now.MOST_PER_HOUR or told(both)["b"] == (Timing(Now.OPENS, ("a",)),)


def test_a_step_in_the_last_week_before_the_deadline_says_so() -> None:
    end = MONDAY + timedelta(days=13)
    found = told(replace(task(course("kurz", 60), course("lang", 60, 3)), deadline=end))
    assert found["lang"][-1] == Timing(Now.DEADLINE, day=end)


@pytest.mark.parametrize("seed", range(120))
def test_what_is_said_is_so_in_every_plan(seed: int) -> None:
    instance = tight_instance(seed)
    steps = {step.course: step for step in GreedyPlanner().plan(instance).steps}
    found = timings(instance, list(steps.values()))
    assert found.keys() == steps.keys()
    for slug, reasons in found.items():
        first = steps[slug].weeks[0]
        assert reasons
        for reason in reasons:
            if reason.now is Now.PREREQUISITE:
                assert all(slug in steps[other].opens and steps[other].weeks[1] <= first for other in reason.courses)
            elif reason.now is Now.HOURS:
                assert reason.courses
                assert all(steps[other].weeks[0] <= first for other in reason.courses)
            elif reason.now in (Now.ONLY_DATE, Now.FIRST_DATE, Now.DATE_THAT_FITS):
                assert steps[slug].session is not None
