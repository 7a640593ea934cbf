"""Each field of a task binds: a plan that was right is refused once the field forbids it."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, time
from typing import Any

import pytest

from roadmap.planning.accepted import Accepted, Kind
from roadmap.planning.exact import ExactPlanner
from roadmap.planning.hours import Hours
from roadmap.planning.instance import Instance
from roadmap.planning.reading import InstanceError
from roadmap.planning.sessions import Session
from roadmap.planning.values import Course, Level, Outcome, Target
from roadmap.planning.verification import verify

KIND = Kind("presence", "Aachen", "de", barrier_free=True, language_level="B1", unit_minutes=60, part_time=False)
TUESDAY = Hours(2, time(9), time(11))
DATES = Session("1", date(2026, 11, 24), date(2026, 12, 1), (60, 60), 4, (TUESDAY,))
FREE = Course("frei", 60, (Outcome("2.1", 1, 2),), ("vorher",), cost=10, kind=KIND)
BEFORE = Course("vorher", 60, (Outcome("1.1", 0, 2),), kind=KIND)
DATED = Course("termin", 120, (Outcome("2.1", 2, 4),), cost=90, sessions=(DATES,), kind=KIND)
TASK = Instance(
    start=date(2026, 11, 16),
    weekly_minutes=120,
    levels={"2.1": Level(1.0, 0.5)},
    targets=(Target("2.1", 4, 2), Target("1.1", 2, 1)),
    courses=(BEFORE, FREE, DATED),
)
PLAN = ExactPlanner().plan(TASK)


def with_dated(**changes: Any) -> Instance:
    return replace(TASK, courses=(BEFORE, FREE, replace(DATED, **changes)))


def with_free(**changes: Any) -> Instance:
    return replace(TASK, courses=(BEFORE, replace(FREE, **changes), DATED))


def with_session(**changes: Any) -> Instance:
    return with_dated(sessions=(replace(DATES, **changes),))


# For each field what forbids the plan, and what the check says. None: what cannot forbid a plan, with the reason.
OF_THE_TASK: Mapping[str, tuple[Instance, str] | str] = {
    "start": (replace(TASK, start=date(2026, 11, 23)), "is not the first day"),
    "weekly_minutes": (replace(TASK, weekly_minutes=100), "the limit is 100"),
    "levels": (replace(TASK, levels={}), "needs level 1"),
    "targets": (replace(TASK, targets=(Target("2.1", 5, 2),)), "closed: is 6"),
    "courses": (replace(TASK, courses=(BEFORE, FREE)), "there is no such course"),
    "horizon_weeks": (replace(TASK, horizon_weeks=2), "not within the plan's 2 weeks"),
    "spent_minutes": (replace(TASK, spent_minutes=60), "the limit is 120"),
    "tolerance": (replace(TASK, tolerance=0.1, levels={"2.1": Level(0.8, 0.5)}), "needs level 1"),
    "dropped": (replace(TASK, dropped=frozenset({"frei"})), "was dropped"),
    "done": (replace(TASK, done=frozenset({"frei"})), "is already done"),
    "promised": "what was promised may have become impossible or of no use",
    "release_minutes": "only ever adds time; that it does is shown below",
    "release_days": "only ever adds time; that it does is shown below",
    "deadline": (replace(TASK, deadline=date(2026, 11, 30)), "the deadline is 2026-11-30"),
    "budget": (replace(TASK, budget=99), "the budget is 99"),
    "accepts": (replace(TASK, accepts=Accepted(formats=frozenset({"online"}))), "its format, presence"),
    "competences": "refused when the task is read",
}
OF_WHAT_IS_ACCEPTED: Mapping[str, tuple[Accepted, str]] = {
    "formats": (Accepted(formats=frozenset({"online"})), "its format, presence, is not accepted"),
    "places": (Accepted(places=frozenset({"Düren"})), "its place, Aachen, is not accepted"),
    "languages": (Accepted(languages=frozenset({"en"})), "its language, de, is not accepted"),
    "barrier_free": (Accepted(barrier_free=True), ""),
    "language_level": (Accepted(language_level="A2"), "asks for language level B1"),
    "most_unit_minutes": (Accepted(most_unit_minutes=45), "has units of 60 minutes"),
    "part_time": (Accepted(part_time=True), "is not held in part-time"),
    "hours": (Accepted(hours=(Hours(2, time(10), time(12)),)), "when the person cannot come"),
}
OF_A_COURSE: Mapping[str, tuple[Instance, str]] = {
    "slug": (with_dated(slug="anders"), "there is no such course"),
    "minutes": (with_free(minutes=90), "the course takes 90"),
    "outcomes": (with_dated(outcomes=(Outcome("2.1", 3, 4),)), "needs level 3"),
    "requires": (with_free(requires=("termin",)), "requires termin"),
    "available_from": (with_free(available_from=date(2026, 12, 1)), "available from 2026-12-01"),
    "cost": (with_free(cost=11), "cost: is 101"),
    "sessions": (with_dated(sessions=()), "has no session 1"),
    "kind": (replace(with_free(kind=Kind()), accepts=Accepted(barrier_free=True)), "not known to be barrier-free"),
}
OF_A_SESSION: Mapping[str, tuple[Instance, str] | str] = {
    "id": (with_session(id="2"), "has no session 1"),
    "start": (with_session(start=date(2026, 11, 25)), "does not keep the dates"),
    "end": (with_session(end=date(2026, 12, 2)), "does not keep the dates"),
    "minutes": (with_session(minutes=(70, 50)), "does not keep the dates and minutes"),
    "seats": (with_session(seats=0), "has no free seat"),
    "times": (
        replace(with_session(times=(replace(TUESDAY, weekday=3),)), accepts=Accepted(hours=(TUESDAY,))),
        "is held on day 3",
    ),
    "released": "only ever leaves more time; that it does is shown below",
}
ALL = [
    *((f"instance.{name}", case) for name, case in OF_THE_TASK.items() if not isinstance(case, str)),
    *(
        (f"accepts.{name}", (replace(TASK, accepts=case[0]), case[1]))
        for name, case in OF_WHAT_IS_ACCEPTED.items()
        if case[1]
    ),
    *((f"course.{name}", case) for name, case in OF_A_COURSE.items()),
    *((f"session.{name}", case) for name, case in OF_A_SESSION.items() if not isinstance(case, str)),
]


def test_the_plan_is_right_before_anything_is_forbidden() -> None:
    assert len(PLAN.steps) == 3
    assert verify(TASK, PLAN) == []


@pytest.mark.parametrize(("what", "case"), ALL, ids=[what for what, _case in ALL])
def test_the_plan_is_refused_once_a_field_forbids_it(what: str, case: tuple[Instance, str]) -> None:
    instance, fault = case
    assert any(fault in each for each in verify(instance, PLAN)), (what, verify(instance, PLAN))


def test_no_field_is_forgotten() -> None:
    for kind, cases in (
        (Instance, OF_THE_TASK),
        (Accepted, OF_WHAT_IS_ACCEPTED),
        (Course, OF_A_COURSE),
        (Session, OF_A_SESSION),
    ):
        assert {field.name for field in fields(kind)} == set(cases)


def test_release_time_makes_room() -> None:
    short = replace(TASK, weekly_minutes=60)
    assert any("the limit is 60" in each for each in verify(short, PLAN))
    assert verify(replace(short, release_minutes=60), PLAN) == []
    assert verify(replace(short, release_days={date(2026, 11, 20): 60}), PLAN) == []


def test_an_unknown_competence_is_refused() -> None:
    with pytest.raises(InstanceError, match=r"courses\[0\].outcomes\[0\].competence: there is no competence '1.1'"):
        replace(TASK, targets=(Target("2.1", 4),), competences=frozenset({"2.1"}))


def test_a_session_for_which_the_employer_gives_the_time_takes_up_nothing_of_a_week() -> None:
    weeks = ("week 1: 60 minutes, the limit is 50", "week 2: 60 minutes, the limit is 50")
    assert set(weeks) <= set(verify(replace(TASK, weekly_minutes=50), PLAN))
    assert set(weeks).isdisjoint(verify(replace(with_session(released=True), weekly_minutes=50), PLAN))


def test_a_day_of_a_session_may_be_no_longer_than_the_person_accepts() -> None:
    short = replace(DATED, kind=replace(KIND, unit_minutes=None))
    task = replace(TASK, courses=(BEFORE, FREE, short), accepts=Accepted(most_unit_minutes=90))
    assert any("is held for 120 minutes in one go" in each for each in verify(task, PLAN))
    assert "termin" not in {step.course for step in ExactPlanner().plan(task).steps}
