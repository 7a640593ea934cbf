"""How a person's state becomes a planning task."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from competence_check.levels import Profile, Target
from lms.catalogue.models import Course
from roadmap.measured import Measured, Source, Stand
from roadmap.models import RoadmapStep
from roadmap.task import Known, instance_for

MEASURED_AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
MONDAY = date(2026, 11, 16)


def offered(slug: str, minutes: int, needs: int, reaches: int, *requires: str) -> Course:
    outcomes = [{"competence": "2.1", "needs": needs, "reaches": reaches}]
    return Course(slug=slug, minutes=minutes, outcomes=outcomes, requires=list(requires), published=date(2026, 1, 1))


def step(course: str, start: date, *weekly: int) -> RoadmapStep:
    end = date.fromordinal(start.toordinal() + 7 * len(weekly) - 1 - start.weekday())
    return RoadmapStep(
        course=course, start_date=start, end_date=end, minutes=sum(weekly), weekly=list(weekly), reasons=[]
    )


def known(**changes: Any) -> Known:
    values: dict[str, Any] = {
        "today": MONDAY,
        "start": MONDAY,
        "weekly_minutes": 60,
        "measured": Measured(Source.CHECK, MEASURED_AT, "run", {"2.1": Stand(1.6, 0.6, 2.6)}),
        "profile": Profile("p", "1", "f", "", {}, {}, {"2.1": Target("2.1", 5, 3, {})}),
        "offered": (offered("eins", 60, 0, 3), offered("zwei", 150, 3, 4, "eins"), offered("drei", 30, 5, 7)),
        "completed": {},
        "dropped": frozenset(),
        **changes,
    }
    return Known(**values)


def test_levels_are_planned_as_people_are_told_them() -> None:
    level = instance_for(known()).level("2.1")
    assert level.value == 2
    assert level.se == pytest.approx(0.51, abs=0.01)


def test_what_was_learned_after_the_check_counts_what_was_learned_before_is_in_it() -> None:
    before = instance_for(known(completed={"eins": datetime(2026, 11, 1, tzinfo=UTC)}))
    after = instance_for(known(completed={"eins": datetime(2026, 11, 3, tzinfo=UTC)}))
    assert (before.level("2.1").value, after.level("2.1").value) == (2, 3)
    assert before.done == after.done == {"eins"}


def test_a_course_that_somebody_took_without_what_it_needs_raises_nothing() -> None:
    assert instance_for(known(completed={"drei": datetime(2026, 11, 3, tzinfo=UTC)})).level("2.1").value == 2


def test_a_requirement_that_is_no_longer_offered_is_not_asked_of_anybody() -> None:
    instance = instance_for(known(offered=(offered("zwei", 150, 2, 4, "eins"),)))
    assert instance.course["zwei"].requires == ()


def test_planning_begins_neither_in_the_past_nor_on_a_weekend() -> None:
    assert instance_for(known(start=date(2026, 11, 1))).start == MONDAY
    assert instance_for(known(today=date(2026, 11, 21))).start == date(2026, 11, 23)
    assert instance_for(known(start=date(2026, 12, 3))).start == date(2026, 12, 3)


def test_a_course_under_way_goes_on_with_what_is_left_and_before_all_others() -> None:
    steps = (step("drei", date(2026, 11, 23), 30), step("zwei", date(2026, 11, 9), 60, 60, 30))
    instance = instance_for(known(steps=steps))
    assert instance.course["zwei"].minutes == 90
    assert instance.promised == ("zwei", "drei")


def test_an_overdue_course_is_planned_whole_again() -> None:
    instance = instance_for(known(steps=(step("zwei", date(2026, 10, 19), 60, 60, 30),)))
    assert instance.course["zwei"].minutes == 150


def test_time_spent_on_what_was_finished_this_week_is_not_planned_again() -> None:
    finished = {"eins": datetime(2026, 11, 16, 10, tzinfo=UTC), "zwei": datetime(2026, 11, 10, tzinfo=UTC)}
    steps = (step("zwei", date(2026, 11, 2), 60, 60, 30), step("eins", date(2026, 11, 9), 20, 40))
    assert instance_for(known(steps=steps, completed=finished)).spent_minutes == 40


def test_courses_not_yet_published_wait() -> None:
    late = offered("neu", 10, 0, 3)
    late.published = date(2026, 12, 24)
    assert instance_for(known(offered=(late,))).course["neu"].available_from == date(2026, 12, 24)
