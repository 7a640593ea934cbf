"""What the engine assumes about people before anybody answered: correlations and self-ratings. Pure values.

A competence is the sum of three independent parts: theta = general + of the area + of the competence, together with
variance 1 (a second-order factor model, Schmid & Leiman 1957). So two competences of an area correlate at `within`,
two of different areas at `between`. A self-rating's latent value is reliance · theta + person effect + noise, again
with variance 1; the person effect is the same in all of a person's ratings: over- or under-rating.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Care:
    """A way of answering. share: of the people who answer so.

    luck and slip: how often at least somebody succeeds who cannot do it, and fails who can (lower and upper asymptote,
    Barton & Lord 1981).
    """

    share: float
    luck: float
    slip: float


# Luck and slips only as far as a task admits them.
FLAWLESS = (Care(1.0, 0.0, 0.0),)


@dataclass(frozen=True)
class Assumptions:
    """The start values; `scoring.correlations` estimates `between` and `within` from answers.

    between, within: .6 and .7, what tests of neighbouring digital competences usually show; bench/engine.py
    says what it costs if they are wrong. reliance: how self-ratings go with ability, r ≈ .32 to .5 in the
    literature. habit: the share of the rest that belongs to the person, not to the single rating. care: most people
    answer as well as they can, some guess and slip a lot; which of them somebody is, their answers say (a mixture, as
    Mislevy & Verhelst 1990 model strategies). So careful people are measured sharply, and a few lucky or careless
    answers do not make the engine sure of what is wrong.
    """

    between: float = 0.6
    within: float = 0.7
    reliance: float = 0.4
    habit: float = 0.5
    care: tuple[Care, ...] = (Care(0.75, 0.02, 0.01), Care(0.25, 0.2, 0.06))

    def __post_init__(self) -> None:
        """Raise ValueError for what is no correlation structure."""
        if not 0 <= self.between <= self.within <= 1:
            raise ValueError(f"0 ≤ between ≤ within ≤ 1 does not hold: {self.between}, {self.within}")
        if not 0 <= self.reliance < 1 or not 0 < self.habit < 1:
            raise ValueError(f"reliance and habit are shares: {self.reliance}, {self.habit}")
        if any(not 0 <= each.luck < 0.5 or not 0 <= each.slip < 0.5 or each.share <= 0 for each in self.care):
            raise ValueError(f"luck and slip are small shares, and somebody has them: {self.care}")
        if abs(sum(each.share for each in self.care) - 1.0) > 1e-9:
            raise ValueError(f"the shares of people do not add up to 1: {self.care}")

    @property
    def general_variance(self) -> float:
        """Of the part that all competences have in common."""
        return self.between

    @property
    def area_variance(self) -> float:
        """Of the part that the competences of an area have in common beyond that."""
        return self.within - self.between

    @property
    def own_variance(self) -> float:
        """Of the part that is a competence's own."""
        return 1.0 - self.within

    @property
    def habit_variance(self) -> float:
        """Of the person effect in self-ratings."""
        return self.habit * (1.0 - self.reliance**2)

    @property
    def noise_variance(self) -> float:
        """Of what is left in a single self-rating."""
        return (1.0 - self.habit) * (1.0 - self.reliance**2)


START = Assumptions()
