"""How many levels a course really raises: the author's word first, outcomes as they come in.

A conjugate normal model with known proportions (Gelman et al., Bayesian Data Analysis, 3rd ed., § 2.5): what the author
states counts as much as `counts_as` people, every measured person counts as one. The mean moves from statement to data
by itself; few outcomes change little. Pure: no Flask, no database.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

# As many people must be measured until data weigh as much as the author's statement.
STATED_COUNTS_AS = 8.0

# Levels by which one person's outcome scatters around the course's own: DigComp's levels are known to about one.
SCATTER = 1.0

LARGEST_LEVEL = 8.0


@dataclass(frozen=True)
class ExpectedGain:
    """Levels, 0 to 8. low, high: where the mean lies with 95 %; people: how many outcomes are in it."""

    mean: float
    low: float
    high: float
    people: int


def expected_gain(stated: float, outcomes: Sequence[float], *, counts_as: float = STATED_COUNTS_AS) -> ExpectedGain:
    """The gain to plan with. stated: levels that the author promises; outcomes: measured levels after minus before.

    Outcomes may be negative: a re-check can come out lower. The mean never leaves 0 to 8. Raises ValueError for what
    is not a number of levels.
    """
    if not 0 <= stated <= LARGEST_LEVEL:
        raise ValueError(f"stated: {stated} is not between 0 and {LARGEST_LEVEL:g} levels")
    for outcome in outcomes:
        if not -LARGEST_LEVEL <= outcome <= LARGEST_LEVEL:
            raise ValueError(f"outcomes: {outcome} is not between {-LARGEST_LEVEL:g} and {LARGEST_LEVEL:g} levels")
    if not counts_as > 0:
        raise ValueError(f"counts_as: {counts_as} must be above 0")
    weight = counts_as + len(outcomes)
    mean = (counts_as * stated + math.fsum(outcomes)) / weight
    half = 1.96 * SCATTER / math.sqrt(weight)
    return ExpectedGain(_bounded(mean), _bounded(mean - half), _bounded(mean + half), len(outcomes))


def _bounded(level: float) -> float:
    return min(LARGEST_LEVEL, max(0.0, level))
