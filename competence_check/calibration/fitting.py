"""How well each task fits the model, and which work differently for groups of people.

Outfit and infit: mean squared residuals, plain and weighted by information (Wright & Masters 1982); 1 is perfect,
0.7 to 1.3 usual; more is noise, less is a task that says nothing new. Differing: the Mantel–Haenszel odds ratio in
strata of equal ability, as ETS grades it (Holland & Thayer 1988): A negligible, B moderate, C large. C asks for more
certainty the more comparisons are made (Bonferroni), so that of many good tasks none is accused by chance.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from statistics import NormalDist

import numpy as np

from competence_check.calibration.estimating import Answered, Calibration, Known
from competence_check.scoring.assumptions import START, Assumptions
from competence_check.scoring.curves import GRID, success

USUAL = (0.7, 1.3)
STRATA = 5
# From odds to the delta scale of ETS, and its limits.
DELTA, MODERATE, LARGE = -2.35, 1.0, 1.5


@dataclass(frozen=True)
class Fit:
    """Mean squared residuals of a task."""

    outfit: float
    infit: float

    @property
    def is_usual(self) -> bool:
        """Whether both lie where they usually do."""
        return all(USUAL[0] <= value <= USUAL[1] for value in (self.outfit, self.infit))


@dataclass(frozen=True)
class Differing:
    """A task for two groups of the same ability. delta: below 0 harder for the group; grade: A, B or C."""

    group: Hashable
    people: int
    delta: float
    grade: str


def fits(
    calibration: Calibration, tasks: Mapping[int, Known], answers: Sequence[Answered], assumptions: Assumptions = START
) -> dict[int, Fit]:
    """The fit of every calibrated task."""
    rows: dict[int, list[tuple[float, float]]] = {item: [] for item in calibration.tasks}
    for each in answers:
        if each.item in calibration.tasks:
            density = calibration.people[each.person][calibration.places[tasks[each.item].competence]]
            expected = float(density @ success(calibration.tasks[each.item].parameters, assumptions))
            rows[each.item].append((each.score - expected, expected * (1.0 - expected)))
    found = {}
    for item, pairs in rows.items():
        residual, variance = np.array(pairs).T
        found[item] = Fit(float(np.mean(residual**2 / variance)), float((residual**2).sum() / variance.sum()))
    return found


def differing(
    calibration: Calibration,
    tasks: Mapping[int, Known],
    answers: Sequence[Answered],
    groups: Mapping[int, Hashable],
    smallest: int,
) -> dict[int, list[Differing]]:
    """For each task the groups against everybody else, where both sides have at least `smallest` people."""
    found: dict[int, list[Differing]] = {}
    sure = NormalDist().inv_cdf(1.0 - 0.025 / max(1, len(calibration.tasks)))
    by_item: dict[int, list[Answered]] = {}
    for each in answers:
        if each.item in calibration.tasks and each.person in groups:
            by_item.setdefault(each.item, []).append(each)
    for item, given in by_item.items():
        place = calibration.places[tasks[item].competence]
        means = {each.person: float(calibration.people[each.person][place] @ GRID) for each in given}
        strata = _strata(means)
        for group in sorted({groups[each.person] for each in given}, key=str):
            inside = {each.person for each in given if groups[each.person] == group}
            if smallest <= len(inside) <= len(means) - smallest:
                found.setdefault(item, []).append(_compared(group, inside, given, strata, sure))
    return found


def _strata(means: Mapping[int, float]) -> dict[int, int]:
    order = sorted(means, key=lambda person: means[person])
    return {person: number * STRATA // len(order) for number, person in enumerate(order)}


def _compared(
    group: Hashable, inside: set[int], given: Sequence[Answered], strata: Mapping[int, int], sure: float
) -> Differing:
    cells = np.zeros((STRATA, 2, 2))
    for each in given:
        side = 0 if each.person in inside else 1
        cells[strata[each.person], side] += (each.score, 1.0 - each.score)
    totals = np.maximum(cells.sum(axis=(1, 2)), 1.0)
    favour = float((cells[:, 0, 0] * cells[:, 1, 1] / totals).sum())
    against = float((cells[:, 0, 1] * cells[:, 1, 0] / totals).sum())
    # Half a pair more on each side keeps an empty cell from saying "infinitely".
    delta = -DELTA * log((favour + 0.5) / (against + 0.5))
    error = sqrt(float((1.0 / (cells.sum(axis=0) + 0.5)).sum()))
    return Differing(group, len(inside), delta, _grade(delta, -DELTA * error, sure))


def _grade(delta: float, error: float, sure: float) -> str:
    size = abs(delta)
    if size < MODERATE or size < 1.96 * error:
        return "A"
    return "C" if size >= LARGE and size - sure * error > MODERATE else "B"
