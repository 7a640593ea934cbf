"""How long the competence check takes and what it finds out meanwhile: simulated people over the project's own bank."""

import tempfile
from pathlib import Path

from bench.pages import stocked
from bench.table import Row, at_least, at_most
from competence_check import bank, minutes, queries, runs
from competence_check.simulation import Simulator

PEOPLE = 200


def measure() -> list[Row]:
    """The bars: about three minutes of self-rating, 15 minutes in the middle, honest 95 % ranges."""
    with tempfile.TemporaryDirectory() as folder, stocked(Path(folder)).app_context():
        framework = queries.framework_called()
        if framework is None:
            raise LookupError("the content has no framework to measure")
        ratings, tasks = bank.self_ratings_in_use(framework.id), bank.tasks_in_use(framework.id)
        length = minutes.measure(Simulator(runs.areas_of(framework.id), ratings, tasks), PEOPLE)
    what = f"the check, {PEOPLE} people, {len(tasks)} tasks"
    return [
        at_most(what, "self-ratings, median", round(length.ratings[1], 1), 3.3, "min"),
        Row(what, "tasks, median", round(length.tasks[1], 1), "min"),
        at_most(what, "both, median", round(length.total[1], 1), 15, "min"),
        Row(what, "both, 9 of 10", round(length.total[2], 1), "min"),
        Row(what, "tasks asked, median", length.count[1]),
        Row(what, "RMSE of a competence", round(length.error, 2), "logits"),
        at_least(what, "95 % ranges that hold", round(length.covered, 3), 0.93),
        Row(what, "runs that met the most asked task", round(length.most_asked, 2)),
    ]
