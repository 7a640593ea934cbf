"""The engine: what somebody can do, by exact inference in a tree of abilities on a grid.

Model: `Assumptions`. General ability, areas and competences form a tree, so the posterior of every node is
found by sending messages up and down once (belief propagation, Pearl 1988): a message is a density over the grid,
blurred by the variance between the two nodes. Self-ratings share a person effect, and answers a way of answering; for
a given kind of person the tree stays a tree, so it is done for all kinds at once and summed. Estimates are posterior
means (EAP, Bock & Mislevy 1982). Partial credit: `response.log_likelihood`.

The pages reach it through `competence_check.engine_room`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from competence_check.scoring.assumptions import START, Assumptions
from competence_check.scoring.curves import (
    GRID,
    HABITS,
    LOG_HABITS,
    Array,
    blur,
    information,
    log_normal,
    log_odds,
    log_steps,
)
from competence_check.scoring.engine import Estimate, Result, Scored


@dataclass(frozen=True)
class Posterior:
    """What is known about a person. Rows of densities sum to 1; covariance: of the competences, normal approximation.

    evidence: the logarithm of how likely the answers are under the assumptions.
    """

    competences: Array
    areas: Array
    covariance: Array
    evidence: float


class GridEngine:
    """EAP in a tree; `areas` names the competences of each area."""

    def __init__(self, areas: Mapping[str, Sequence[str]], assumptions: Assumptions = START) -> None:
        self.areas = list(areas)
        self.codes = [code for codes in areas.values() for code in codes]
        self.place = {code: number for number, code in enumerate(self.codes)}
        self.area_of = np.array([number for number, codes in enumerate(areas.values()) for _code in codes])
        self.assumptions = assumptions
        belongs = self.area_of[None, :] == np.arange(len(self.areas))[:, None]
        self._belongs = belongs.astype(np.float64)
        same = self._belongs.T @ self._belongs
        prior = assumptions.between + assumptions.area_variance * same + assumptions.own_variance * np.eye(len(same))
        self._precision = np.linalg.inv(prior + 1e-6 * np.eye(len(same)))

    def estimate(self, answers: Sequence[Scored], self_ratings: Mapping[str, int]) -> Result:
        """See `Engine.estimate`."""
        found = self.posterior(answers, self_ratings)
        counts = np.bincount([self.place[each.competence] for each in answers], minlength=len(self.codes))
        competences = _estimates(found.competences, counts.astype(np.float64))
        areas = _estimates(found.areas, self._belongs @ counts)
        return Result(dict(zip(self.areas, areas, strict=True)), dict(zip(self.codes, competences, strict=True)))

    def posterior(self, answers: Sequence[Scored], self_ratings: Mapping[str, int]) -> Posterior:
        """All that the answers say. Raises ValueError for a competence that the framework does not have."""
        care = self.assumptions.care
        own, known = np.zeros((len(care), len(self.codes), len(GRID))), np.zeros((len(self.codes), len(GRID)))
        for answer in answers:
            place = self._place(answer.competence)
            right, wrong = log_odds(answer.parameters, self.assumptions)
            own[:, place] += answer.score * right + (1.0 - answer.score) * wrong
            known[place] += information(answer.parameters, self.assumptions)
        kinds = np.log([each.share for each in care])
        rated = {self._place(code): step for code, step in self_ratings.items()}
        if rated:
            # Every way of answering with every habit of rating oneself.
            own = np.repeat(own, len(HABITS), axis=0)
            kinds = (kinds[:, None] + LOG_HABITS[None]).ravel()
            steps = np.concatenate([log_steps(self.assumptions)] * len(care), axis=1)
            for place, step in rated.items():
                own[:, place] += steps[step]
        competences, areas, evidence = self._tree(own, kinds)
        precision = self._precision + np.diag((competences * known).sum(axis=1)) + self._from_ratings(list(rated))
        return Posterior(competences, areas, np.asarray(np.linalg.inv(precision), dtype=np.float64), evidence)

    def _place(self, code: str) -> int:
        if code not in self.place:
            raise ValueError(f"the framework has no competence {code!r}")
        return self.place[code]

    def _tree(self, own: Array, kinds: Array) -> tuple[Array, Array, float]:
        """Densities of competences and areas. own: log-likelihoods by kind of person, competence and grid."""
        to_area, to_general = blur(self.assumptions.own_variance), blur(self.assumptions.area_variance)
        up = _through(own, to_area)
        at_area = self._belongs @ up
        area_up = _through(at_area, to_general)
        at_general = area_up.sum(axis=1) + log_normal(self.assumptions.general_variance) + kinds[:, None]
        area_down = _through(at_general[:, None] - area_up, to_general)
        areas = area_down + at_area
        competences = _through(areas[:, self.area_of] - up, to_area) + own
        highest = at_general.max()
        evidence = float(highest + np.log(np.exp(at_general - highest).sum()))
        return _density(competences), _density(areas), evidence

    def _from_ratings(self, rated: list[int]) -> Array:
        """The precision that self-ratings add: reliance² (noise · 1 + habit · J)⁻¹, Sherman & Morrison 1950."""
        added = np.zeros((len(self.codes), len(self.codes)))
        noise, habit = self.assumptions.noise_variance, self.assumptions.habit_variance
        shared = habit / (noise * (noise + habit * max(1, len(rated))))
        added[np.ix_(rated, rated)] = np.eye(len(rated)) / noise - shared
        return np.asarray(self.assumptions.reliance**2 * added)


def _through(logs: Array, matrix: Array) -> Array:
    """A message across an edge of the tree, in logarithms."""
    highest = logs.max(axis=-1, keepdims=True)
    return np.asarray(np.log(np.maximum(np.exp(logs - highest) @ matrix, 1e-300)) + highest)


def _density(logs: Array) -> Array:
    """Summed over the kinds of people, each row of sum 1."""
    density = np.exp(logs - logs.max(axis=(0, 2), keepdims=True)).sum(axis=0)
    return np.asarray(density / density.sum(axis=1, keepdims=True))


def _estimates(densities: Array, counts: Array) -> list[Estimate]:
    means = densities @ GRID
    errors = np.sqrt(np.maximum(densities @ GRID**2 - means**2, 1e-12))
    return [
        Estimate(float(mean), float(error), int(count))
        for mean, error, count in zip(means, errors, counts, strict=True)
    ]
