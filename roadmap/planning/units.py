"""The smallest step in which a plan can be better than another: what every plan closes is a multiple of it.

With whole or half levels and whole weights nothing lies between two steps, so that a bound may be lowered to the
step below it, and a plan within less than a step of a bound is the best.
"""

from collections.abc import Iterable
from math import floor, gcd, isfinite

# What is counted: millionths of a level times weight. Steps below a thousandth are of no use.
FINE, COARSEST = 1_000_000, 1_000

CLOSE = 1e-6


def common_unit(pieces: Iterable[float]) -> float:
    """The largest number that divides all pieces; 0 where there is none worth the name."""
    whole = 0
    for piece in pieces:
        counted = round(piece * FINE)
        if abs(piece * FINE - counted) > 1e-3:
            return 0.0
        whole = gcd(whole, counted)
    return whole / FINE if whole >= COARSEST else 0.0


def floored(bound: float, unit: float) -> float:
    """The largest multiple of `unit` that is not above `bound`; `bound` itself without unit."""
    if not unit or not isfinite(bound):
        return bound
    return floor((bound + CLOSE) / unit) * unit
