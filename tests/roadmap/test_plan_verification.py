"""The independent check finds every kind of fault that a planner could make."""

from dataclasses import replace
from datetime import date

import pytest

from roadmap.planning.greedy import GreedyPlanner
from roadmap.planning.instance import Instance
from roadmap.planning.plan import Gain, Plan, Step
from roadmap.planning.values import Course, Level, Outcome, Target
from roadmap.planning.verification import verify

INSTANCE = Instance(
    start=date(2026, 11, 16),
    weekly_minutes=60,
    levels={"2.1": Level(0.0)},
    targets=(Target("2.1", 5, 2),),
    courses=(
        Course("eins", 60, (Outcome("2.1", 0, 2),)),
        Course("zwei", 90, (Outcome("2.1", 2, 4),), ("eins",)),
        Course("drei", 30, (Outcome("1.1", 0, 2),)),
        Course("spät", 30, (Outcome("2.1", 0, 1),), available_from=date(2027, 1, 4)),
    ),
)
PLAN = GreedyPlanner().plan(INSTANCE)
ONE, TWO = PLAN.steps
LATE = Step("spät", (0, 0), date(2026, 11, 16), date(2026, 11, 22), (30,), (Gain("2.1", 0, 1),))
IDLE = Step("drei", (2, 2), date(2026, 11, 30), date(2026, 12, 6), (30,))


def test_a_right_plan_has_no_faults() -> None:
    assert verify(INSTANCE, PLAN) == []


@pytest.mark.parametrize(
    ("plan", "fault"),
    [
        (replace(PLAN, steps=(TWO, ONE)), "requires eins"),
        (replace(PLAN, steps=(TWO,)), "needs level 2"),
        (replace(PLAN, steps=(ONE, TWO, TWO)), "stands in the plan 2 times"),
        (replace(PLAN, steps=(replace(ONE, minutes=(61,)), TWO)), "limit is 60"),
        (replace(PLAN, steps=(replace(ONE, minutes=(50,)), TWO)), "the course takes 60"),
        (replace(PLAN, steps=(replace(ONE, minutes=(60, 0)), TWO)), "above 0 for each"),
        (replace(PLAN, steps=(replace(ONE, weeks=(-1, -1)), TWO)), "not within the plan's 52 weeks"),
        (replace(PLAN, steps=(ONE, replace(TWO, weeks=(10**30, 10**30)))), "not within the plan's 52 weeks"),
        (replace(PLAN, steps=(replace(ONE, start=date(2026, 11, 17)), TWO)), "first day of week 0"),
        (replace(PLAN, steps=(replace(ONE, end=date(2026, 11, 17)), TWO)), "last day of week 0"),
        (replace(PLAN, steps=(ONE, replace(TWO, course="weg"))), "there is no such course"),
        (replace(PLAN, steps=(replace(ONE, gains=()), TWO)), "closes"),
        (replace(PLAN, steps=(*PLAN.steps, IDLE)), "closes nothing and opens nothing"),
        (replace(PLAN, steps=(LATE, *PLAN.steps)), "available from 2027-01-04"),
        (replace(PLAN, gap=99.0), "gap: is 10"),
        (replace(PLAN, closed=10.0), "closed: is 8"),
        (replace(PLAN, rests=()), "rests: open are"),
        (replace(PLAN, rests=(replace(PLAN.rests[0], level=1.0),)), "ends at level 4 of 5"),
    ],
)
def test_a_fault_is_found(plan: Plan, fault: str) -> None:
    assert any(fault in each for each in verify(INSTANCE, plan)), verify(INSTANCE, plan)


def test_dropped_and_finished_courses_do_not_belong_into_a_plan() -> None:
    assert "eins: was dropped" in verify(replace(INSTANCE, dropped=frozenset({"eins"})), PLAN)
    assert "eins: is already done" in verify(replace(INSTANCE, done=frozenset({"eins"})), PLAN)
