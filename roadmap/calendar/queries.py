"""All versions of a person's roadmaps, as a calendar needs them."""

from collections import defaultdict

from sqlalchemy import select

from lms.kernel.clock import LOCAL
from lms.kernel.db import db
from roadmap.calendar.entries import PlannedStep, PlannedVersion
from roadmap.models import Roadmap, RoadmapStep, RoadmapVersion
from roadmap.planning.hours import Hours
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


def _planned(step: RoadmapStep) -> PlannedStep:
    times: tuple[Hours, ...] = times_of(step.reasons)
    done = step.done_at.astimezone(LOCAL).date() if step.done_at is not None else None
    return PlannedStep(step.course, step.start_date, step.end_date, step.minutes, done, times)
