"""The programme's dates as sessions of a planning task: those with a seat for this person. Pure.

A seat that the person has is the only date of its seminar. A date that is full has no free seat; if the person waits
for it and no other date has one, it is planned as if they moved up. A seminar that the person is in the middle of has
no dates any more: what is left of it goes on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time

from lms.kernel.clock import LOCAL
from lms.programme.queries import Listed
from lms.programme.rules import EnrolmentState, spread
from roadmap.planning.accepted import Accepted
from roadmap.planning.calendar import week_of
from roadmap.planning.hours import Hours
from roadmap.planning.sessions import Session


@dataclass(frozen=True)
class Dates:
    """Sessions by course. seated: courses in which the person has a seat, in one of these or already under way.

    listed: the dates themselves by uid, with those on which a roadmap stands, whatever became of them.
    """

    sessions: Mapping[str, tuple[Session, ...]] = field(default_factory=dict)
    seated: frozenset[str] = frozenset()
    listed: Mapping[str, Listed] = field(default_factory=dict)


NO_DATES = Dates()


def dates_for(found: Iterable[Listed], now: datetime) -> Dates:
    """The dates that one person can plan with: those that take place and have not ended."""
    by_course: dict[str, list[Listed]] = {}
    listed = {each.session.uid: each for each in found}
    for each in listed.values():
        if not each.session.is_cancelled and each.session.times[-1].end > now:
            by_course.setdefault(each.session.course.slug, []).append(each)
    seated = {slug: [each for each in dates if _has_seat(each)] for slug, dates in by_course.items()}
    under_way = {slug for slug, own in seated.items() if any(each.session.starts_at <= now for each in own)}
    sessions = {
        slug: tuple(_sessions(seated[slug] or dates, now)) for slug, dates in by_course.items() if slug not in under_way
    }
    return Dates(
        {slug: each for slug, each in sessions.items() if each},
        frozenset(slug for slug, own in seated.items() if own),
        listed,
    )


def _has_seat(each: Listed) -> bool:
    return each.mine is not None and each.mine.state == EnrolmentState.CONFIRMED


def _sessions(dates: list[Listed], now: datetime) -> Iterable[Session]:
    coming = [each for each in dates if each.session.starts_at > now]
    is_full = not any(each.free and not each.session.closed for each in coming)
    for each in coming:
        if _has_seat(each) or (is_full and each.active):
            yield session_of(each, None)
        else:
            yield session_of(each, 0 if each.session.closed else each.free)


def session_of(each: Listed, seats: int | None) -> Session:
    """A date in days and weeks. seats: free ones; None for who need not care."""
    times = each.session.times
    first, last = times[0].day, times[-1].day
    minutes = [0] * (week_of(first, last) + 1)
    for day, share in spread(each.session.course.minutes, times).items():
        minutes[week_of(first, day)] += share
    return Session(each.session.uid, first, last, tuple(minutes), seats, tuple(sorted(_hours(each), key=_order)))


def _hours(each: Listed) -> set[Hours]:
    local = [(part.start.astimezone(LOCAL), part.end.astimezone(LOCAL)) for part in each.session.times]
    return {Hours(start.isoweekday(), start.time(), end.time()) for start, end in local}


def _order(hours: Hours) -> tuple[int, time]:
    return hours.weekday, hours.begin


def kept(sessions: tuple[Session, ...], promised: str | None, accepted: Accepted) -> tuple[Session, ...]:
    """Only the promised session, if it is still there with a seat and the person can come; all of them otherwise."""
    own = tuple(each for each in sessions if each.id == promised and each.seats != 0 and accepted.comes_to(each.times))
    return own or sessions


def is_same_time(start: date, end: date, each: Listed) -> bool:
    """Whether a step from `start` to `end` has the days of the date."""
    times = each.session.times
    return (start, end) == (times[0].day, times[-1].day)
