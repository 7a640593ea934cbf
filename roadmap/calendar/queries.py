"""All versions of a person's roadmaps and the dates in them, as a calendar needs them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from lms.kernel.clock import LOCAL
from lms.kernel.db import db
from lms.programme.models import ProgrammeSession
from roadmap.calendar.entries import Held, Meeting, PlannedStep, PlannedVersion
from roadmap.models import Roadmap, RoadmapStep, RoadmapVersion
from roadmap.reasons import times_of


def planned_versions(person_id: int) -> list[PlannedVersion]:
    """The versions of all roadmaps of the person in the order in which they were drawn."""
    query = (
        select(RoadmapVersion.id, RoadmapVersion.drawn_at)
        .join(Roadmap, Roadmap.id == RoadmapVersion.roadmap_id)
        .where(Roadmap.person_id == person_id)
        .order_by(Roadmap.created_at, Roadmap.id, RoadmapVersion.number)
    )
    versions = db.session.execute(query).all()
    mine = select(Roadmap.id).where(Roadmap.person_id == person_id)
    steps = (
        select(RoadmapStep)
        .join(RoadmapVersion, RoadmapVersion.id == RoadmapStep.version_id)
        .where(RoadmapVersion.roadmap_id.in_(mine))
        .order_by(RoadmapStep.version_id, RoadmapStep.position)
    )
    by_version: dict[int, list[PlannedStep]] = defaultdict(list)
    for step in db.session.scalars(steps):
        by_version[step.version_id].append(_planned(step))
    return [PlannedVersion(each.drawn_at, tuple(by_version[each.id])) for each in versions]


def held_dates(organisation_id: int, versions: Iterable[PlannedVersion]) -> dict[str, Held]:
    """The dates of the programme that the versions speak of, as they stand today, by their identifier."""
    wanted = {step.session for version in versions for step in version.steps if step.session}
    if not wanted:
        return {}
    query = select(ProgrammeSession).where(
        ProgrammeSession.organisation_id == organisation_id, ProgrammeSession.uid.in_(wanted)
    )
    return {session.uid: _held(session) for session in db.session.scalars(query)}


def _held(session: ProgrammeSession) -> Held:
    meetings = tuple(Meeting(part.start.astimezone(LOCAL), part.end.astimezone(LOCAL)) for part in session.times)
    return Held(meetings, session.sequence, session.changed_at, session.place, session.is_cancelled)


def _planned(step: RoadmapStep) -> PlannedStep:
    done = step.done_at.astimezone(LOCAL).date() if step.done_at is not None else None
    meetings = tuple(_meetings(step)) if step.session is not None else ()
    return PlannedStep(step.course, step.start_date, step.end_date, step.minutes, done, step.session, meetings)


def _meetings(step: RoadmapStep) -> Iterator[Meeting]:
    """The times of the week that the plan knows of a date, on each of its days."""
    times = sorted(times_of(step.reasons), key=lambda hours: hours.begin)
    for number in range((step.end_date - step.start_date).days + 1 if times else 0):
        day = step.start_date + timedelta(days=number)
        for hours in times:
            if hours.weekday == day.isoweekday():
                begin, end = (datetime.combine(day, each, LOCAL) for each in (hours.begin, hours.end))
                yield Meeting(begin, end)
