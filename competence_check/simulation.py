"""Made-up people who take the check, for the demo city: they answer as the model says. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random

from competence_check.scoring.engine import Engine, Result, Scored
from competence_check.scoring.hierarchical import AREA_VARIANCE, COMPETENCE_VARIANCE
from competence_check.scoring.response import Parameters
from competence_check.scoring.scale import SELF_RATING_LEVELS, level_of

# How differently people see themselves from what they can do, in logits: the correlation comes out near .4.
SELF_RATING_NOISE = 1.4


@dataclass(frozen=True)
class Question:
    """An item to be answered. parameters: None for a self-rating."""

    item: int
    area: str
    competence: str
    parameters: Parameters | None
    seconds: int


@dataclass(frozen=True)
class SimulatedRun:
    """A run of somebody whose ability is `ability` on the whole. scores: by item."""

    ability: float
    scores: dict[int, float]
    seconds: dict[int, int]
    result: Result


def simulate(questions: Sequence[Question], engine: Engine, ability: float, chance: Random) -> SimulatedRun:
    """Somebody answers all questions; abilities scatter around `ability` by area and competence."""
    areas: dict[str, float] = {}
    abilities: dict[str, float] = {}
    scores: dict[int, float] = {}
    seconds: dict[int, int] = {}
    answers: list[Scored] = []
    self_ratings: dict[str, int] = {}
    for question in questions:
        if question.competence not in abilities:
            areas.setdefault(question.area, chance.gauss(ability, sqrt(AREA_VARIANCE) / 2))
            around = areas[question.area]
            abilities[question.competence] = chance.gauss(around, sqrt(COMPETENCE_VARIANCE))
        theta = abilities[question.competence]
        seconds[question.item] = max(4, round(question.seconds * chance.lognormvariate(0, 0.35)))
        if question.parameters is None:
            step = nearest_step(chance.gauss(theta, SELF_RATING_NOISE))
            scores[question.item] = self_ratings[question.competence] = step
        else:
            right = float(chance.random() < question.parameters.success(theta))
            scores[question.item] = right
            answers.append(Scored(question.competence, question.parameters, right))
    return SimulatedRun(ability, scores, seconds, engine.estimate(answers, self_ratings))


def nearest_step(theta: float) -> int:
    """The self-rating step that comes closest to an ability."""
    level = level_of(theta)
    return min(range(len(SELF_RATING_LEVELS)), key=lambda step: abs(SELF_RATING_LEVELS[step] - level))
