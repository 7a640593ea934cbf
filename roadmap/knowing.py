"""What is known for drawing a roadmap, read from the database."""

from collections.abc import Collection
from dataclasses import replace

from competence_check.levels import Profile
from competence_check.queries import profile_at, target_profile
from lms.catalogue.queries import offered_courses
from lms.kernel import clock
from lms.programme.queries import not_ended
from roadmap.dated import NO_DATES, Dates, dates_for
from roadmap.followup.queries import gains_in_use
from roadmap.goals.combining import Combined, combine
from roadmap.goals.queries import goals_called
from roadmap.measured import Measured
from roadmap.models import Roadmap, RoadmapVersion, StepState
from roadmap.offers.models import Offer
from roadmap.offers.queries import current_offers, offers_named
from roadmap.queries import completions, steps_of, version_of
from roadmap.region.demand import competence_weights
from roadmap.region.queries import current_demand
from roadmap.task import Known, offered_to
from roadmap.troubles import Trouble, courses_with_new_dates, troubles, troubles_of_offers, wanting_dates
from roadmap.wishes import Wishes


def known_of(roadmap: Roadmap, newest: RoadmapVersion | None = None) -> Known:
    """What the newest version was drawn from, as of today. newest: where it was read already."""
    version = newest or version_of(roadmap)
    steps = tuple(steps_of(version))
    known = Known(
        today=clock.today(),
        start=roadmap.start_date,
        weekly_minutes=version.weekly_minutes,
        measured=Measured.from_json(version.levels),
        profile=profile_of(roadmap, version),
        offered=offered_to(offered_courses(), internal=roadmap.internal),
        completed=completions(roadmap.person_id),
        dropped=frozenset(version.dropped),
        steps=steps,
        gains=gains_in_use(),
        dates=programme_for(
            roadmap.organisation_id,
            roadmap.person_id,
            [step.session for step in steps if step.session and step.state == StepState.PLANNED],
            internal=roadmap.internal,
        ),
    )
    return wishing(known, Wishes.from_json(version.wishes))


def profile_of(roadmap: Roadmap, version: RoadmapVersion) -> Profile:
    """The target as it was when the version was drawn; it stays until the person takes over a newer one."""
    if version.profile_number is None:
        return target_profile(roadmap.profile)
    return profile_at(roadmap.profile, version.profile_number)


def programme_for(organisation_id: int, person_id: int, uids: Collection[str] = (), *, internal: bool) -> Dates:
    """The dates of the organisation's programme with what they are to the person; none for guests. uids: of dates that
    are wanted whatever became of them."""
    return dates_for(not_ended(organisation_id, person_id, uids), clock.now()) if internal else NO_DATES


def troubles_now(known: Known) -> dict[str, Trouble]:
    """What is wrong with the steps to come, by course: their dates are gone, or they are no longer offered."""
    ours, offers = {course.slug for course in known.offered}, {offer.slug: offer for offer in known.offers}
    return {
        **troubles([step for step in known.waiting if step.course in ours], known.dates.listed),
        **troubles_of_offers([step for step in known.waiting if step.course not in ours], offers),
    }


def new_dates(known: Known, version: RoadmapVersion) -> list[str]:
    """Courses of which there is a date with a free seat that the version did not know, and that it left out for want of
    one."""
    return courses_with_new_dates(known.dates.listed.values(), wanting_dates(version, known.steps), version.drawn_at)


def wishing(known: Known, wishes: Wishes) -> Known:
    """The same with these wishes."""
    return replace(
        known,
        wishes=wishes,
        combined=combined_target(known.profile, wishes),
        offers=known.offers if known.limits.external and wishes.limits.external else _offers(known, wishes),
        limits=wishes.limits,
    )


def _offers(known: Known, wishes: Wishes) -> tuple[Offer, ...]:
    """Offers that may be planned, and those that the person has finished, even if they are no longer offered."""
    finished = known.completed.keys() - {course.slug for course in known.offered}
    if wishes.limits.external:
        return tuple(current_offers(finished))
    return tuple(offers_named(finished).values())


def combined_target(profile: Profile, wishes: Wishes) -> Combined:
    """What role, goals and demand ask for together."""
    demand = current_demand() if wishes.demand else None
    return combine(
        profile,
        goals_called(wishes.goals) if wishes.goals else (),
        competence_weights(demand) if demand is not None else None,
    )
