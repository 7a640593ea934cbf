"""How many dates of a seminar are still needed beside those that stand already. Pure.

The figures do not say who of the people counted has a seat already: that would tell who they are. So there are two
numbers: all seats that are taken are theirs, or none is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from lms.programme.queries import Listed


@dataclass(frozen=True)
class Planned:
    """The dates of a seminar that are still to come: how many, all their seats, and those that are free."""

    dates: int = 0
    seats: int = 0
    free: int = 0


NONE = Planned()


def planned(found: Iterable[Listed], now: datetime) -> dict[str, Planned]:
    """By course."""
    by_course: dict[str, Planned] = {}
    for each in found:
        if each.session.starts_at > now:
            before = by_course.get(each.session.course.slug, NONE)
            by_course[each.session.course.slug] = Planned(
                before.dates + 1, before.seats + each.session.seats, before.free + each.free
            )
    return by_course


def still_needed(people: int, seats: int, there: Planned) -> tuple[int, int]:
    """The fewest and the most further dates of so many seats each that are needed for so many people."""
    return ceil(max(0, people - there.seats) / seats), ceil(max(0, people - there.free) / seats)
