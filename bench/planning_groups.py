"""How good and how fast joint plans are; `python -m bench.planning_groups 400` for 400 people, 25 without a number.

Processor time is told beside the clock: where other work shares the machine, only that can be compared.
"""

import os
import resource
import sys
import time
from dataclasses import dataclass

from bench.planning_people import catalogue, group
from bench.table import Row, at_most, render
from roadmap.planning.groups.greedy import plan_in_turn
from roadmap.planning.groups.planner import GroupPlanner
from roadmap.planning.groups.verification import verify_group

SEED = 1
MEMORY = "memory of the process"


@dataclass(frozen=True)
class Bar:
    """For so many people: seconds, the largest proven gap in per cent, and at which gap the planner stops (0-1)."""

    people: int
    seconds: float
    gap: float | None
    enough: float


# For 5 000 people any stated bound will do; with more people the bench only tells.
BARS = (Bar(25, 15, 0.5, 4.5e-3), Bar(400, 300, 3.0, 4.5e-3), Bar(20_000, 3600, None, 1e-2))


def measure(people: int = 25) -> list[Row]:
    """Shares closed, the proven gap, seconds and megabytes, beside one after another by the greedy planner."""
    task = group(people, catalogue(SEED))
    bar = next(each for each in BARS if people <= each.people)
    greedy = plan_in_turn(task)
    began, worked = time.perf_counter(), time.process_time()
    plan = GroupPlanner(time_limit=0.9 * bar.seconds, relative_gap=bar.enough).plan(task)
    took, worked = time.perf_counter() - began, time.process_time() - worked
    for each in (greedy, plan):
        if faults := verify_group(task, each):
            raise AssertionError(faults)
    what = f"plan, {people} people"
    megabytes = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    proven = round(100 * (plan.proven_gap or 0.0), 3)
    return [
        Row(what, "gap closed, greedy in turn", round(100 * greedy.share, 1), "%"),
        Row(what, "gap closed, together", round(100 * plan.share, 1), "%"),
        Row(what, "least share of a person, greedy", round(100 * greedy.least_share, 1), "%"),
        Row(what, "least share of a person, together", round(100 * plan.least_share, 1), "%"),
        Row(what, "people below the minimum share, greedy", len(greedy.below)),
        Row(what, "people below the minimum share, together", len(plan.below)),
        Row(what, "proven gap", proven, "%") if bar.gap is None else at_most(what, "proven gap", proven, bar.gap, "%"),
        at_most(what, "seconds", round(took, 1), bar.seconds, "s"),
        Row(what, "processor time", round(worked, 1), "s"),
        Row(what, "load of the machine at the end", round(os.getloadavg()[0], 1)),
        Row(what, MEMORY, megabytes, "MB") if bar.gap is None else at_most(what, MEMORY, megabytes, 1500, "MB"),
    ]


if __name__ == "__main__":
    print(render(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 25)))
