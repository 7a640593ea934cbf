"""How long plans take among 100 000 offers: read, previewed, and planned within the time limit."""

import json
import time

from bench.planning_people import catalogue, person
from bench.table import Row, at_most
from roadmap.planning.exact import ExactPlanner
from roadmap.planning.greedy import GreedyPlanner
from roadmap.planning.instance import Instance
from roadmap.planning.verification import verify

OFFERS, LIMIT = 100_000, 10.0


def measure(offers: int = OFFERS) -> list[Row]:
    """Processor time, so that other work on the machine does not count."""
    text = json.dumps(person(1, catalogue(1, offers)).to_json())
    began = time.process_time()
    instance = Instance.from_json(json.loads(text))
    read = time.process_time() - began
    began = time.process_time()
    preview = GreedyPlanner().plan(instance)
    greedy = time.process_time() - began
    began = time.process_time()
    plan = ExactPlanner(time_limit=LIMIT, clock=time.process_time).plan(instance)
    exact = time.process_time() - began
    if faults := [*verify(instance, preview), *verify(instance, plan)]:
        raise AssertionError(faults)
    what = f"plan, one person, {offers} offers"
    return [
        Row(what, "reading and checking them", round(read, 1), "s"),
        Row(what, "greedy preview", round(greedy, 1), "s"),
        at_most(what, f"exact, limit {LIMIT:g} seconds", round(exact, 1), LIMIT, "s"),
        Row(what, "gap closed, preview", round(100 * preview.share, 1), "%"),
        Row(what, "gap closed, exact", round(100 * plan.share, 1), "%"),
        Row(what, "proven gap", round(100 * (plan.proven_gap or 0.0), 3), "%"),
    ]
