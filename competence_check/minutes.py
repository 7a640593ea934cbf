"""How long the check takes and what it finds out in that time, measured on simulated people over the real bank."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random
from statistics import mean, quantiles

from competence_check.scoring.assumptions import START
from competence_check.scoring.engine import NORMAL_95
from competence_check.scoring.status import Status, status_of
from competence_check.simulation import SimulatedRun, Simulator

# Named gaps, and among how many of the truly weakest competences they should be.
GAPS, WEAKEST = 3, 5


@dataclass(frozen=True)
class Length:
    """The tenth, fifth and ninth tenth of what people need: self-ratings, tasks and all in minutes; number of tasks.

    error: RMSE of the competences in logits, area_error: of the areas' standard error; covered: share inside the 95 %
    ranges; gaps: share of the three lowest levels that are among the five weakest in truth; firm, open: competences per
    person; most_asked: the share of runs that met the most asked task.
    """

    ratings: tuple[float, float, float]
    tasks: tuple[float, float, float]
    total: tuple[float, float, float]
    count: tuple[float, float, float]
    error: float
    area_error: float
    covered: float
    gaps: float
    firm: float
    open: float
    most_asked: float


@dataclass(frozen=True)
class Clearer:
    """What some more tasks about the least certain competence do: its standard error before and after, in logits.

    known, firm: the share that is no longer open, and that is firm, afterwards; minutes: what they take.
    """

    before: float
    after: float
    known: float
    firm: float
    minutes: float


def measure(simulator: Simulator, people: int, seed: int = 1) -> Length:
    """Let `people` of N(0, 1) take the check."""
    runs = runs_of(simulator, people, seed)
    apart = [(run.together.competences[code], run.truth[code]) for run in runs for code in run.truth]
    statuses = [status_of(found) for found, _truth in apart]
    return Length(
        ratings=_tenths([_minutes(run, run.order[: run.ratings]) for run in runs]),
        tasks=_tenths([_minutes(run, run.order[run.ratings :]) for run in runs]),
        total=_tenths([_minutes(run, run.order) for run in runs]),
        count=_tenths([float(len(run.order) - run.ratings) for run in runs]),
        error=sqrt(mean((found.theta - truth) ** 2 for found, truth in apart)),
        area_error=mean(area.se for run in runs for area in run.together.areas.values()),
        covered=mean(abs(found.theta - truth) <= NORMAL_95 * found.se for found, truth in apart),
        gaps=mean(_gaps(run) for run in runs),
        firm=statuses.count(Status.FIRM) / len(runs),
        open=statuses.count(Status.OPEN) / len(runs),
        most_asked=max(simulator.asked.values()) / simulator.runs,
    )


def clearer(simulator: Simulator, people: int, seed: int = 1) -> Clearer:
    """Let `people` take the check and then have their least certain competence made clearer."""
    errors, statuses, minutes = [], [], []
    for number, run in enumerate(runs_of(simulator, people, seed)):
        code = max(run.truth, key=lambda each: run.together.competences[each].se)
        before, already = run.together.competences[code].se, len(run.order)
        simulator.clarify(run, code, Random(f"{seed} {number} more"))  # noqa: S311  made-up people
        after = run.together.competences[code]
        errors.append((before, after.se))
        statuses.append(status_of(after))
        minutes.append(_minutes(run, run.order[already:]))
    return Clearer(
        before=mean(before for before, _after in errors),
        after=mean(after for _before, after in errors),
        known=1 - statuses.count(Status.OPEN) / people,
        firm=statuses.count(Status.FIRM) / people,
        minutes=mean(minutes),
    )


def runs_of(simulator: Simulator, people: int, seed: int) -> list[SimulatedRun]:
    """`people` take the check; the same seed gives the same people, whatever they are asked."""
    runs = []
    for number in range(people):
        chance = Random(f"{seed} {number}")  # noqa: S311  made-up people
        runs.append(simulator.run(chance.gauss(0, sqrt(START.general_variance)), chance))
    return runs


def _gaps(run: SimulatedRun) -> float:
    named = sorted(run.truth, key=lambda code: run.together.competences[code].theta)[:GAPS]
    weakest = sorted(run.truth, key=lambda code: run.truth[code])[:WEAKEST]
    return len(set(named) & set(weakest)) / GAPS


def _minutes(run: SimulatedRun, items: Sequence[int]) -> float:
    return sum(run.seconds[item] for item in items) / 60


def _tenths(values: Sequence[float]) -> tuple[float, float, float]:
    cuts = quantiles(values, n=10)
    return cuts[0], cuts[4], cuts[8]
