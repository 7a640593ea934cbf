"""How good and how fast joint plans are; `python -m bench.planning_groups 400` for 400 people, 25 without a number."""

import resource
import sys
import time

from bench.planning_people import catalogue, group
from bench.table import Row, at_most, render
from roadmap.planning.groups.greedy import plan_in_turn
from roadmap.planning.groups.planner import GroupPlanner
from roadmap.planning.groups.verification import verify_group

SEED = 1

# For so many people at most: seconds, and how near to the best in per cent; beyond, both are only told.
BARS = ((25, 15, 0.5), (400, 300, 3.0))
HOUR = 3600


def measure(people: int = 25) -> list[Row]:
    """Shares closed, the proven gap, seconds and megabytes, beside one after another by the greedy planner."""
    task = group(people, catalogue(SEED))
    seconds, gap = next(((seconds, gap) for most, seconds, gap in BARS if people <= most), (HOUR, 100.0))
    greedy = plan_in_turn(task)
    began = time.perf_counter()
    plan = GroupPlanner(time_limit=0.9 * seconds).plan(task)
    took = time.perf_counter() - began
    for each in (greedy, plan):
        if faults := verify_group(task, each):
            raise AssertionError(faults)
    what = f"plan, {people} people"
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        Row(what, "gap closed, greedy in turn", round(100 * greedy.share, 1), "%"),
        Row(what, "gap closed, together", round(100 * plan.share, 1), "%"),
        Row(what, "least share of a person, greedy", round(100 * greedy.least_share, 1), "%"),
        Row(what, "least share of a person, together", round(100 * plan.least_share, 1), "%"),
        Row(what, "people below the minimum share, greedy", len(greedy.below)),
        Row(what, "people below the minimum share, together", len(plan.below)),
        at_most(what, "proven gap", round(100 * (plan.proven_gap or 0.0), 3), gap, "%"),
        at_most(what, "seconds", round(took, 1), seconds, "s"),
        at_most(what, "memory of the process", round(megabytes), 1500, "MB"),
    ]


if __name__ == "__main__":
    print(render(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 25)))
