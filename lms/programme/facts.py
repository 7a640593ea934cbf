"""A date as a form or a sheet states it, and what must hold for every date, wherever it comes from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from flask_babel import gettext as _

from lms.kernel.clock import LOCAL
from lms.programme.rules import Part

MOST_SEATS = 1000
MOST_PARTS = 12
LATEST = timedelta(days=731)
_PART = re.compile(r"(\S+)\s+(\d{1,2})[:.](\d{2})\s*(?:-|–|bis)\s*(\d{1,2})[:.](\d{2})")
_GERMAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


@dataclass(frozen=True)
class SessionFacts:
    """The columns of `lms.programme.models.ProgrammeSession` that people write. course: slug."""

    course: str
    times: tuple[Part, ...]
    place: str
    link: str
    seats: int
    minimum: int
    deadline: date


def part_of(day: date, begin: time, end: time) -> Part:
    """From `begin` to `end` on a day, in the city's time zone."""
    return Part(*(datetime.combine(day, each, LOCAL).astimezone(UTC) for each in (begin, end)))


def read_parts(text: str) -> tuple[Part, ...]:
    """Parts as people write them, one per line or with semicolons: "12.01.2027 9:00-12:30".

    Raises ValueError with the piece that cannot be read.
    """
    pieces = [piece.strip() for piece in re.split(r"[;\n]", text) if piece.strip()]
    return tuple(sorted(map(_part, pieces)))


def _part(piece: str) -> Part:
    match = _PART.fullmatch(piece)
    if match is None:
        raise ValueError(piece)
    day, *clock = match.groups()
    hours = [int(each) for each in clock]
    try:
        return part_of(read_day(day), time(hours[0], hours[1]), time(hours[2], hours[3]))
    except ValueError as error:
        raise ValueError(piece) from error


def read_day(text: str) -> date:
    """A day such as 2027-01-12 or 12.01.2027. Raises ValueError."""
    match = _GERMAN.fullmatch(text)
    return date(int(match[3]), int(match[2]), int(match[1])) if match else date.fromisoformat(text)


def written_parts(parts: Sequence[Part]) -> str:
    """Parts as `read_parts` reads them, one per line."""
    return "\n".join(f"{_local(part.start):%d.%m.%Y %H:%M}-{_local(part.end):%H:%M}" for part in parts)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(LOCAL)


def faults(facts: SessionFacts, today: date) -> dict[str, str]:
    """What is wrong with the date, by field; empty if nothing is."""
    return {**_time_faults(facts, today), **_seat_faults(facts), **_place_faults(facts)}


def _time_faults(facts: SessionFacts, today: date) -> dict[str, str]:
    times = facts.times
    if not times:
        return {"times": _("Geben Sie an, wann der Termin ist.")}
    if len(times) > MOST_PARTS:
        return {"times": _("Ein Termin hat höchstens %(most)s Tage.", most=MOST_PARTS)}
    if any(part.end <= part.start for part in times):
        return {"times": _("Das Ende muss nach dem Beginn liegen.")}
    if any(one.end > other.start for one, other in pairwise(times)):
        return {"times": _("Zwei Zeiten überschneiden sich.")}
    return _day_faults(facts, today)


def _day_faults(facts: SessionFacts, today: date) -> dict[str, str]:
    first, last = facts.times[0].day, facts.times[-1].day
    if not today <= first <= last <= today + LATEST:
        return {"times": _("Wählen Sie Tage von heute bis in zwei Jahren.")}
    if facts.deadline > first:
        return {"deadline": _("Die Anmeldefrist darf nicht nach dem ersten Tag enden.")}
    return {}


def _seat_faults(facts: SessionFacts) -> dict[str, str]:
    if not 1 <= facts.seats <= MOST_SEATS:
        return {"seats": _("Geben Sie 1 bis %(most)s Plätze an.", most=MOST_SEATS)}
    if not 0 <= facts.minimum <= facts.seats:
        return {"minimum": _("Die Mindestzahl liegt zwischen 0 und der Zahl der Plätze.")}
    return {}


def _place_faults(facts: SessionFacts) -> dict[str, str]:
    if not facts.place and not facts.link:
        return {"place": _("Geben Sie einen Ort oder einen Link an.")}
    if facts.link and not re.fullmatch(r"https://[^\s/]+\S*", facts.link):
        return {"link": _("Der Link muss mit https:// beginnen.")}
    return {}
