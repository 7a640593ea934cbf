"""How long questions take: said before the start and on every page, always as a range."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor

# Reading and answering, in seconds, as tried out; recorded times of real runs may correct them.
SELF_RATING_SECONDS = 12
SECONDS = {
    "single": 40,
    "multiple": 45,
    "order": 50,
    "match": 55,
    "short": 35,
    "number": 50,
    "mark": 55,
    "simulated": 80,
}

# Quick and slow readers are about a third apart from the middle.
QUICK, SLOW = 0.7, 1.35


@dataclass(frozen=True)
class Minutes:
    """From `least` to `most` whole minutes."""

    least: int
    most: int


def minutes_for(formats: Iterable[str]) -> Minutes:
    """The time for questions of these formats; an empty format is a self-rating."""
    seconds = sum(SECONDS.get(each, SELF_RATING_SECONDS) for each in formats)
    least = max(1, floor(seconds * QUICK / 60))
    return Minutes(least, max(least, ceil(seconds * SLOW / 60)))
