"""What any engine takes and gives: the seam where a better one is put in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from competence_check.scoring.response import Parameters
from competence_check.scoring.scale import level_of

# Half the width of a 95 % range in standard errors.
NORMAL_95 = 1.96


@dataclass(frozen=True)
class Scored:
    """A graded answer: the competence it shows, the task's parameters and the score from 0 to 1."""

    competence: str
    parameters: Parameters
    score: float


@dataclass(frozen=True)
class Estimate:
    """Where a person stands. theta and se in logits; tasks: how many answers it rests on directly."""

    theta: float
    se: float
    tasks: int

    @property
    def level(self) -> float:
        """0–8, with fractions."""
        return level_of(self.theta)

    @property
    def low(self) -> float:
        """The lower end of the 95 % range, as a level."""
        return level_of(self.theta - NORMAL_95 * self.se)

    @property
    def high(self) -> float:
        """The upper end of the 95 % range, as a level."""
        return level_of(self.theta + NORMAL_95 * self.se)


@dataclass(frozen=True)
class Result:
    """Estimates for every area and every competence of the framework, by their ids."""

    areas: Mapping[str, Estimate]
    competences: Mapping[str, Estimate]


class Engine(Protocol):
    """Turns answers into estimates. It knows areas and competences by id and nothing of their meaning."""

    def estimate(self, answers: Sequence[Scored], self_ratings: Mapping[str, int]) -> Result:
        """The result of `answers`; self_ratings: steps 0–4 by competence, where given.

        Raises ValueError for a competence that the framework does not have.
        """
        ...
