"""What stands in a calendar after all versions of a person's roadmaps, the newest last. Pure.

A course keeps its entry as long as it is planned, whichever version or roadmap plans it, so that calendars move
entries in place of doubling them. A change raises its sequence (https://www.rfc-editor.org/rfc/rfc5545#section-3.8.7.4);
what is no longer planned stays as cancelled, for a calendar that was filled from a file forgets nothing by itself.

Steps without a date are entries of whole days, from the first to the last: when in the week somebody learns is theirs
to choose, and no free time is taken. Steps with a date are entries at their times, one for each meeting.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from roadmap.planning.hours import Hours


@dataclass(frozen=True)
class PlannedStep:
    """A step of a version. done: the day it was finished, None if it is still to come. times: when in the week a dated
    one is held; none if it has no date or nobody knows."""

    course: str
    first: date
    last: date
    minutes: int
    done: date | None = None
    times: tuple[Hours, ...] = ()


@dataclass(frozen=True)
class PlannedVersion:
    """A version of a roadmap. at: when it was drawn, aware."""

    at: datetime
    steps: tuple[PlannedStep, ...]


@dataclass(frozen=True)
class Shape:
    """When an entry is. first, last: days, both included. hours: its time on that day; None for whole days.

    minutes: learning time. is_done: whether it lies behind, so that it stays where it is.
    """

    first: date
    last: date
    minutes: int
    hours: Hours | None = None
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


def entries(versions: Iterable[PlannedVersion]) -> list[Entry]:
    """The entries after these versions, in the order in which they came."""
    found: dict[tuple[str, int], Entry] = {}
    for version in versions:
        now = {(step.course, part): shape for step in version.steps for part, shape in enumerate(_shapes(step))}
        for key, shape in now.items():
            found[key] = _changed(found.get(key), key, shape, version.at)
        for key in found.keys() - now.keys():
            found[key] = _gone(found[key], version.at)
    return list(found.values())


def _changed(before: Entry | None, key: tuple[str, int], shape: Shape, at: datetime) -> Entry:
    if before is None:
        return Entry(*key, shape, 0, since=at, changed=at)
    if before.shape == shape and not before.is_cancelled:
        return before
    return Entry(*key, shape, before.sequence + 1, since=before.since, changed=at)


def _gone(before: Entry, at: datetime) -> Entry:
    if before.is_cancelled or before.shape.is_done:
        return before
    key = (before.course, before.part)
    return Entry(*key, before.shape, before.sequence + 1, since=before.since, changed=at, is_cancelled=True)


def _shapes(step: PlannedStep) -> Iterator[Shape]:
    """The meetings of a step with times; else one span, which ends with the day on which it was finished."""
    done = step.done
    if step.times:
        for day, hours in _meetings(step):
            yield Shape(day, day, step.minutes, hours, is_done=done is not None)
    elif done is None:
        yield Shape(step.first, step.last, step.minutes)
    else:
        yield Shape(min(step.first, done), min(step.last, done), step.minutes, is_done=True)


def _meetings(step: PlannedStep) -> Iterator[tuple[date, Hours]]:
    for number in range((step.last - step.first).days + 1):
        day = step.first + timedelta(days=number)
        for hours in sorted(step.times, key=lambda each: each.begin):
            if hours.weekday == day.isoweekday():
                yield day, hours
