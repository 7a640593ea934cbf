"""How firm a level is, and whether a self-rating differs from the tasks by more than chance."""

from enum import StrEnum
from math import sqrt

from competence_check.scoring.engine import NORMAL_95, Estimate
from competence_check.scoring.scale import theta_of_step


class Status(StrEnum):
    """How much a person can rely on the level of a competence."""

    FIRM = "firm"
    EMERGING = "emerging"
    OPEN = "open"


class Difference(StrEnum):
    """Where a person's self-rating stands beside the tasks."""

    ALIKE = "alike"
    SELF_HIGHER = "self-higher"
    SELF_LOWER = "self-lower"


# Two bands of two levels each; beyond three bands a level says little.
FIRM_WIDTH, EMERGING_WIDTH = 4.0, 6.0
FIRM_SE = 0.8
FEWEST_TASKS = 2

# Standard error of one self-rating step, in logits: half a step of reading the sentence differently another
# day (0.5) and the rounding to five steps (1 / √12 ≈ 0.29), together √(0.5² + 0.29²).
SELF_RATING_SE = 0.58


def status_of(estimate: Estimate) -> Status:
    """Firm: the 95 % range is at most two bands wide. Open: wider than three, or fewer than two tasks."""
    width = estimate.high - estimate.low
    if estimate.tasks < FEWEST_TASKS or width > EMERGING_WIDTH:
        return Status.OPEN
    return Status.FIRM if width <= FIRM_WIDTH and estimate.se <= FIRM_SE else Status.EMERGING


def difference(step: int, estimate: Estimate) -> Difference:
    """Whether the self-rating `step` (0–4) lies further from the tasks than 1.96 SE of the difference."""
    apart = theta_of_step(step) - estimate.theta
    if abs(apart) <= NORMAL_95 * sqrt(estimate.se**2 + SELF_RATING_SE**2):
        return Difference.ALIKE
    return Difference.SELF_HIGHER if apart > 0 else Difference.SELF_LOWER
