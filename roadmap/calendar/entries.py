"""What stands in a calendar after all versions of a person's roadmaps, the newest last. Pure.

A course keeps its entry as long as it is planned, whichever version or roadmap plans it, so that calendars move
entries in place of doubling them. A change raises its sequence (https://www.rfc-editor.org/rfc/rfc5545#section-3.8.7.4);
what is no longer planned stays as cancelled, for a calendar that was filled from a file forgets nothing by itself.

Steps without a date are entries of whole days, from the first to the last: when in the week somebody learns is theirs
to choose, and no free time is taken. Steps with a date are entries at their times, one for each meeting; that a date
itself was changed or cancelled by who holds it counts as well, also where the roadmap was not drawn anew since.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime


@dataclass(frozen=True)
class Meeting:
    """From when to when somebody has to be there; aware, on one day."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Held:
    """A date of a seminar as it stands today. revision: how often it was changed, last at `changed`."""

    meetings: tuple[Meeting, ...]
    revision: int
    changed: datetime
    place: str = ""
    is_cancelled: bool = False


@dataclass(frozen=True)
class PlannedStep:
    """A step of a version. done: the day it was finished, None if it is still to come. session: its date, None if it
    has none. meetings: of this date, as far as the plan itself knows them."""

    course: str
    first: date
    last: date
    minutes: int
    done: date | None = None
    session: str | None = None
    meetings: tuple[Meeting, ...] = ()


@dataclass(frozen=True)
class PlannedVersion:
    """A version of a roadmap. at: when it was drawn, aware."""

    at: datetime
    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True)
class Shape:
    """When an entry is. first, last: days, both included. meeting: its time; None for whole days.

    minutes: learning time. session: the date it belongs to. is_done: whether it lies behind, so that it stays.
    """

    first: date
    last: date
    minutes: int
    meeting: Meeting | None = None
    session: str | None = None
    is_done: bool = False


@dataclass(frozen=True)
class Entry:
    """An entry as it stands now. part: which meeting of the course, counted from 0. sequence: how often it changed.

    since, changed: when it came, and when it changed for the last time.
    """

    course: str
    part: int
    shape: Shape
    sequence: int
    since: datetime
    changed: datetime
    is_cancelled: bool = False


@dataclass(frozen=True)
class Worded:
    """An entry and its texts in one language. uid: the same for ever; place, url: empty if there is none."""

    entry: Entry
    uid: str
    title: str
    description: str
    place: str = ""
    url: str = ""


NOTHING_HELD: Mapping[str, Held] = {}


def entries(versions: Iterable[PlannedVersion], held: Mapping[str, Held] = NOTHING_HELD) -> list[Entry]:
    """The entries after these versions, in the order in which they came. held: dates by their identifier."""
    found: dict[tuple[str, int], Entry] = {}
    seen: dict[str, set[str]] = defaultdict(set)
    for version in versions:
        now: dict[tuple[str, int], Shape] = {}
        for step in version.steps:
            if step.session is not None and step.session in held:
                seen[step.course].add(step.session)
            now |= {(step.course, part): shape for part, shape in enumerate(_shapes(step, held))}
        for key, shape in now.items():
            found[key] = _changed(found.get(key), key, shape, version.at)
        for key in found.keys() - now.keys():
            found[key] = _gone(found[key], version.at)
    return [_as_held(entry, [held[name] for name in seen[entry.course]], held) for entry in found.values()]


def _changed(before: Entry | None, key: tuple[str, int], shape: Shape, at: datetime) -> Entry:
    if before is None:
        return Entry(*key, shape, 0, since=at, changed=at)
    if before.shape == shape and not before.is_cancelled:
        return before
    return Entry(*key, shape, before.sequence + 1, since=before.since, changed=at)


def _gone(before: Entry, at: datetime) -> Entry:
    if before.is_cancelled or before.shape.is_done:
        return before
    return replace(before, sequence=before.sequence + 1, changed=at, is_cancelled=True)


def _as_held(entry: Entry, dates: Iterable[Held], held: Mapping[str, Held]) -> Entry:
    """With the changes of all dates that the course ever had in a plan: a sum of what only grows never falls."""
    own = held.get(entry.shape.session or "")
    for each in dates:
        if each.revision:
            changed = max(entry.changed, each.changed)
            entry = replace(entry, sequence=entry.sequence + each.revision, changed=changed)
    return replace(entry, is_cancelled=True) if own is not None and own.is_cancelled else entry


def _shapes(step: PlannedStep, held: Mapping[str, Held]) -> Iterator[Shape]:
    """The meetings of a step with times; else one span, which ends with the day on which it was finished."""
    done = step.done
    known = held.get(step.session or "")
    meetings = known.meetings if known is not None else step.meetings
    for meeting in meetings:
        day = meeting.start.date()
        yield Shape(day, day, step.minutes, meeting, step.session, is_done=done is not None)
    if meetings:
        return
    if done is None:
        yield Shape(step.first, step.last, step.minutes, session=step.session)
    else:
        yield Shape(min(step.first, done), min(step.last, done), step.minutes, session=step.session, is_done=True)
