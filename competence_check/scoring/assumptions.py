"""What the engine assumes about people before anybody answered: correlations and self-ratings. Pure values.

A competence is the sum of three independent parts: theta = general + of the area + of the competence, together with
variance 1 (a second-order factor model, Schmid & Leiman 1957). So two competences of an area correlate at `within`,
two of different areas at `between`. A self-rating's latent value is reliance · theta + person effect + noise, again
with variance 1; the person effect is the same in all of a person's ratings: over- or under-rating.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Assumptions:
    """The start values; `scoring.correlations` estimates `between` and `within` from answers.

    between, within: .6 and .7, what tests of neighbouring digital competences usually show; bench/engine.py
    says what it costs if they are wrong. reliance: how self-ratings go with ability, r ≈ .32 to .5 in the
    literature. habit: the share of the rest that belongs to the person, not to the single rating. luck and slip:
    how often at least somebody succeeds who cannot do it, and fails who can (lower and upper asymptote, Barton &
    Lord 1981). Neither is zero, so that a few lucky or careless answers do not make the engine sure of what is wrong.
    """

    between: float = 0.6
    within: float = 0.7
    reliance: float = 0.4
    habit: float = 0.5
    luck: float = 0.08
    slip: float = 0.02

    def __post_init__(self) -> None:
        """Raise ValueError for what is no correlation structure."""
        if not 0 <= self.between <= self.within <= 1:
            raise ValueError(f"0 ≤ between ≤ within ≤ 1 does not hold: {self.between}, {self.within}")
        if not 0 <= self.reliance < 1 or not 0 < self.habit < 1:
            raise ValueError(f"reliance and habit are shares: {self.reliance}, {self.habit}")
        if not 0 <= self.luck < 0.5 or not 0 <= self.slip < 0.5:
            raise ValueError(f"luck and slip are small shares: {self.luck}, {self.slip}")

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
