"""How good and how fast plans for one person are, exact beside greedy; `python -m bench.planning 10` for ten people."""

import sys
import time
from statistics import mean, median, quantiles

from bench.planning_people import catalogue, person
from bench.table import Row, at_most, render
from roadmap.planning.exact import ExactPlanner
from roadmap.planning.greedy import GreedyPlanner
from roadmap.planning.plan import Plan
from roadmap.planning.planner import Planner
from roadmap.planning.verification import verify

PEOPLE = 100
SEED = 1


def _timed(planner: Planner, people: int) -> tuple[list[Plan], list[float], list[float]]:
    """The plans, each verified, seconds by the clock, and of the processor."""
    plans, seconds, worked, courses = [], [], [], catalogue(SEED)
    for number in range(people):
        instance = person(number, courses)
        began, began_to_work = time.perf_counter(), time.process_time()
        plans.append(planner.plan(instance))
        seconds.append(time.perf_counter() - began)
        worked.append(time.process_time() - began_to_work)
        if faults := verify(instance, plans[-1]):
            raise AssertionError(faults)
    return plans, seconds, worked


def measure(people: int = PEOPLE) -> list[Row]:
    """Shares of the gap, the largest proven gap, and times; the first plan, which imports HiGHS, is not counted."""
    ExactPlanner().plan(person(0, catalogue(SEED, 30)))
    greedy, preview, _worked = _timed(GreedyPlanner(), people)
    exact, seconds, worked = _timed(ExactPlanner(), people)
    what = f"plan, one person ({people})"
    gaps = [100 * (plan.proven_gap or 0.0) for plan in exact]
    return [
        Row(what, "gap closed, greedy", round(100 * mean(plan.share for plan in greedy), 1), "%"),
        Row(what, "gap closed, exact", round(100 * mean(plan.share for plan in exact), 1), "%"),
        at_most(what, "largest proven gap", round(max(gaps), 3), 0.2, "%"),
        Row(what, "plans proven within 0.2 %", sum(gap <= 0.2 for gap in gaps)),
        at_most(what, "exact, median", round(median(seconds), 3), 0.3, "s"),
        at_most(what, "exact, p95", round(quantiles(seconds, n=20)[18], 3), 1, "s"),
        Row(what, "exact, p95 of the processor", round(quantiles(worked, n=20)[18], 3), "s"),
        at_most(what, "greedy preview, p95", round(1000 * quantiles(preview, n=20)[18], 1), 50, "ms"),
    ]


if __name__ == "__main__":
    print(render(measure(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE)))
