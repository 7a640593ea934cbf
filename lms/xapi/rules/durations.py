"""How long something took.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#46-iso-8601-durations
"""

import re
from typing import Any

from lms.xapi.rules.faults import DATA, Place

DURATIONS = f"{DATA}46-iso-8601-durations"

_N = r"\d+(?:[.,]\d+)?"
_DURATION = re.compile(
    rf"P(?:(?P<weeks>{_N})W|(?=[\dT])(?:(?P<years>{_N})Y)?(?:(?P<months>{_N})M)?(?:(?P<days>{_N})D)?"
    rf"(?:T(?=\d)(?:(?P<hours>{_N})H)?(?:(?P<minutes>{_N})M)?(?:(?P<seconds>{_N})S)?)?)"
)
_SECONDS = re.compile(r"([.,]\d\d)\d+S$")
_LENGTH = {"weeks": 604_800, "days": 86_400, "hours": 3600, "minutes": 60, "seconds": 1}


def duration(value: Any, place: Place) -> None:
    """An ISO 8601 duration with designators; weeks stand alone."""
    if not isinstance(value, str) or not _DURATION.fullmatch(value):
        place.fault("must be a duration of ISO 8601, such as PT4M30S", DURATIONS)


def comparable(value: str) -> str:
    """`value` without what is finer than a hundredth of a second, which comparisons leave out."""
    return _SECONDS.sub(r"\1S", value)


def in_seconds(value: Any) -> float | None:
    """The length in seconds; None for what is no duration or counts in months or years, which have no fixed
    length."""
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if found is None or found["years"] or found["months"]:
        return None
    return sum(float(found[name].replace(",", ".")) * length for name, length in _LENGTH.items() if found[name])


def written(seconds: float) -> str:
    """`seconds` as a duration, to the hundredth. Raises ValueError for less than nothing."""
    if seconds < 0:
        raise ValueError("a duration cannot be negative")
    digits = f"{seconds:.2f}".rstrip("0").rstrip(".")
    return f"PT{digits}S"
