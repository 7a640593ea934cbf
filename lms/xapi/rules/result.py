"""What came of it.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#245-result
"""

from typing import Any

from lms.xapi.rules.durations import duration
from lms.xapi.rules.faults import DATA, Place, Shape
from lms.xapi.rules.iris import extensions
from lms.xapi.rules.values import boolean, is_number, number, text

RESULT = f"{DATA}245-result"
SCORE = f"{DATA}2451-score"

_SCORE = Shape(SCORE, {"scaled": number, "raw": number, "min": number, "max": number})


def score(value: Any, place: Place) -> None:
    """A score: scaled from -1 to 1; raw between min and max; min below max."""
    found = _SCORE.check(value, place)
    if found is None:
        return
    scaled, raw, lowest, highest = (
        found[name] if is_number(found.get(name)) else None for name in ("scaled", "raw", "min", "max")
    )
    if scaled is not None and not -1 <= scaled <= 1:
        place.at("scaled").fault("must lie from -1 to 1", SCORE)
    if lowest is not None and highest is not None and lowest >= highest:
        place.at("min").fault("must be less than max", SCORE)
    if raw is not None and lowest is not None and raw < lowest:
        place.at("raw").fault("must not be less than min", SCORE)
    if raw is not None and highest is not None and raw > highest:
        place.at("raw").fault("must not be greater than max", SCORE)


_RESULT = Shape(
    RESULT,
    {
        "score": score,
        "success": boolean,
        "completion": boolean,
        "response": text,
        "duration": duration,
        "extensions": extensions,
    },
)


def result(value: Any, place: Place) -> None:
    """A measured outcome."""
    _RESULT.check(value, place)
