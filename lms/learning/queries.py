"""What is stored about learning."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.catalogue.models import Course
from lms.kernel.db import db
from lms.kernel.tenancy import Organisation, OrganisationKind
from lms.learning.models import CourseProgress, StepProgress


@dataclass(frozen=True)
class Progress:
    """How far a person is in a course: ids of finished steps, and whether it is complete."""

    finished: frozenset[int]
    is_completed: bool
    last_step_id: int | None


NOTHING_YET = Progress(frozenset(), is_completed=False, last_step_id=None)


def progress_of(person_id: int, course: Course) -> Progress:
    """How far the person is in the course."""
    query = (
        select(CourseProgress, StepProgress.step_id)
        .outerjoin(StepProgress, StepProgress.progress_id == CourseProgress.id)
        .where(CourseProgress.person_id == person_id, CourseProgress.course_id == course.id)
    )
    rows = db.session.execute(query).all()
    if not rows:
        return NOTHING_YET
    progress = rows[0][0]
    finished = frozenset(step_id for _progress, step_id in rows if step_id is not None)
    return Progress(finished, progress.completed_at is not None, progress.last_step_id)


def unfinished_courses(person_id: int, most: int = 3) -> list[CourseProgress]:
    """The courses the person began and did not finish, latest first, with course and last step."""
    query = (
        select(CourseProgress)
        .join(CourseProgress.course)
        .where(CourseProgress.person_id == person_id, CourseProgress.completed_at.is_(None))
        .where(Course.retired.is_(False), CourseProgress.last_step_id.is_not(None))
        .options(joinedload(CourseProgress.course), joinedload(CourseProgress.last_step))
        .order_by(CourseProgress.last_at.desc())
        .limit(most)
    )
    return list(db.session.scalars(query))


def completed_courses(person_id: int) -> set[str]:
    """The slugs of the courses that the person completed."""
    query = (
        select(Course.slug)
        .join(CourseProgress, CourseProgress.course_id == Course.id)
        .where(CourseProgress.person_id == person_id, CourseProgress.completed_at.is_not(None))
    )
    return set(db.session.scalars(query))


def city_id() -> int | None:
    """The organisation in whose records visitors are counted: the city that runs the platform."""
    query = select(Organisation.id).where(Organisation.kind == OrganisationKind.CITY.value).order_by(Organisation.id)
    return db.session.scalars(query).first()
