"""What people do with courses. Everything here may be done twice and counts once."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from lms.catalogue.models import Course, Step
from lms.kernel import clock
from lms.kernel.db import db, insert_once
from lms.kernel.errors import Refused
from lms.kernel.plugin import publish
from lms.learning.events import CourseCompleted, StepCompleted, StepOpened
from lms.learning.models import CourseProgress, StepProgress
from lms.xapi.agents import VISITOR

# Looking at the same step again within this time is the same opening.
SAME_OPENING = timedelta(minutes=30)


@dataclass(frozen=True)
class Learner:
    """Who learns: primary key, opaque identifier and home organisation."""

    person_id: int
    uid: str
    organisation_id: int


def open_step(*, learner: Learner, course: Course, step: Step) -> None:
    """The learner looks at a step: remember the place and record the opening."""
    progress = progress_in(learner, course)
    again = progress.last_step_id == step.id and clock.now() - progress.last_at < SAME_OPENING
    is_first = progress.last_step_id is None
    progress.last_step_id, progress.last_at = step.id, clock.now()
    if is_first or not again:
        publish(StepOpened(**_of_step(learner.uid, learner.organisation_id, progress.registration, course, step)))


def open_step_as_visitor(*, visitor: str, organisation_id: int, course: Course, step: Step) -> None:
    """Somebody who did not sign in looks at a step of an open course: recorded under a random name."""
    publish(StepOpened(**_of_step(VISITOR + visitor, organisation_id, visitor, course, step)))


def finish_step(*, learner: Learner, course: Course, step: Step) -> None:
    """The learner finished a step; with the last one the course is complete."""
    open_step(learner=learner, course=course, step=step)
    progress = progress_in(learner, course)
    if insert_once(StepProgress, progress_id=progress.id, step_id=step.id, completed_at=clock.now()):
        publish(StepCompleted(**_of_step(learner.uid, learner.organisation_id, progress.registration, course, step)))
    if _open_steps(progress, course) == 0:
        _complete(learner, progress, course)


def complete_course(*, learner: Learner, course: Course) -> None:
    """The learner says they took part in a seminar. Raises Refused for job aids, whose steps say it."""
    if course.kind != "seminar":
        raise Refused(_("Diese Anleitung ist abgeschlossen, wenn alle Schritte erledigt sind."))
    _complete(learner, progress_in(learner, course), course)


def progress_in(learner: Learner, course: Course) -> CourseProgress:
    """The learner's row in the course, made where there is none; ours until the transaction ends.

    So what two tabs do in a course at the same moment happens one after the other, on both databases.
    """
    insert_once(
        CourseProgress,
        organisation_id=learner.organisation_id,
        person_id=learner.person_id,
        course_id=course.id,
        registration=str(uuid4()),
        opened_at=clock.now(),
        last_at=clock.now(),
    )
    query = (
        select(CourseProgress)
        .where(CourseProgress.person_id == learner.person_id, CourseProgress.course_id == course.id)
        .with_for_update()
    )
    return db.session.scalars(query).one()


def _open_steps(progress: CourseProgress, course: Course) -> int:
    finished = select(StepProgress.step_id).where(StepProgress.progress_id == progress.id)
    query = select(func.count()).where(Step.course_id == course.id, Step.retired.is_(False), Step.id.not_in(finished))
    return db.session.scalar(query) or 0


def _complete(learner: Learner, progress: CourseProgress, course: Course) -> None:
    """Note the completion once, even if two tabs finish at the same moment."""
    first = (
        update(CourseProgress)
        .where(CourseProgress.id == progress.id, CourseProgress.completed_at.is_(None))
        .values(completed_at=clock.now(), last_at=clock.now())
        .returning(CourseProgress.id)
    )
    if db.session.execute(first).first() is not None:
        publish(CourseCompleted(**_of_course(learner.uid, learner.organisation_id, progress.registration, course)))


def _of_course(actor: str, organisation_id: int, registration: str, course: Course) -> dict[str, Any]:
    return {
        "actor": actor,
        "organisation_id": organisation_id,
        "at": clock.now(),
        "course": course.slug,
        "title": course.title,
        "kind": course.kind,
        "registration": registration,
    }


def _of_step(actor: str, organisation_id: int, registration: str, course: Course, step: Step) -> dict[str, Any]:
    return {
        **_of_course(actor, organisation_id, registration, course),
        "step": step.key,
        "step_title": step.title,
    }
