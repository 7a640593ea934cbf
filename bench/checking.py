"""How long the competence check takes and what it finds out meanwhile: simulated people over the project's own bank.

The same people take it several times: asked by gain alone, by gain and time, and with tasks that were calibrated, so
that what limits the result is said beside it. What the figures mean: docs/measuring.md.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from bench.pages import stocked
from bench.table import Row, at_least, at_most
from competence_check import bank, minutes, queries, runs
from competence_check.bank import BankTask
from competence_check.minutes import Length
from competence_check.simulation import Simulator

PEOPLE, PEOPLE_BESIDE = 200, 400
# How much discriminations of tasks differ, as the standard deviation of their logarithm: bench/engine.py.
SPREAD = 0.3


def measure() -> list[Row]:
    """The bars: three minutes of self-rating, 15 minutes in the middle, honest 95 % ranges; and what limits it."""
    with tempfile.TemporaryDirectory() as folder, stocked(Path(folder)).app_context():
        framework = queries.framework_called()
        if framework is None:
            raise LookupError("the content has no framework to measure")
        areas, ratings = runs.areas_of(framework.id), bank.self_ratings_in_use(framework.id)
        tasks = bank.tasks_in_use(framework.id)
    length = minutes.measure(Simulator(areas, ratings, tasks), PEOPLE)
    what = f"the check, {PEOPLE} people, {len(tasks)} tasks"
    rows = [
        at_most(what, "self-ratings, median", round(length.ratings[1], 1), 3.3, "min"),
        Row(what, "tasks, median", round(length.tasks[1], 1), "min"),
        at_most(what, "both, median", round(length.total[1], 1), 15, "min"),
        Row(what, "both, 9 of 10", round(length.total[2], 1), "min"),
        Row(what, "tasks asked, median", length.count[1]),
        Row(what, "RMSE of a competence", round(length.error, 2), "logits"),
        at_least(what, "95 % ranges that hold", round(length.covered, 3), 0.93),
        Row(what, "runs that met the most asked task", round(length.most_asked, 2)),
    ]
    beside = (
        ("gain alone", Simulator(areas, ratings, tasks, thrift=0.0)),
        ("gain and time, as the check does it", Simulator(areas, ratings, tasks)),
        ("gain per second", Simulator(areas, ratings, tasks, thrift=1.0)),
        (f"as the check does it, discriminations known (spread {SPREAD:g})", Simulator(areas, ratings, _known(tasks))),
    )
    found = {name: minutes.measure(simulator, PEOPLE_BESIDE) for name, simulator in beside}
    for name, each in found.items():
        rows += _equal_time(name, each)
    alone, ours = list(found.values())[:2]
    rows.append(at_most("equal time", "RMSE beside gain alone", round(ours.error / alone.error, 3), 0.97))
    more = minutes.clearer(Simulator(areas, ratings, tasks), PEOPLE_BESIDE // 2)
    what = "three more tasks, least certain competence"
    return [
        *rows,
        Row(what, f"SE afterwards, of {more.before:.2f} before", round(more.after, 2), "logits"),
        at_least(what, "no longer open", round(100 * more.known), 90, "%"),
        Row(what, "firm", round(100 * more.firm), "%"),
        at_most(what, "minutes", round(more.minutes, 1), 3, "min"),
    ]


def _equal_time(name: str, length: Length) -> list[Row]:
    what = f"equal time: {name}"
    beside = f"{length.count[1]:g} tasks in {length.tasks[1]:.1f} min"
    return [
        Row(what, f"RMSE of a competence ({beside})", round(length.error, 3), "logits"),
        Row(what, "SE of an area", round(length.area_error, 2), "logits"),
        Row(what, "3 named gaps in the true bottom 5", round(100 * length.gaps, 1), "%"),
        Row(what, "competences firm · open", round(length.firm, 1), f"· {length.open:.1f} of 21"),
    ]


def _known(tasks: Sequence[BankTask]) -> list[BankTask]:
    """The same tasks, differing in discrimination as calibrated ones do, and the engine knows it."""
    chance = Random(5)
    return [
        replace(task, parameters=replace(task.parameters, discrimination=chance.lognormvariate(0, SPREAD)))
        for task in tasks
    ]
