"""What has become of the dates that a roadmap stands on: which of its steps are no longer possible, and why. Pure."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from lms.programme.queries import Listed
from lms.programme.rules import EnrolmentState
from roadmap.dated import is_same_time
from roadmap.models import RoadmapStep, StepState


class Trouble(StrEnum):
    """Why a step cannot stay on its date."""

    GONE = "gone"
    CANCELLED = "cancelled"
    MISSED = "missed"
    MOVED = "moved"
    FULL = "full"
    TOO_LATE = "too_late"


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


def _without_seat(date: Listed) -> Trouble | None:
    state = date.mine.state if date.mine is not None else ""
    if state == EnrolmentState.MISSED:
        return Trouble.MISSED
    if state in (EnrolmentState.CONFIRMED, EnrolmentState.ATTENDED):
        return None
    if date.session.closed:
        return Trouble.TOO_LATE
    return None if date.free or date.active else Trouble.FULL
