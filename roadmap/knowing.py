"""What is known for drawing a roadmap, read from the database."""

from dataclasses import replace

from sqlalchemy import select

from competence_check.levels import Profile
from competence_check.models import TargetProfile
from competence_check.queries import profile_at, target_profile
from lms.catalogue.queries import offered_courses
from lms.kernel import clock
from lms.kernel.db import db
from lms.programme.queries import named, not_ended
from roadmap.dated import NO_DATES, Dates, dates_for
from roadmap.followup.queries import gains_in_use
from roadmap.goals.combining import Combined, combine
from roadmap.goals.queries import goals_called
from roadmap.measured import Measured
from roadmap.models import Roadmap, RoadmapVersion
from roadmap.offers.queries import current_offers
from roadmap.queries import completions, steps_of, version_of
from roadmap.region.demand import competence_weights
from roadmap.region.queries import current_demand
from roadmap.task import Known, offered_to
from roadmap.troubles import Trouble, troubles
from roadmap.wishes import Wishes


def known_of(roadmap: Roadmap, newest: RoadmapVersion | None = None) -> Known:
    """What the newest version was drawn from, as of today. newest: where it was read already."""
    version = newest or version_of(roadmap)
    known = Known(
        today=clock.today(),
        start=roadmap.start_date,
        weekly_minutes=version.weekly_minutes,
        measured=Measured.from_json(version.levels),
        profile=profile_of(roadmap, version),
        offered=offered_to(offered_courses(), internal=roadmap.internal),
        completed=completions(roadmap.person_id),
        dropped=frozenset(version.dropped),
        steps=tuple(steps_of(version)),
        gains=gains_in_use(),
        dates=programme_for(roadmap.organisation_id, roadmap.person_id, internal=roadmap.internal),
    )
    return wishing(known, Wishes.from_json(version.wishes))


def profile_of(roadmap: Roadmap, version: RoadmapVersion) -> Profile:
    """The target as it was when the version was drawn; it stays until the person takes over a newer one."""
    if version.profile_number is None:
        return target_profile(roadmap.profile)
    return profile_at(roadmap.profile, version.profile_number)


def has_newer_profile(roadmap: Roadmap, profile: Profile) -> bool:
    """Whether there is a newer version of the target than `profile`."""
    newest = db.session.scalar(select(TargetProfile.number).where(TargetProfile.slug == roadmap.profile))
    return newest is not None and newest > profile.number


def programme_for(organisation_id: int, person_id: int, *, internal: bool) -> Dates:
    """The dates of the organisation's programme with what they are to the person; none for guests."""
    return dates_for(not_ended(organisation_id, person_id), clock.now()) if internal else NO_DATES


def troubles_now(roadmap: Roadmap, known: Known) -> dict[str, Trouble]:
    """What is wrong with the dates on which the roadmap stands, by course."""
    ours = {course.slug for course in known.offered}
    steps = [step for step in known.waiting if step.course in ours]
    uids = [step.session for step in steps if step.session]
    return troubles(steps, named(roadmap.organisation_id, roadmap.person_id, uids))


def wishing(known: Known, wishes: Wishes) -> Known:
    """The same with these wishes."""
    return replace(
        known,
        wishes=wishes,
        combined=combined_target(known.profile, wishes),
        offers=tuple(current_offers()) if wishes.limits.external else (),
        limits=wishes.limits,
    )


def combined_target(profile: Profile, wishes: Wishes) -> Combined:
    """What role, goals and demand ask for together."""
    demand = current_demand() if wishes.demand else None
    return combine(
        profile,
        goals_called(wishes.goals) if wishes.goals else (),
        competence_weights(demand) if demand is not None else None,
    )
