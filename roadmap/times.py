"""When somebody can learn beyond the weekly hours, and when they can come to dates, as people write it. Pure.

Release days, one in each line: a day and, if wanted, hours, such as `14.12.2026` or `2027-01-08 4,5`.
Windows of the week by name: `1a` is Monday morning, `5p` Friday afternoon and evening.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from roadmap.planning.hours import Hours

# What a day of release has unless the line says so.
WHOLE_DAY = 480
FEWEST, MOST = 15, 600
MOST_DAYS = 60

_LINE = re.compile(
    r"(?:(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})|(?P<iso>\d{4}-\d{2}-\d{2}))"
    r"(?:[\s:,;]+(?P<hours>\d{1,2}(?:[.,]\d{1,2})?)\s*(?:h|hours?|Stunden?)?)?"
)

WINDOWS = tuple(f"{weekday}{part}" for weekday in range(1, 6) for part in "ap")
_PARTS = {"a": (time(7), time(13)), "p": (time(12), time(20))}


@dataclass(frozen=True)
class WrittenDays:
    """Minutes by day, and the numbers of the lines that nobody can read, counted from 1."""

    days: Mapping[date, int]
    faults: tuple[int, ...]


def read_days(written: str) -> WrittenDays:
    """What the lines say; a day that stands twice counts once, with what was said last."""
    days: dict[date, int] = {}
    faults = []
    for number, line in enumerate(written.splitlines(), start=1):
        if line.strip():
            found = _day(line.strip()) if len(line) <= 60 else None
            if found is None or len(days) >= MOST_DAYS:
                faults.append(number)
            else:
                days[found[0]] = found[1]
    return WrittenDays(days, tuple(faults))


def _day(line: str) -> tuple[date, int] | None:
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    try:
        day = (
            date.fromisoformat(match["iso"])
            if match["iso"]
            else date(int(match["year"]), int(match["month"]), int(match["day"]))
        )
    except ValueError:
        return None
    minutes = round(float(match["hours"].replace(",", ".")) * 60) if match["hours"] else WHOLE_DAY
    return (day, minutes) if FEWEST <= minutes <= MOST else None


def write_days(days: Mapping[date, int]) -> str:
    """The lines that `read_days` reads."""
    return "\n".join(
        f"{day:%d.%m.%Y} {minutes / 60:.2f}".rstrip("0").rstrip(".") for day, minutes in sorted(days.items())
    )


def windows_to_hours(windows: Collection[str]) -> tuple[Hours, ...]:
    """The times of these windows; morning and afternoon of a day are one, so that a day's seminar fits in."""
    found = []
    for weekday in range(1, 8):
        parts = [_PARTS[part] for part in "ap" if f"{weekday}{part}" in windows]
        if parts:
            found.append(Hours(weekday, parts[0][0], parts[-1][1]))
    return tuple(found)


def known_windows(names: Iterable[str]) -> frozenset[str]:
    """Those of the names that are windows."""
    return frozenset(names) & set(WINDOWS)
