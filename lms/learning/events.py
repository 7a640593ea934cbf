"""What happened in learning."""

from dataclasses import dataclass

from lms.kernel.events import Event
from lms.kernel.toml import Texts


@dataclass(frozen=True, kw_only=True)
class CourseEvent(Event):
    """Something happened in a course. course: its slug; registration: joins the statements of one person in it."""

    course: str
    title: Texts
    kind: str
    registration: str


@dataclass(frozen=True, kw_only=True)
class StepEvent(CourseEvent):
    """Something happened in a step of a course."""

    step: str
    step_title: Texts


@dataclass(frozen=True, kw_only=True)
class StepOpened(StepEvent):
    """Somebody looked at a step."""


@dataclass(frozen=True, kw_only=True)
class StepCompleted(StepEvent):
    """Somebody finished a step for the first time."""


@dataclass(frozen=True, kw_only=True)
class CourseCompleted(CourseEvent):
    """Somebody finished all steps of a job aid, or says they took part in a seminar."""
