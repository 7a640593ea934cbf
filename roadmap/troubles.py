"""What has become of what a roadmap stands on: which of its steps are no longer possible, and why. Pure.

And the other way round: of what it left out there may be a date now.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from lms.programme.queries import Listed
from lms.programme.rules import EnrolmentState
from roadmap.dated import is_same_time
from roadmap.models import RoadmapStep, RoadmapVersion, StepState
from roadmap.offers.models import Offer
from roadmap.planning.plan import Why


class Trouble(StrEnum):
    """Why a step cannot stay on its date."""

    GONE = "gone"
    CANCELLED = "cancelled"
    MISSED = "missed"
    MOVED = "moved"
    FULL = "full"
    TOO_LATE = "too_late"
    WITHDRAWN = "withdrawn"


def troubles(steps: Iterable[RoadmapStep], dates: Mapping[str, Listed]) -> dict[str, Trouble]:
    """What is wrong with the dated steps that are not done, by course. dates: by uid, as they are today."""
    found = {
        step.course: _trouble(step, dates.get(step.session))
        for step in steps
        if step.session is not None and step.state == StepState.PLANNED
    }
    return {course: trouble for course, trouble in found.items() if trouble is not None}


def _trouble(step: RoadmapStep, date: Listed | None) -> Trouble | None:
    if date is None:
        return Trouble.GONE
    if date.session.is_cancelled:
        return Trouble.CANCELLED
    if not is_same_time(step.start_date, step.end_date, date):
        return Trouble.MOVED
    return _without_seat(date)


def troubles_of_offers(steps: Iterable[RoadmapStep], offers: Mapping[str, Offer]) -> dict[str, Trouble]:
    """What is wrong with steps that are not done, by course: of offers of training providers, which change their dates
    themselves, and of what is no longer offered. offers: by slug, as they are today."""
    found = {
        step.course: _trouble_of(step, offers.get(step.course)) for step in steps if step.state == StepState.PLANNED
    }
    return {course: trouble for course, trouble in found.items() if trouble is not None}


def _trouble_of(step: RoadmapStep, offer: Offer | None) -> Trouble | None:
    if offer is None or offer.retired:
        return Trouble.WITHDRAWN
    if step.session is None:
        return None
    date = next((each for each in offer.dates if each["id"] == step.session), None)
    if date is None:
        return Trouble.GONE
    if (date["start"], date["end"]) != (step.start_date.isoformat(), step.end_date.isoformat()):
        return Trouble.MOVED
    return Trouble.FULL if date["seats"] == 0 else None


def wanting_dates(version: RoadmapVersion, steps: Iterable[RoadmapStep]) -> set[str]:
    """Courses that the version left out though they would close more: they did not fit, or one more date would help."""
    open_ones = {slug for rest in version.rests if rest["why"] == Why.NO_TIME.value for slug in rest["courses"]}
    wanted = {change["course"] for change in version.changes or () if change["what"] == "date" and change.get("course")}
    return (open_ones | wanted) - {step.course for step in steps} - set(version.dropped)


def courses_with_new_dates(dates: Iterable[Listed], courses: Collection[str], since: datetime) -> list[str]:
    """Those of the courses with a date that is new or was changed after `since`, and that one can still enrol in."""
    return sorted(
        {
            each.session.course.slug
            for each in dates
            if each.session.course.slug in courses
            and each.session.changed_at > since
            and each.free
            and not each.session.closed
        }
    )


def _without_seat(date: Listed) -> Trouble | None:
    state = date.mine.state if date.mine is not None else ""
    if state == EnrolmentState.MISSED:
        return Trouble.MISSED
    if state in (EnrolmentState.CONFIRMED, EnrolmentState.ATTENDED):
        return None
    if date.session.closed:
        return Trouble.TOO_LATE
    return None if date.free or date.active else Trouble.FULL
