"""Ten times the offers take about ten times the work: counted in calls of functions, which no other load changes."""

import cProfile
from collections.abc import Callable
from datetime import date

import pytest

from bench.planning_people import catalogue, person
from roadmap.planning import exact
from roadmap.planning.candidates import find_candidates
from roadmap.planning.exact import ExactPlanner
from roadmap.planning.greedy import GreedyPlanner
from roadmap.planning.instance import Instance
from roadmap.planning.narrowing import narrow
from roadmap.planning.reasons import rests_after
from roadmap.planning.values import Course, Outcome, Target
from roadmap.planning.verification import verify
from tests.roadmap.enumeration import every_plan
from tests.roadmap.planning_dice import tight_instance


def calls(work: Callable[[], object]) -> int:
    profile = cProfile.Profile()
    profile.runcall(work)
    return sum(entry.callcount for entry in profile.getstats())


def offers_by_dice(number: int) -> Instance:
    return person(1, catalogue(1, number))


def a_staircase(number: int) -> Instance:
    """Each course needs what the one before brings, a hair above, and requires it: one long chain."""
    step = 7.0 / number
    courses = tuple(
        Course(f"c{each}", 1, (Outcome("2.1", each * step, (each + 1) * step),), (f"c{each - 1}",) if each else ())
        for each in range(number)
    )
    return Instance(date(2026, 11, 16), 60, {}, (Target("2.1", 8.0),), courses, tolerance=0.0)


def many_twins(number: int) -> Instance:
    """All do the same."""
    courses = tuple(Course(f"c{each}", 60, (Outcome("2.1", 0, 4),)) for each in range(number))
    return Instance(date(2026, 11, 16), 60, {}, (Target("2.1", 4.0),), courses)


@pytest.mark.parametrize("offers", [offers_by_dice, a_staircase, many_twins])
def test_who_matters_is_found_in_work_that_grows_with_the_offers(offers: Callable[[int], Instance]) -> None:
    few, many = offers(500), offers(5_000)
    assert calls(lambda: find_candidates(many)) < 20 * calls(lambda: find_candidates(few))


@pytest.mark.parametrize("offers", [offers_by_dice, many_twins])
def test_the_work_of_a_preview_grows_with_the_offers_not_with_their_square(offers: Callable[[int], Instance]) -> None:
    few, many = offers(500), offers(5_000)
    assert calls(lambda: GreedyPlanner().plan(many)) < 20 * calls(lambda: GreedyPlanner().plan(few))


@pytest.mark.parametrize("seed", range(4))
def test_among_many_the_plan_is_as_good_as_if_all_had_been_in_one_program(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exact in a core of few, then in all that could still be better, with a bound that holds for all."""
    task = person(seed, catalogue(seed, 120))
    whole = ExactPlanner(time_limit=60, relative_gap=0.0).plan(task)
    for most, first in ((20, 10), (len(find_candidates(task)) - 1, 10)):
        monkeypatch.setattr(exact, "MOST_CANDIDATES", most)
        monkeypatch.setattr(exact, "FIRST_CORE", first)
        plan = ExactPlanner(time_limit=60, relative_gap=0.0).plan(task)
        assert verify(task, plan) == []
        assert plan.bound is not None and plan.closed <= whole.closed + 1e-6 <= plan.bound + 2e-6
    assert plan.closed == whole.closed
    assert plan.rests == rests_after(task, plan), "why something stays open is told of all that is on offer"


@pytest.mark.parametrize("seed", range(40))
def test_no_plan_closes_more_than_the_bound_by_which_courses_are_left_out(seed: int) -> None:
    task = tight_instance(seed)
    candidates = find_candidates(task)
    narrowed = narrow(task, candidates, 10)
    assert narrowed is not None
    loses = dict(zip((each.slug for each in candidates), narrowed.loses.tolist(), strict=True))
    for plan in every_plan(task):
        worst = max((loses[step.course] for step in plan.steps if step.course in loses), default=0.0)
        assert plan.closed <= narrowed.bound - worst + 1e-6


def test_where_too_many_courses_matter_the_preview_stays_with_a_true_bound() -> None:
    """More than 5 000 that no other one replaces: each lifts something else a little."""
    courses = tuple(
        Course(f"c{each}", 60, (Outcome(f"k{each % 2_600}", 0, 1 + each // 2_600),), cost=each % 2_600)
        for each in range(5_200)
    )
    targets = tuple(Target(f"k{each}", 2.0) for each in range(2_600))
    task = Instance(date(2026, 11, 16), 60, {}, targets, courses, horizon_weeks=4)
    plan = ExactPlanner(time_limit=1.0).plan(task)
    assert verify(task, plan) == []
    assert plan.bound is not None and plan.closed == 8.0 <= plan.bound <= plan.gap
