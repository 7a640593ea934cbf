"""Offers as courses of a planning task, and which of them a person can take at all. Pure.

hours -> minutes       cost -> cost             format -> kind.format     place -> kind.place
language level, unit_minutes, barrier_free -> the fields of the same name of kind
dates -> sessions, whose minutes are spread evenly over the weekdays      requires -> requires, what is offered
part_time -> `fitting`, before the task is made: the planner has no such field
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from roadmap.offers.models import Offer
from roadmap.planning.accepted import Kind
from roadmap.planning.calendar import monday_of, week_of
from roadmap.planning.sessions import MOST_WEEKS, Session
from roadmap.planning.values import Course, Outcome


def fitting(offers: Iterable[Offer], *, part_time: bool) -> tuple[Offer, ...]:
    """The offers that the person can take. part_time: only measures in part-time.

    All other limits are the planner's, see `roadmap.planning.accepted`.
    """
    return tuple(offer for offer in offers if offer.part_time or not part_time)


def courses_of(offers: Iterable[Offer], offered: Collection[str]) -> tuple[Course, ...]:
    """The offers that raise a competence, as courses. offered: slugs of everything that can be planned; other
    requirements cannot be asked of anybody."""
    return tuple(_course(offer, offered) for offer in offers if offer.outcomes)


def _course(offer: Offer, offered: Collection[str]) -> Course:
    return Course(
        slug=offer.slug,
        minutes=offer.minutes,
        outcomes=tuple(Outcome(each["competence"], each["needs"], each["reaches"]) for each in offer.outcomes),
        requires=tuple(slug for slug in offer.requires if slug in offered),
        cost=offer.cost,
        sessions=tuple(
            Session(each["id"], start, end, spread(offer.minutes, start, end), each["seats"])
            for each in offer.dates
            for start, end in [(date.fromisoformat(each["start"]), date.fromisoformat(each["end"]))]
            if week_of(start, end) < MOST_WEEKS
        ),
        kind=Kind(
            format=offer.format,
            place=offer.place or None,
            barrier_free=offer.barrier_free,
            language_level=offer.language_level or None,
            unit_minutes=offer.unit_minutes,
        ),
    )


def spread(minutes: int, start: date, end: date) -> tuple[int, ...]:
    """The minutes in each calendar week from `start` to `end`, in proportion to the weekdays that lie in it."""
    weeks = week_of(start, end) + 1
    shares = [_weekdays(max(start, monday), min(end, monday + timedelta(days=6))) for monday in _mondays(start, weeks)]
    if not any(shares):
        shares = [1] * weeks
    done, whole, loads = 0, 0, []
    for share in shares:
        whole += share
        upto = minutes * whole // sum(shares)
        loads.append(upto - done)
        done = upto
    return tuple(loads)


def _mondays(start: date, weeks: int) -> list[date]:
    return [monday_of(start) + timedelta(weeks=number) for number in range(weeks)]


def _weekdays(first: date, last: date) -> int:
    return sum((first + timedelta(days=number)).weekday() < 5 for number in range((last - first).days + 1))


def expected_gain(outcome: dict[str, float], level: float) -> float:
    """Levels that somebody who stands at `level` can expect of an outcome of an offer; 0 where too little is known
    to follow it or nothing is left to learn."""
    if level + 1 <= outcome["needs"]:
        return 0.0
    return max(0.0, min(outcome["gain"], outcome["reaches"] - level))
