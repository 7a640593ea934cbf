"""Publishing what happened with a roadmap."""

from typing import Any

from competence_check.levels import Profile
from lms.kernel import clock
from lms.kernel.plugin import publish
from lms.learning.events import CourseCompleted
from roadmap.events import RoadmapCompleted, RoadmapCreated, RoadmapRedrawn, RoadmapStepCompleted
from roadmap.models import Cause, Roadmap


def about(roadmap: Roadmap, uid: str, profile: Profile) -> dict[str, Any]:
    """What every event says; uid: the person's opaque identifier."""
    return {
        "actor": uid,
        "organisation_id": roadmap.organisation_id,
        "at": clock.now(),
        "roadmap": roadmap.uid,
        "profile": profile.slug,
        "title": profile.names,
    }


def tell_created(roadmap: Roadmap, uid: str, profile: Profile) -> None:
    """The person had it drawn for the first time."""
    publish(RoadmapCreated(**about(roadmap, uid, profile)))


def tell_redrawn(roadmap: Roadmap, uid: str, profile: Profile, cause: Cause) -> None:
    """The person had it drawn anew."""
    publish(RoadmapRedrawn(**about(roadmap, uid, profile), cause=cause.value))


def tell_step_completed(roadmap: Roadmap, profile: Profile, course: CourseCompleted) -> None:
    """The person finished a course of it."""
    known = about(roadmap, course.actor, profile)
    publish(RoadmapStepCompleted(**known, course=course.course, course_title=course.title))


def tell_completed(roadmap: Roadmap, uid: str, profile: Profile) -> None:
    """The person finished the last step."""
    publish(RoadmapCompleted(**about(roadmap, uid, profile)))
