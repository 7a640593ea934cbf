"""How likely a right answer is at an ability: two parameters and a fixed lower asymptote."""

from dataclasses import dataclass
from math import exp, log

from competence_check.scoring.scale import BANDS

# What somebody gets who does not know and guesses, by format. Single choice: one of four. Choosing several,
# ordering and matching are graded with the chance success taken off, so little is left. Typed answers cannot
# be guessed. Marking and simulated tasks are graded with the chance success taken off, too, and have more parts.
GUESSING: dict[str, float] = {
    "single": 0.25,
    "multiple": 0.10,
    "order": 0.10,
    "match": 0.10,
    "short": 0.0,
    "number": 0.0,
    "mark": 0.05,
    "simulated": 0.05,
}


@dataclass(frozen=True)
class Parameters:
    """A task as the model sees it: difficulty b and discrimination a in logits, lower asymptote c."""

    difficulty: float
    discrimination: float = 1.0
    guessing: float = 0.0

    def success(self, theta: float) -> float:
        """The probability of a right answer: c + (1 − c) / (1 + e^(−a (theta − b))), Birnbaum 1968."""
        logistic = 1.0 / (1.0 + exp(-self.discrimination * (theta - self.difficulty)))
        return self.guessing + (1.0 - self.guessing) * logistic


def parameters_of(band: str, format_name: str, difficulty: float | None = None) -> Parameters:
    """A task as the engine sees it, by the experts' judgement; difficulty: where they say more than the band."""
    return Parameters(BANDS[band] if difficulty is None else difficulty, guessing=GUESSING[format_name])


def log_likelihood(parameters: Parameters, score: float, theta: float) -> float:
    """The logarithm of the likelihood of `score`, 0–1.

    A partial credit s counts as s of a right and 1 − s of a wrong answer (quasi-likelihood, Papke &
    Wooldridge 1996): exact for 0 and 1, and cautious in between.
    """
    success = parameters.success(theta)
    return score * log(success) + (1.0 - score) * log(1.0 - success)
