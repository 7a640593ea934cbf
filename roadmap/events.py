"""What happened with roadmaps. Levels and gaps are private and never part of an event."""

from dataclasses import dataclass

from lms.kernel.events import Event
from lms.kernel.toml import Texts


@dataclass(frozen=True, kw_only=True)
class RoadmapEvent(Event):
    """Something happened with a roadmap. roadmap: its uid; profile: slug of the target; title: its name."""

    roadmap: str
    profile: str
    title: Texts


@dataclass(frozen=True, kw_only=True)
class RoadmapCreated(RoadmapEvent):
    """Somebody had a roadmap drawn for the first time."""


@dataclass(frozen=True, kw_only=True)
class RoadmapRedrawn(RoadmapEvent):
    """Somebody had it drawn anew. cause: a `roadmap.models.Cause`."""

    cause: str


@dataclass(frozen=True, kw_only=True)
class RoadmapStepCompleted(RoadmapEvent):
    """Somebody finished a course or an offer of their roadmap. course: its slug; address: of its page."""

    course: str
    course_title: Texts
    address: str


@dataclass(frozen=True, kw_only=True)
class RoadmapCompleted(RoadmapEvent):
    """Somebody finished the last step of their roadmap."""
