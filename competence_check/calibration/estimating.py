"""Task parameters from answers, shrunk to the expert's: marginal maximum a posteriori by EM (Bock & Aitkin 1981).

E: what each person can do, by the engine, given all their answers and the parameters so far. M: for every task the
difficulty and discrimination that make its answers likeliest, with a normal prior around the expert's difficulty and
around discrimination 1. A few answers hardly move a task; some two hundred outweigh the expert. Guessing stays fixed by
format, for it cannot be told from difficulty with so few answers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import exp

import numpy as np
from scipy.optimize import minimize

from competence_check.scoring.assumptions import START, Assumptions
from competence_check.scoring.curves import GRID, Array, success
from competence_check.scoring.engine import Scored
from competence_check.scoring.grid import GridEngine
from competence_check.scoring.response import Parameters

# How far an expert may be wrong, in logits, and a task's discrimination differ from 1, in its logarithm.
EXPERT_ERROR, SPREAD_OF_DISCRIMINATION = 0.5, 0.25
ROUNDS = 6
# Below so many answers a task keeps the expert's parameters.
FEWEST_ANSWERS = 30


@dataclass(frozen=True)
class Answered:
    """One graded answer. person, item: any numbers; score 0–1."""

    person: int
    item: int
    score: float


@dataclass(frozen=True)
class Known:
    """A task before calibration. expert: what experts say."""

    competence: str
    expert: Parameters


@dataclass(frozen=True)
class Calibrated:
    """A task after it. answers: how many it rests on; error: standard error of the difficulty."""

    parameters: Parameters
    answers: int
    error: float


@dataclass(frozen=True)
class Calibration:
    """All tasks with enough answers, and for every person the density of every competence over the grid."""

    tasks: Mapping[int, Calibrated]
    people: Mapping[int, Array]
    places: Mapping[str, int]


def calibrate(
    areas: Mapping[str, Sequence[str]],
    tasks: Mapping[int, Known],
    answers: Sequence[Answered],
    self_ratings: Mapping[int, Mapping[str, int]] | None = None,
    assumptions: Assumptions = START,
    *,
    after_round: Callable[[int], None] = lambda _number: None,
) -> Calibration:
    """Estimate all tasks from all answers. self_ratings: by person and competence, as the engine takes them.

    after_round: called with the number of each finished round, from 1 to ROUNDS.
    """
    engine = GridEngine(areas, assumptions)
    current = {item: known.expert for item, known in tasks.items()}
    found: dict[int, Calibrated] = {}
    people: dict[int, Array] = {}
    for number in range(1, ROUNDS + 1):
        people = _abilities(engine, tasks, current, answers, self_ratings or {})
        found = _tasks(engine, tasks, people, answers, assumptions)
        current |= {item: each.parameters for item, each in found.items()}
        after_round(number)
    return Calibration(found, people, engine.place)


def _abilities(
    engine: GridEngine,
    tasks: Mapping[int, Known],
    current: Mapping[int, Parameters],
    answers: Sequence[Answered],
    self_ratings: Mapping[int, Mapping[str, int]],
) -> dict[int, Array]:
    given: dict[int, list[Scored]] = {}
    for each in answers:
        scored = Scored(tasks[each.item].competence, current[each.item], each.score)
        given.setdefault(each.person, []).append(scored)
    return {person: engine.posterior(mine, self_ratings.get(person, {})).competences for person, mine in given.items()}


def _tasks(
    engine: GridEngine,
    tasks: Mapping[int, Known],
    people: Mapping[int, Array],
    answers: Sequence[Answered],
    assumptions: Assumptions,
) -> dict[int, Calibrated]:
    tried = {item: np.zeros(len(GRID)) for item in tasks}
    right = {item: np.zeros(len(GRID)) for item in tasks}
    counts = dict.fromkeys(tasks, 0)
    for each in answers:
        density = people[each.person][engine.place[tasks[each.item].competence]]
        tried[each.item] += density
        right[each.item] += each.score * density
        counts[each.item] += 1
    return {
        item: _task(known.expert, tried[item], right[item], counts[item], assumptions)
        for item, known in tasks.items()
        if counts[item] >= FEWEST_ANSWERS
    }


def _task(expert: Parameters, tried: Array, right: Array, count: int, assumptions: Assumptions) -> Calibrated:
    def loss(values: Array) -> float:
        curve = success.__wrapped__(_parameters(expert, values), assumptions)
        likelihood = right @ np.log(curve) + (tried - right) @ np.log1p(-curve)
        priors = ((values[0] - expert.difficulty) / EXPERT_ERROR) ** 2 + (values[1] / SPREAD_OF_DISCRIMINATION) ** 2
        return float(priors / 2.0 - likelihood)

    best = minimize(loss, np.array([expert.difficulty, 0.0]), method="Nelder-Mead", options={"xatol": 1e-3}).x
    return Calibrated(_parameters(expert, best), count, _error(loss, best))


def _parameters(expert: Parameters, values: Array) -> Parameters:
    return Parameters(float(values[0]), exp(float(values[1])), expert.guessing)


def _error(loss: Callable[[Array], float], best: Array, step: float = 0.05) -> float:
    """The standard error of the difficulty, from the curvature of the loss."""
    at = [float(loss(best + np.array([shift, 0.0]))) for shift in (-step, 0.0, step)]
    curvature = (at[0] - 2.0 * at[1] + at[2]) / step**2
    return float(1.0 / np.sqrt(max(curvature, 1.0 / EXPERT_ERROR**2)))
