"""The check proves by itself what no plan can exceed, and finds bounds, figures and steps that were tampered with."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings

from roadmap.cli import roadmap
from roadmap.planning.exact import ExactPlanner
from roadmap.planning.greedy import GreedyPlanner
from roadmap.planning.groups.planner import GroupPlanner
from roadmap.planning.instance import Instance
from roadmap.planning.proving.bounds import prove, prove_group
from roadmap.planning.proving.checks import check, check_group
from roadmap.planning.proving.exactly import Lines, common_measure, fraction
from roadmap.planning.values import Course, Level, Outcome, Target
from tests.roadmap.enumeration import every_plan
from tests.roadmap.planning_dice import tight_instance
from tests.roadmap.test_exact_plans_against_enumeration import small_instances
from tests.roadmap.test_group_plans import best_together, group

# Two ways up and time for one of them: the gap is 6, the best plan closes 4.
TASK = Instance(
    start=date(2026, 11, 16),
    weekly_minutes=60,
    levels={"2.1": Level(0.0), "3.1": Level(0.0)},
    targets=(Target("2.1", 4), Target("3.1", 2)),
    courses=(
        Course("hoch", 60, (Outcome("2.1", 0, 4),)),
        Course("halb", 40, (Outcome("2.1", 0, 2),)),
        Course("neben", 20, (Outcome("3.1", 0, 1),)),
    ),
    horizon_weeks=1,
)


@given(small_instances())
@settings(max_examples=120, deadline=None)
def test_no_plan_closes_more_than_what_is_proven(instance: Instance) -> None:
    best, proven = max(plan.closed for plan in every_plan(instance)), prove(instance, 10)
    assert best <= proven.searched + 1e-6
    assert proven.searched <= proven.exact


def test_in_tight_tasks_the_search_proves_most_bounds_without_the_planner() -> None:
    confirmed = 0
    for seed in range(40):
        task = tight_instance(seed)
        plan, proven = ExactPlanner().plan(task), prove(task, 10)
        assert plan.closed <= proven.least + 1e-6, seed
        confirmed += plan.bound is not None and proven.least <= plan.bound + 1e-6
    assert confirmed >= 20


def test_any_prices_prove_something_and_wrong_ones_nothing_false() -> None:
    """max 3x + 2y where x + y <= 1: 3, whatever a solver suggests."""
    lines = Lines()
    x, y = lines.column(Fraction(3)), lines.column(Fraction(2))
    lines.at_most([(x, 1), (y, 1)], 1)
    assert lines.proven() == 3
    for price in (-5.0, 0.0, 2.0, 2.5, 3.0, 1e6):
        assert lines.by_duality([price]) >= 3


def test_decimals_are_taken_as_they_are_written() -> None:
    assert fraction(0.1) == Fraction(1, 10)
    assert common_measure([fraction(1.5), fraction(0.6)]) == Fraction(3, 10)
    assert common_measure([]) == 0


@pytest.mark.parametrize("seed", range(6))
def test_prices_that_a_group_plan_tells_prove_its_bound(seed: int) -> None:
    task = group(2 + seed % 2, budget=(None, 100, 150)[seed % 3], most_away=({}, {"Amt 1": 1})[seed % 2])
    plan, best = GroupPlanner().plan(task), best_together(task)
    proven = prove_group(task, plan, 10)
    assert best <= proven.least + 1e-6
    assert check_group(task, plan, 10)[0] == []
    dearer = replace(plan, prices=tuple(replace(price, worth=3 * price.worth + 1) for price in plan.prices))
    assert best <= prove_group(task, dearer, 10).least + 1e-6


def test_a_right_bound_is_confirmed_in_words() -> None:
    faults, said = check(TASK, ExactPlanner().plan(TASK), 10)
    assert faults == []
    assert said[-1] == "That confirms the bound of the plan, 4."


def test_what_the_check_cannot_prove_itself_it_says() -> None:
    """Two courses of which one and a half fit: only a search excludes the half."""
    task = replace(
        TASK,
        targets=(Target("2.1", 1, 3), Target("3.1", 1, 2)),
        courses=(Course("a", 40, (Outcome("2.1", 0, 1),)), Course("b", 40, (Outcome("3.1", 0, 1),))),
    )
    plan = ExactPlanner().plan(task)
    assert (plan.closed, plan.bound) == (3, 3)
    faults, said = check(task, plan, 0)
    assert (faults, prove(task, 0).exact) == ([], 4)
    assert "for it the planner's word stands" in said[-1]
    assert check(task, plan, 10)[1][-1] == "That confirms the bound of the plan, 3."


def test_a_bound_that_is_too_low_is_disproved_by_a_better_plan() -> None:
    greedy = GreedyPlanner().plan(replace(TASK, courses=TASK.courses[1:]))
    task = replace(TASK, courses=TASK.courses)
    low = replace(greedy, bound=3.0)
    faults, _said = check(task, low, 10)
    assert faults == ["bound: 3, but there is a plan that closes 4"]


def test_a_promised_step_that_could_stay_is_missed() -> None:
    task = replace(TASK, horizon_weeks=2, promised=("neben", "hoch"))
    plan = ExactPlanner().plan(task)
    assert check(task, plan, 10)[0] == []
    without = ExactPlanner().plan(replace(task, promised=(), dropped=frozenset({"neben"})))
    faults, _said = check(task, without, 10)
    assert faults == ["promised[0] (neben): is not in the plan, though it could stay with the others that do"]


def test_a_promised_step_that_became_impossible_or_of_no_use_is_not_missed() -> None:
    for task in (
        replace(TASK, promised=("hoch", "neben")),  # no time for both
        replace(TASK, horizon_weeks=2, promised=("halb", "hoch")),  # the second does what the first did
        replace(TASK, horizon_weeks=2, promised=("weg", "hoch")),  # no longer on offer
    ):
        assert check(task, ExactPlanner().plan(task), 10)[0] == []


def _verified(tmp_path: Path, change: Callable[[dict[str, Any]], object]) -> tuple[int, str]:
    instance, file = tmp_path / "instance.json", tmp_path / "plan.json"
    instance.write_text(json.dumps(TASK.to_json()))
    plan = ExactPlanner().plan(TASK).to_json()
    change(plan)
    file.write_text(json.dumps(plan))
    answer = CliRunner().invoke(roadmap, ["verify", str(instance), str(file)])
    return answer.exit_code, answer.output


def test_tampered_plans_are_found_from_the_terminal(tmp_path: Path) -> None:
    code, said = _verified(tmp_path, lambda plan: None)
    assert code == 0
    assert "That confirms the bound of the plan, 4." in said
    for change, fault in (
        (lambda plan: plan.update(bound=3.5, proven_gap=0.0), "bound: 3.5 is not from what is closed"),
        (lambda plan: plan.update(bound=7.0, proven_gap=3 / 7), "bound: 7 is not from what is closed, 4, to the gap"),
        (lambda plan: plan.update(closed=5.0, share=5 / 6, bound=5.0), "closed: is 4, not 5"),
        (lambda plan: plan["steps"][0].update(course="halb"), "the course takes 40"),
        (lambda plan: plan["steps"].clear(), "closed: is 0, not 4"),
    ):
        code, said = _verified(tmp_path, change)
        assert code == 1, said
        assert fault in said
