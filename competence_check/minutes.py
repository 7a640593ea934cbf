"""How long the check takes and what it finds out in that time, measured on simulated people over the real bank."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random
from statistics import mean, quantiles

from competence_check.scoring.assumptions import START
from competence_check.scoring.engine import NORMAL_95
from competence_check.simulation import SimulatedRun, Simulator


@dataclass(frozen=True)
class Length:
    """The tenth, fifth and ninth tenth of what people need: self-ratings, tasks and all in minutes; number of tasks."""

    ratings: tuple[float, float, float]
    tasks: tuple[float, float, float]
    total: tuple[float, float, float]
    count: tuple[float, float, float]
    error: float
    covered: float
    most_asked: float


def measure(simulator: Simulator, people: int, seed: int = 1) -> Length:
    """Let `people` of N(0, 1) take the check. error: RMSE of the competences in logits; covered: share inside the 95 %
    ranges; most_asked: the share of runs that met the most asked task."""
    chance = Random(seed)  # noqa: S311  made-up people
    runs = [simulator.run(chance.gauss(0, sqrt(START.general_variance)), chance) for _person in range(people)]
    apart = [(run.together.competences[code], run.truth[code]) for run in runs for code in run.truth]
    return Length(
        ratings=_tenths([_minutes(run, run.order[: run.ratings]) for run in runs]),
        tasks=_tenths([_minutes(run, run.order[run.ratings :]) for run in runs]),
        total=_tenths([_minutes(run, run.order) for run in runs]),
        count=_tenths([float(len(run.order) - run.ratings) for run in runs]),
        error=sqrt(mean((found.theta - truth) ** 2 for found, truth in apart)),
        covered=mean(abs(found.theta - truth) <= NORMAL_95 * found.se for found, truth in apart),
        most_asked=max(simulator.asked.values()) / simulator.runs,
    )


def _minutes(run: SimulatedRun, items: Sequence[int]) -> float:
    return sum(run.seconds[item] for item in items) / 60


def _tenths(values: Sequence[float]) -> tuple[float, float, float]:
    cuts = quantiles(values, n=10)
    return cuts[0], cuts[4], cuts[8]
