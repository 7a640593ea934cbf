"""The first engine: an area's ability and, around it, the abilities of its competences.

Model: area ability A ~ N(0, 0.7); competence ability C = A + d with d ~ N(0, 0.3); answers by `Parameters`.
So every competence has variance 1 and two competences of an area correlate at .7: a start that later data may
correct. Estimates are posterior means (EAP, Bock & Mislevy 1982) on a grid. A competence takes its prior from
the *other* competences of its area, so no answer counts twice. Self-ratings do not enter: they are shown
beside the result, never averaged into it.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import exp, sqrt

from competence_check.scoring.engine import Estimate, Result, Scored
from competence_check.scoring.response import Parameters, log_likelihood

AREA_VARIANCE = 0.7
COMPETENCE_VARIANCE = 0.3

# From −4 to 4 in steps of 0.2: finer grids change an estimate by less than 0.001.
GRID = tuple(round(-4.0 + 0.2 * step, 1) for step in range(41))

Density = list[float]


class HierarchicalEngine:
    """EAP with two levels; `areas` names the competences of each area."""

    def __init__(self, areas: Mapping[str, Sequence[str]]) -> None:
        self._areas = {area: tuple(competences) for area, competences in areas.items()}

    def estimate(self, answers: Sequence[Scored], self_ratings: Mapping[str, int]) -> Result:  # noqa: ARG002
        """See `Engine.estimate`."""
        by_competence: dict[str, list[Scored]] = {name: [] for names in self._areas.values() for name in names}
        for answer in answers:
            if answer.competence not in by_competence:
                raise ValueError(f"the framework has no competence {answer.competence!r}")
            by_competence[answer.competence].append(answer)
        areas: dict[str, Estimate] = {}
        found: dict[str, Estimate] = {}
        for area, names in self._areas.items():
            areas[area], inside = _estimate_area([by_competence[name] for name in names])
            found.update(zip(names, inside, strict=True))
        return Result(areas, found)


def _estimate_area(answers: list[list[Scored]]) -> tuple[Estimate, list[Estimate]]:
    own = [_likelihood(each) for each in answers]
    # What the answers of one competence say about the area: its likelihood, blurred by what is between the two.
    upwards = [_blur(likelihood) if each else [1.0] * len(GRID) for likelihood, each in zip(own, answers, strict=True)]
    area = _product([_normal(AREA_VARIANCE), *upwards])
    inside = []
    for number, likelihood in enumerate(own):
        others = _product([_normal(AREA_VARIANCE), *upwards[:number], *upwards[number + 1 :]])
        inside.append(_moments(_product([_blur(others), likelihood]), len(answers[number])))
    return _moments(area, sum(len(each) for each in answers)), inside


def _likelihood(answers: list[Scored]) -> Density:
    logs = [0.0] * len(GRID)
    for answer in answers:
        right, wrong = _curves(answer.parameters)
        logs = [
            total + answer.score * for_right + (1.0 - answer.score) * for_wrong
            for total, for_right, for_wrong in zip(logs, right, wrong, strict=True)
        ]
    highest = max(logs)
    return [exp(each - highest) for each in logs]


@lru_cache(maxsize=4096)
def _curves(parameters: Parameters) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """The log-likelihoods of a right and of a wrong answer over the grid."""
    right = tuple(log_likelihood(parameters, 1.0, theta) for theta in GRID)
    return right, tuple(log_likelihood(parameters, 0.0, theta) for theta in GRID)


@lru_cache
def _normal(variance: float) -> Density:
    return [exp(-theta * theta / (2.0 * variance)) for theta in GRID]


@lru_cache
def _kernel() -> list[list[float]]:
    return [[exp(-((one - two) ** 2) / (2.0 * COMPETENCE_VARIANCE)) for two in GRID] for one in GRID]


def _blur(density: Density) -> Density:
    return [sum(weight * each for weight, each in zip(row, density, strict=True)) for row in _kernel()]


def _product(densities: list[Density]) -> Density:
    product = densities[0]
    for density in densities[1:]:
        product = [one * two for one, two in zip(product, density, strict=True)]
        highest = max(product)
        product = [each / highest for each in product]
    return product


def _moments(density: Density, tasks: int) -> Estimate:
    total = sum(density)
    mean = sum(theta * each for theta, each in zip(GRID, density, strict=True)) / total
    variance = sum((theta - mean) ** 2 * each for theta, each in zip(GRID, density, strict=True)) / total
    return Estimate(theta=mean, se=sqrt(variance), tasks=tasks)
