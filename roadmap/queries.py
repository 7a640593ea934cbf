"""What is stored about roadmaps, and what they need to know of courses and learning."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, select, union_all

from lms.accounts.models import Person
from lms.catalogue.models import Course
from lms.kernel.db import db
from lms.kernel.errors import NotFound
from lms.learning.models import CourseProgress
from roadmap.models import Roadmap, RoadmapStep, RoadmapVersion
from roadmap.offers.models import OfferCompletion


def active_roadmap(person_id: int, *, lock: bool = False) -> Roadmap | None:
    """The roadmap that the person follows. lock: keep others from changing it until the transaction ends."""
    query = select(Roadmap).where(Roadmap.person_id == person_id, Roadmap.active)
    return db.session.scalars(query.with_for_update() if lock else query).one_or_none()


def roadmap_of(person_id: int, uid: str, *, lock: bool = False) -> Roadmap:
    """The person's roadmap with this uid. Raises NotFound, also for somebody else's."""
    query = select(Roadmap).where(Roadmap.person_id == person_id, Roadmap.uid == uid)
    found = db.session.scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None:
        raise NotFound
    return found


def earlier_roadmaps(person_id: int, most: int = 20) -> list[Roadmap]:
    """The roadmaps that the person no longer follows, newest first."""
    query = select(Roadmap).where(Roadmap.person_id == person_id, Roadmap.active.is_(False))
    return list(db.session.scalars(query.order_by(Roadmap.created_at.desc(), Roadmap.id.desc()).limit(most)))


def version_of(roadmap: Roadmap, number: int | None = None) -> RoadmapVersion:
    """A version of the roadmap, the newest unless another is asked for. Raises NotFound."""
    wanted = roadmap.version if number is None else number
    query = select(RoadmapVersion).where(RoadmapVersion.roadmap_id == roadmap.id, RoadmapVersion.number == wanted)
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def versions_of(roadmap: Roadmap) -> list[RoadmapVersion]:
    """All versions, newest first."""
    query = select(RoadmapVersion).where(RoadmapVersion.roadmap_id == roadmap.id)
    return list(db.session.scalars(query.order_by(RoadmapVersion.number.desc())))


def steps_of(version: RoadmapVersion) -> list[RoadmapStep]:
    """The steps of the version, in order."""
    query = select(RoadmapStep).where(RoadmapStep.version_id == version.id).order_by(RoadmapStep.position)
    return list(db.session.scalars(query))


def next_step(person_id: int) -> RoadmapStep | None:
    """The first step that is not done of the roadmap that the person follows."""
    query = (
        select(RoadmapStep)
        .join(RoadmapVersion, RoadmapVersion.id == RoadmapStep.version_id)
        .join(Roadmap, Roadmap.id == RoadmapVersion.roadmap_id)
        .where(Roadmap.person_id == person_id, Roadmap.active, RoadmapVersion.number == Roadmap.version)
        .where(RoadmapStep.done_at.is_(None))
        .order_by(RoadmapStep.position)
        .limit(1)
    )
    return db.session.scalars(query).first()


def courses_named(slugs: Iterable[str]) -> dict[str, Course]:
    """The courses with these slugs, by slug; retired ones too, for they may have been planned or done."""
    wanted = set(slugs)
    query = select(Course).where(Course.slug.in_(wanted))
    return {course.slug: course for course in db.session.scalars(query)} if wanted else {}


def completions(person_id: int) -> dict[str, datetime]:
    """When the person completed which course or offer, by slug, in the order of time."""
    done = finished().subquery()
    query = select(done.c.slug, done.c.completed_at).where(done.c.person_id == person_id)
    return dict(db.session.execute(query.order_by(done.c.completed_at, done.c.slug)).all())


def finished() -> CompoundSelect[Any]:
    """Who completed what and when: courses, seminars on their dates and offers of training providers."""
    courses = (
        select(CourseProgress.person_id, Course.slug, CourseProgress.completed_at)
        .join(Course, Course.id == CourseProgress.course_id)
        .where(CourseProgress.completed_at.is_not(None))
    )
    offers = select(OfferCompletion.person_id, OfferCompletion.offer, OfferCompletion.completed_at)
    return union_all(courses, offers)


def active_roadmap_called(uid: str) -> Roadmap | None:
    """The roadmap that the person with the opaque identifier follows, kept from changing until the transaction ends."""
    query = select(Roadmap).join(Person, Person.id == Roadmap.person_id).where(Person.uid == uid, Roadmap.active)
    return db.session.scalars(query.with_for_update(of=Roadmap)).one_or_none()


def last_version_with(roadmap: Roadmap, course: str) -> RoadmapVersion | None:
    """The newest version in which the course stood."""
    query = (
        select(RoadmapVersion)
        .join(RoadmapStep, RoadmapStep.version_id == RoadmapVersion.id)
        .where(RoadmapVersion.roadmap_id == roadmap.id, RoadmapStep.course == course)
        .order_by(RoadmapVersion.number.desc())
        .limit(1)
    )
    return db.session.scalars(query).first()
