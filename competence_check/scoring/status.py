"""How firm a level is, whether a self-rating differs from the tasks beyond chance, and whether a level changed."""

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


class Change(StrEnum):
    """How a level stands to an earlier one; ALIKE where the difference is within the error of both."""

    ALIKE = "alike"
    UP = "up"
    DOWN = "down"


# A band is one logit wide. With a standard error of .67 the true level lies at most one band from the estimate in
# six of seven cases, with .78 in four of five.
FIRM_SE, EMERGING_SE = 0.67, 0.78
FIRM_TASKS, FEWEST_TASKS = 3, 1

# Standard error of one self-rating step, in logits: half a step of reading the sentence differently another
# day (0.5) and the rounding to five steps (1 / √12 ≈ 0.29), together √(0.5² + 0.29²).
SELF_RATING_SE = 0.58


def status_of(estimate: Estimate) -> Status:
    """Firm: three own tasks and most likely within one band. Open: no own task, or hardly known."""
    if estimate.tasks < FEWEST_TASKS or estimate.se > EMERGING_SE:
        return Status.OPEN
    return Status.FIRM if estimate.tasks >= FIRM_TASKS and estimate.se <= FIRM_SE else Status.EMERGING


def difference(step: int, tasks: Estimate) -> Difference:
    """Whether the self-rating `step` (0–4) lies further from the tasks alone than 1.96 SE of the difference."""
    apart = theta_of_step(step) - tasks.theta
    if abs(apart) <= NORMAL_95 * sqrt(tasks.se**2 + SELF_RATING_SE**2):
        return Difference.ALIKE
    return Difference.SELF_HIGHER if apart > 0 else Difference.SELF_LOWER


def change(before: Estimate, after: Estimate) -> Change:
    """Whether `after` lies further from `before` than 1.96 SE of the difference."""
    apart = after.theta - before.theta
    if abs(apart) <= NORMAL_95 * sqrt(before.se**2 + after.se**2):
        return Change.ALIKE
    return Change.UP if apart > 0 else Change.DOWN
