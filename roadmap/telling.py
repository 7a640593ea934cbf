"""Publishing what happened with a roadmap."""

from dataclasses import dataclass
from typing import Any

from competence_check.levels import Profile
from lms.kernel import clock
from lms.kernel.plugin import publish
from lms.kernel.toml import Texts
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


@dataclass(frozen=True)
class Finished:
    """A course or an offer that was finished. address: of its page."""

    slug: str
    title: Texts
    address: str


def tell_step_completed(roadmap: Roadmap, uid: str, profile: Profile, done: Finished) -> None:
    """The person finished a course of it."""
    known = about(roadmap, uid, profile)
    publish(RoadmapStepCompleted(**known, course=done.slug, course_title=done.title, address=done.address))


def tell_completed(roadmap: Roadmap, uid: str, profile: Profile) -> None:
    """The person finished the last step."""
    publish(RoadmapCompleted(**about(roadmap, uid, profile)))
