"""How long questions take: what the engine and the pages count with, always from reading and doing.

Before anybody answered, a question takes the time to read it slowly and to do what its format asks for. Recorded
times of real answers then take over, question by question.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

# Words a second. Adults read 238 words a minute silently (Brysbaert 2019, https://doi.org/10.1016/j.jml.2019.104047);
# we count with a slow 180.
READING_SPEED = 3.0

# Deciding and clicking, in seconds, by format; the empty format is a self-rating.
DOING = {"": 2, "single": 8, "multiple": 12, "order": 16, "match": 16, "mark": 12, "short": 10, "number": 14}
# Simulated tasks: looking around first.
DOING_OTHERWISE = 25

# So many recorded answers weigh as much as the estimate.
WORTH_OF_ESTIMATE = 10

# Quick and slow people are about a third apart from the middle.
QUICK, SLOW = 0.7, 1.35

# What nobody reads before answering.
_UNREAD = frozenset({"feedback", "source", "accept", "unit", "reason"})


@dataclass(frozen=True)
class Minutes:
    """From `least` to `most` whole minutes."""

    least: int
    most: int


def words_of(body: Mapping[str, Any]) -> int:
    """How many words somebody reads who answers an item with this body: of the German text, which every item has.

    Of the steps of a self-rating one reads about one; the others are skimmed.
    """
    steps = body.get("steps", {}).get("de", ())
    whole = _words({name: value for name, value in body.items() if name != "steps"})
    return round(whole + (_words({"de": steps}) / len(steps) if steps else 0.0))


def _words(value: object) -> float:
    if isinstance(value, Mapping):
        if "de" in value:
            return _counted(value["de"])
        return sum(_words(inside) for name, inside in value.items() if name not in _UNREAD)
    return sum(_words(inside) for inside in value) if isinstance(value, list) else 0.0


def _counted(texts: object) -> float:
    """Words of a text, or of all texts of a list such as a row of cells."""
    if isinstance(texts, str):
        return len(texts.split())
    return sum(_counted(text) for text in texts) if isinstance(texts, list | tuple) else 0.0


def estimated_seconds(words: int, format_name: str) -> float:
    """How long a question takes before anybody answered it."""
    return words / READING_SPEED + DOING.get(format_name, DOING_OTHERWISE)


def expected_seconds(words: int, format_name: str, timed: int, seconds: int) -> float:
    """The same, with `timed` recorded answers that took `seconds` in all."""
    estimate = estimated_seconds(words, format_name)
    return (WORTH_OF_ESTIMATE * estimate + seconds) / (WORTH_OF_ESTIMATE + timed)


def minutes_for(seconds: float) -> Minutes:
    """From quick to slow people, for what takes so many seconds in the middle."""
    least = max(1, floor(seconds * QUICK / 60))
    return Minutes(least, max(least, ceil(seconds * SLOW / 60)))
