"""Offers as courses of a planning task. Pure.

hours -> minutes       cost -> cost             format -> kind.format     place -> kind.place
language level, unit_minutes, barrier_free, part_time -> the fields of the same name of kind
dates -> sessions, whose minutes are spread evenly over the weekdays      requires -> requires, what is offered
"""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from roadmap.offers.models import Offer
from roadmap.planning.accepted import Kind
from roadmap.planning.calendar import monday_of, week_of
from roadmap.planning.sessions import MOST_WEEKS, Session
from roadmap.planning.values import Course
from roadmap.teaching import Gains, outcome


def courses_of(offers: Iterable[Offer], offered: Collection[str], gains: Gains) -> tuple[Course, ...]:
    """The offers that raise a competence, as courses. offered: slugs of everything that can be planned; other
    requirements cannot be asked of anybody. gains: what was measured."""
    return tuple(_course(offer, offered, gains) for offer in offers if offer.outcomes)


def _course(offer: Offer, offered: Collection[str], gains: Gains) -> Course:
    return Course(
        slug=offer.slug,
        minutes=offer.minutes,
        outcomes=tuple(outcome(offer.slug, each, gains) for each in offer.outcomes),
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
            part_time=offer.part_time,
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
