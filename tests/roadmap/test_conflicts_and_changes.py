"""What contradicts what, how near a plan comes, and what would have to change: computed by planning anew."""

from dataclasses import replace
from datetime import date, time

from roadmap.planning.accepted import Accepted, Kind
from roadmap.planning.changes import find_changes
from roadmap.planning.conflicts import find_conflict
from roadmap.planning.exact import ExactPlanner
from roadmap.planning.hours import Hours
from roadmap.planning.instance import Instance
from roadmap.planning.sessions import Session
from roadmap.planning.values import Course, Level, Outcome, Target

START = date(2026, 11, 16)
FULL = Session("1", date(2026, 11, 24), date(2026, 11, 24), (60,), 0)
TASK = Instance(
    START,
    60,
    {"2.1": Level(0), "3.1": Level(0)},
    (Target("2.1", 4, 3), Target("3.1", 2)),
    (
        Course("online", 60, (Outcome("2.1", 0, 2),), kind=Kind("online")),
        Course("präsenz", 60, (Outcome("2.1", 0, 4),), cost=200, kind=Kind("presence")),
        Course("voll", 60, (Outcome("3.1", 0, 2),), sessions=(FULL,)),
    ),
    horizon_weeks=4,
)
PLANNER = ExactPlanner()


def test_only_the_constraints_that_contradict_each_other_are_named_and_the_nearest_plan_is_given() -> None:
    task = replace(TASK, targets=TASK.targets[:1], accepts=Accepted(formats=frozenset({"online"})), budget=500)
    conflict = find_conflict(task, 1.0, PLANNER)
    assert (conflict.constraints, conflict.sure) == (("accepts.formats",), True)
    assert [step.course for step in conflict.nearest.steps] == ["online"]
    poor = find_conflict(replace(task, budget=100), 1.0, PLANNER)
    assert (poor.constraints, poor.let_go) == (("budget",), ("accepts.formats", "budget"))
    assert find_conflict(task, 0.5, PLANNER).constraints == ()


def test_part_time_and_small_steps_are_named_also_where_dates_are_too_long_for_them() -> None:
    full_time = Course("vollzeit", 60, (Outcome("2.1", 0, 4),), kind=Kind("presence", part_time=False))
    task = replace(TASK, targets=TASK.targets[:1], courses=(full_time,), accepts=Accepted(part_time=True))
    assert find_conflict(task, 1.0, PLANNER).constraints == ("accepts.part_time",)
    assert [change.what for change in find_changes(task, PLANNER.plan(task), PLANNER)] == ["accepts.part_time"]
    whole_day = replace(FULL, seats=4, times=(Hours(2, time(9), time(16)),))
    seminar = Course("seminar", 60, (Outcome("2.1", 0, 4),), sessions=(whole_day,))
    task = replace(task, courses=(seminar,), accepts=Accepted(most_unit_minutes=90))
    conflict = find_conflict(task, 1.0, PLANNER)
    assert (conflict.constraints, conflict.sure) == (("accepts.most_unit_minutes", "sessions"), True)


def test_where_nothing_on_offer_helps_the_courses_are_named() -> None:
    task = replace(TASK, targets=(Target("5.4", 3),))
    assert find_conflict(task, 1.0, PLANNER).constraints == ("courses",)


def test_too_little_time_and_too_few_weeks_contradict_the_target_together() -> None:
    task = replace(TASK, weekly_minutes=10, targets=TASK.targets[:1])
    conflict = find_conflict(task, 1.0, PLANNER)
    assert set(conflict.constraints) == {"horizon_weeks", "weekly_minutes"}
    assert len(conflict.let_go) == 1
    assert conflict.nearest.steps == ()


def test_one_more_date_and_another_format_are_tried_one_by_one() -> None:
    task = replace(TASK, accepts=Accepted(formats=frozenset({"online", "on_demand"})))
    changes = find_changes(task, PLANNER.plan(task), PLANNER)
    assert [(change.what, change.course, change.gain) for change in changes] == [
        ("accepts.formats", None, 6.0),
        ("date", "voll", 2.0),
    ]
