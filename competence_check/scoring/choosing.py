"""Which task to ask next: the one that is expected to tell most about what the role asks for.

Gain of a task: by how much it is expected to lower the variance of its own competence (minimum expected posterior
variance, van der Linden & Pashley 2000, exact on the grid), carried to the other competences by linear
regression and summed with the role's weights; competences that look weak for this person count more, because
the next steps are made of them. Exposure: a task that a share of `cap` of the runs has already
asked waits (restricted maximum information, Revuelta & Ponsoda 1998).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from competence_check.scoring.curves import GRID, Array, success
from competence_check.scoring.grid import GridEngine, Posterior
from competence_check.scoring.response import Parameters

# How much more a competence counts that looks like one of the person's weakest: on simulated people 3 names two in a
# hundred more of the true gaps than 0, for .003 more of error over all competences.
FOCUS = 3.0


@dataclass(frozen=True)
class Rules:
    """most: tasks at the utmost; easy: so many first tasks are likely to succeed; precision: SE that is enough.

    easy_success: what "likely" means. cap: the largest share of runs that may ask a task. seconds: time that is
    enough, None for no limit.
    """

    most: int = 32
    easy: int = 2
    easy_success: float = 0.55
    cap: float = 0.4
    precision: float = 0.0
    seconds: float | None = None


class Bank:
    """The tasks that can be asked, as arrays. Tasks are named by their place in `tasks`."""

    def __init__(self, engine: GridEngine, tasks: Sequence[tuple[str, Parameters]]) -> None:
        self.competence = np.array([engine.place[code] for code, _parameters in tasks], dtype=np.intp)
        self.area = engine.area_of[self.competence]
        self.success = np.array([success(each, engine.assumptions) for _code, each in tasks])
        self.weighted = np.stack([self.success, self.success * GRID])

    def __len__(self) -> int:
        return len(self.competence)


def gains(posterior: Posterior, bank: Bank, weights: Array) -> tuple[Array, Array]:
    """For every task: the expected loss of weighted variance, and the chance of a right answer."""
    density, place = posterior.competences, bank.competence
    means = density @ GRID
    chance, part = np.einsum("knq,nq->kn", bank.weighted, density[place])
    chance = np.clip(chance, 1e-9, 1.0 - 1e-9)
    here = means[place]
    lost = part**2 / chance + (here - part) ** 2 / (1.0 - chance) - here**2
    covariance = posterior.covariance
    carried = covariance**2 @ (weights * _focus(means)) / np.diag(covariance) ** 2
    return np.asarray(lost * carried[place]), np.asarray(chance)


def _focus(means: Array) -> Array:
    """From 1 for a person's strengths to nearly 1 + FOCUS for the clear gaps."""
    apart = (means - means.mean()) / max(float(means.std()), 0.05)
    return np.asarray(1.0 + FOCUS / (1.0 + np.exp(2.0 * (apart + 0.6))))


def next_task(
    posterior: Posterior,
    bank: Bank,
    asked: Sequence[int],
    *,
    weights: Array,
    rules: Rules,
    exposure: Array | None = None,
    allowed: NDArray[np.bool_] | None = None,
    worth: Array | None = None,
) -> int | None:
    """The place of the task to ask, None where none is left. exposure: share of runs that asked a task, by task.

    worth: by what a task's gain is multiplied for reasons outside the engine, such as how long it takes (`per_time`).

    Wishes are kept as long as a task is left that meets them, in this order: not over the cap, an area without
    a task yet, an easy start.
    """
    left = np.ones(len(bank), dtype=np.bool_) if allowed is None else allowed.copy()
    left[list(asked)] = False
    if not left.any():
        return None
    gain, chance = gains(posterior, bank, weights)
    gain = gain if worth is None else gain * worth
    if exposure is not None:
        left = _kept(left, exposure < rules.cap)
    left = _kept(left, ~np.isin(bank.area, bank.area[list(asked)]))
    if len(asked) < rules.easy:
        left = _kept(left, chance >= rules.easy_success)
    return int(np.argmax(np.where(left, gain, -np.inf)))


def per_time(seconds: Array, thrift: float) -> Array:
    """What a gain is worth in a task that takes so long. thrift: 1 is gain per second, 0 ignores the clock.

    With a budget of time, not of tasks, the largest gain per second is the better choice of the moment (maximum
    information per time unit: Fan, Wang, Chang & Douglas 2012).
    """
    return np.asarray(seconds**-thrift, dtype=np.float64)


def _kept(left: NDArray[np.bool_], wished: NDArray[np.bool_]) -> NDArray[np.bool_]:
    both = left & wished
    return both if both.any() else left


def is_enough(posterior: Posterior, bank: Bank, asked: Sequence[int], rules: Rules, seconds: float = 0.0) -> bool:
    """Whether to stop: enough tasks, or every area asked and time is up or all areas are known precisely enough."""
    if len(asked) >= min(rules.most, len(bank)):
        return True
    if len(set(bank.area[list(asked)])) < len(set(bank.area)):
        return False
    if rules.seconds is not None and seconds >= rules.seconds:
        return True
    means = posterior.areas @ GRID
    variances = posterior.areas @ GRID**2 - means**2
    return bool(variances.max() <= rules.precision**2)


def weights_of(engine: GridEngine, asked_for: Mapping[str, float]) -> Array:
    """The role's weights by competence; one that the role does not name counts a little, as strengths may lie there."""
    return np.array([asked_for.get(code, 0.5 if asked_for else 1.0) for code in engine.codes])
