"""Curves over the grid of abilities: success in a task, information, how likely a self-rating step is."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from competence_check.scoring.assumptions import Assumptions, Care
from competence_check.scoring.response import Parameters
from competence_check.scoring.scale import SELF_RATING_LEVELS, theta_of

Array = NDArray[np.float64]

# From −4.8 to 4.8 in steps of 0.2: finer grids change an estimate by less than 0.001.
STEP = 0.2
GRID: Array = np.linspace(-4.8, 4.8, 49)

# Person effects of self-ratings, in their standard deviations.
HABITS: Array = np.linspace(-2.5, 2.5, 11)
_WEIGHTS = np.exp(-(HABITS**2) / 2.0)
LOG_HABITS: Array = np.log(_WEIGHTS / _WEIGHTS.sum())

# Where one step of the self-rating passes into the next: half way between the abilities that the steps claim.
_CLAIMS = np.array([theta_of(level) for level in SELF_RATING_LEVELS])
_THRESHOLDS: Array = (_CLAIMS[1:] + _CLAIMS[:-1]) / 2

# The standard deviation of the logistic distribution, π / √3.
_LOGISTIC = np.pi / np.sqrt(3.0)


def _asymptotes(parameters: Parameters, care: Care) -> tuple[float, float]:
    return max(parameters.guessing, care.luck), 1.0 - care.slip


def _success(parameters: Parameters, care: Care) -> Array:
    c, d = _asymptotes(parameters, care)
    curve = c + (d - c) / (1.0 + np.exp(-parameters.discrimination * (GRID - parameters.difficulty)))
    # Nothing is ever quite sure, also where floating-point numbers say so.
    return np.clip(curve, 1e-9, 1.0 - 1e-9)


@lru_cache(maxsize=4096)
def success(parameters: Parameters, assumptions: Assumptions) -> Array:
    """The probability of a right answer over the grid, of everybody together.

    Who answers in one way: c + (d − c) / (1 + e^(−a (theta − b))), c the task's guessing or luck, d = 1 − slip.
    """
    return np.asarray(sum(care.share * _success(parameters, care) for care in assumptions.care))


@lru_cache(maxsize=4096)
def log_odds(parameters: Parameters, assumptions: Assumptions) -> tuple[Array, Array]:
    """The log-likelihoods of a right and of a wrong answer, by way of answering and over the grid."""
    right = np.stack([_success(parameters, care) for care in assumptions.care])
    return np.log(right), np.log1p(-right)


@lru_cache(maxsize=4096)
def information(parameters: Parameters, assumptions: Assumptions) -> Array:
    """Fisher's information over the grid: P'² / (P Q), P' = (P − c)(d − P) a / (d − c) for each way of answering."""
    p, slope = success(parameters, assumptions), np.zeros(len(GRID))
    for care in assumptions.care:
        (c, d), one = _asymptotes(parameters, care), _success(parameters, care)
        slope += care.share * parameters.discrimination * np.maximum((one - c) * (d - one), 0.0) / (d - c)
    return np.asarray(slope**2 / (p * (1.0 - p)))


@lru_cache
def log_steps(assumptions: Assumptions) -> Array:
    """How likely each step is, by step, person effect and ability (graded responses, Samejima 1969)."""
    habits = HABITS * np.sqrt(assumptions.habit_variance)
    latent = assumptions.reliance * GRID[None, :] + habits[:, None]
    slope = _LOGISTIC / np.sqrt(assumptions.noise_variance)
    above = 1.0 / (1.0 + np.exp(-slope * (latent[None] - _THRESHOLDS[:, None, None])))
    ends = np.concatenate([np.ones_like(above[:1]), above, np.zeros_like(above[:1])])
    return np.asarray(np.log(np.maximum(ends[:-1] - ends[1:], 1e-12)))


@lru_cache
def blur(variance: float) -> Array:
    """The matrix that adds an independent normal part to a density over the grid; for variance 0 it changes nothing."""
    if variance < 1e-9:
        return np.eye(len(GRID))
    apart = GRID[:, None] - GRID[None, :]
    return np.asarray(STEP * np.exp(-(apart**2) / (2.0 * variance)) / np.sqrt(2.0 * np.pi * variance))


@lru_cache
def log_normal(variance: float) -> Array:
    """The logarithms of normal weights over the grid, with sum 1."""
    weights = np.exp(-(GRID**2) / (2.0 * max(variance, 1e-9)))
    return np.asarray(np.log(np.maximum(weights / weights.sum(), 1e-300)))
