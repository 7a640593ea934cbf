"""The scale of ability and the eight levels of DigComp on it.

Ability theta is in logits around 0, the middle of the people we expect. The tasks of a band have an expert's
difficulty: basic −1.2, intermediate −0.2, advanced 0.8, highly advanced 1.6. A person whose ability equals
the difficulty of a band solves every second of its tasks and stands on the first of its two levels; half way
to the next band stands the second level. So levels 1, 3, 5, 7 lie on the four difficulties, with straight
lines between them and the outer lines prolonged to level 0 (−1.7) and level 8 (2.0). Beyond, the level stays
0 or 8.
"""

from collections.abc import Sequence

BANDS: dict[str, float] = {"basic": -1.2, "intermediate": -0.2, "advanced": 0.8, "highly_advanced": 1.6}

LOWEST_LEVEL, HIGHEST_LEVEL = 0.0, 8.0

_THETAS = (-1.7, -1.2, -0.2, 0.8, 1.6, 2.0)
_LEVELS = (0.0, 1.0, 3.0, 5.0, 7.0, 8.0)

# A self-rating step (0 "not yet" … 4 "I help others") as a level: nothing yet, then the upper level of each
# band, because the steps describe what somebody does regularly, with help, alone, in new situations and for
# others.
SELF_RATING_LEVELS = (0.0, 2.0, 4.0, 6.0, 8.0)


def level_of(theta: float) -> float:
    """The level, 0–8 with fractions, of an ability."""
    return _interpolate(theta, _THETAS, _LEVELS)


def theta_of(level: float) -> float:
    """The ability that stands on a level from 0 to 8."""
    return _interpolate(level, _LEVELS, _THETAS)


def whole(level: float) -> int:
    """The level as people are told it: the nearest whole one, halves upwards."""
    return int(level + 0.5)


def band_of(level: float) -> str:
    """The band of a level from 0 to 8; empty below level 1."""
    return "" if whole(level) < 1 else list(BANDS)[(whole(level) - 1) // 2]


def theta_of_step(step: int) -> float:
    """The ability that a self-rating step from 0 to 4 claims."""
    return theta_of(SELF_RATING_LEVELS[step])


def _interpolate(value: float, xs: Sequence[float], ys: Sequence[float]) -> float:
    if value <= xs[0]:
        return ys[0]
    for left in range(len(xs) - 1):
        if value <= xs[left + 1]:
            share = (value - xs[left]) / (xs[left + 1] - xs[left])
            return ys[left] + share * (ys[left + 1] - ys[left])
    return ys[-1]
