"""How well each task fits the model, and which work differently for groups of people.

Outfit and infit: mean squared residuals, plain and weighted by information (Wright & Masters 1982); 1 is perfect,
0.7 to 1.3 usual; more is noise, less is a task that says nothing new. Differing: the Mantel–Haenszel odds ratio in
strata of equal ability, as ETS grades it (Holland & Thayer 1988): A negligible, B moderate, C large. What is named, B
or C, has to be certain enough for as many comparisons as are made: where all tasks are fair, at most one calibration in
twenty names any; elsewhere few of those named are fair (Benjamini & Hochberg 1995). C has to be large even with the
stricter correction of Bonferroni. `bench/calibrating.py` measures both.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from statistics import NormalDist, median

import numpy as np

from competence_check.calibration.estimating import Answered, Calibration, Known
from competence_check.scoring.assumptions import START, Assumptions
from competence_check.scoring.curves import GRID, Array, success

USUAL = (0.7, 1.3)
STRATA = 5
# From odds to the delta scale of ETS, and its limits.
DELTA, MODERATE, LARGE = -2.35, 1.0, 1.5
# How often a calibration may name a task, any of them, although all are fair.
ALPHA = 0.05
# With fewer tasks than this, none in their middle says what is usual.
ENOUGH_TASKS = 10


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
    made = list(_comparisons(calibration, tasks, answers, groups, smallest))
    usual = _usual(made)
    chances = [each.chance(usual[each.group]) for each in made]
    least = _least_certain(chances)
    sure = NormalDist().inv_cdf(1.0 - ALPHA / 2.0 / max(1, _distinct(made)))
    found: dict[int, list[Differing]] = {}
    for each, chance in zip(made, chances, strict=True):
        found.setdefault(each.item, []).append(each.graded(usual[each.group], sure, is_named=chance <= least))
    return found


def _usual(made: Sequence["_Comparison"]) -> dict[Hashable, float]:
    """By group the logarithm of the odds ratio in the middle of all tasks.

    Several tasks that are harder for a group make its people look less able, and all others easier for them.
    """
    odds: dict[Hashable, list[float]] = {}
    for each in made:
        odds.setdefault(each.group, []).append(each.log_odds)
    return {group: median(values) if len(values) >= ENOUGH_TASKS else 0.0 for group, values in odds.items()}


def _least_certain(chances: Sequence[float]) -> float:
    """The largest of these chances that is still small enough to name a task (Benjamini & Hochberg 1995); else -1."""
    ordered = sorted(chances)
    return max((p for rank, p in enumerate(ordered, start=1) if p <= ALPHA * rank / len(ordered)), default=-1.0)


@dataclass(frozen=True)
class _Comparison:
    """A group against everybody else in a task. log_odds: of the group's right answers; error: its standard error."""

    item: int
    group: Hashable
    people: int
    log_odds: float
    error: float

    def chance(self, usual: float) -> float:
        """How probable it is that a fair task looks as different as this one, or more."""
        return 2.0 * NormalDist().cdf(-abs(self.log_odds - usual) / self.error)

    def graded(self, usual: float, sure: float, *, is_named: bool) -> Differing:
        """sure: how many standard errors a large difference has to be away from a moderate one."""
        delta, error = -DELTA * (self.log_odds - usual), -DELTA * self.error
        return Differing(self.group, self.people, delta, _grade(delta, error, sure) if is_named else "A")


def _compared(item: int, group: Hashable, people: int, cells: Array) -> _Comparison:
    """cells: by stratum, side (the group first), right and wrong. Error: Robins, Breslow & Greenland 1986."""
    together = np.maximum(cells.sum(axis=(1, 2)), 1.0)
    # Half a pair more on each side keeps an empty cell from saying "infinitely".
    favour = cells[:, 0, 0] * cells[:, 1, 1] / together + 0.5 / STRATA
    against = cells[:, 0, 1] * cells[:, 1, 0] / together + 0.5 / STRATA
    straight = (cells[:, 0, 0] + cells[:, 1, 1]) / together
    crossed = (cells[:, 0, 1] + cells[:, 1, 0]) / together
    plus, minus = float(favour.sum()), float(against.sum())
    mixed = float((straight * against + crossed * favour).sum()) / (plus * minus)
    alone = float((straight * favour).sum()) / plus**2 + float((crossed * against).sum()) / minus**2
    return _Comparison(item, group, people, log(plus / minus), sqrt((mixed + alone) / 2.0))


def _comparisons(
    calibration: Calibration,
    tasks: Mapping[int, Known],
    answers: Sequence[Answered],
    groups: Mapping[int, Hashable],
    smallest: int,
) -> Iterator[_Comparison]:
    by_item: dict[int, list[Answered]] = {}
    for each in answers:
        if each.item in calibration.tasks and each.person in groups:
            by_item.setdefault(each.item, []).append(each)
    abilities = {person: densities @ GRID for person, densities in calibration.people.items()}
    for item, given in by_item.items():
        place = calibration.places[tasks[item].competence]
        means = {each.person: float(abilities[each.person][place]) for each in given}
        strata = _strata(means)
        for group in sorted({groups[each.person] for each in given}, key=str):
            inside = {each.person for each in given if groups[each.person] == group}
            if smallest <= len(inside) <= len(means) - smallest:
                yield _compared(item, group, len(inside), _cells(inside, given, strata))


def _distinct(made: Sequence[_Comparison]) -> int:
    """How many comparisons that is: of two groups each against the other, the second says nothing new."""
    each = Counter(comparison.item for comparison in made)
    return sum(1 if number == 2 else number for number in each.values())


def _strata(means: Mapping[int, float]) -> dict[int, int]:
    order = sorted(means, key=lambda person: means[person])
    return {person: number * STRATA // len(order) for number, person in enumerate(order)}


def _cells(inside: set[int], given: Sequence[Answered], strata: Mapping[int, int]) -> Array:
    cells = np.zeros((STRATA, 2, 2))
    for each in given:
        cells[strata[each.person], 0 if each.person in inside else 1] += (each.score, 1.0 - each.score)
    return cells


def _grade(delta: float, error: float, sure: float) -> str:
    size = abs(delta)
    if size < MODERATE:
        return "A"
    return "C" if size >= LARGE and size - sure * error > MODERATE else "B"
