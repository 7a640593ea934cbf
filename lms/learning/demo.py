"""A year of learning for the demo city: who opened what, finished what, and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select
from sqlalchemy.orm import selectinload

from lms.catalogue.models import Course, Step
from lms.kernel.clock import LOCAL
from lms.kernel.db import db
from lms.kernel.demo import DemoPlan
from lms.kernel.events import Event
from lms.learning.events import CourseCompleted, StepCompleted, StepOpened
from lms.learning.models import CourseProgress, StepProgress
from lms.xapi.models import Statement

A_YEAR = 365
ACTIVE_SHARE = 0.8


@dataclass
class _Made:
    """What has been made up so far: rows to insert and events to record."""

    progress: list[dict[str, Any]]
    finished: list[tuple[int, dict[str, Any]]]
    events: list[Event]


def build_learning(plan: DemoPlan) -> None:
    """Let the new people learn; go on until there are `plan.statements` statements, if a number is asked for."""
    query = select(Course).where(Course.retired.is_(False)).options(selectinload(Course.steps)).order_by(Course.slug)
    courses = list(db.session.scalars(query))
    job_aids = [course for course in courses if course.kind == "job_aid"]
    seminars = [course for course in courses if course.kind == "seminar"]
    if not job_aids:
        return
    made = _Made([], [], [])
    for person in plan.made["people"]:
        if person.login != "mitarbeit" and plan.random.random() > ACTIVE_SHARE:
            continue
        for course in plan.random.sample(job_aids, k=plan.random.randint(1, min(4, len(job_aids)))):
            _learn(plan, made, person, course, _some_moment(plan))
        if seminars and plan.random.random() < 0.35:
            for course in plan.random.sample(seminars, k=plan.random.randint(1, min(2, len(seminars)))):
                _learn(plan, made, person, course, _some_moment(plan))
    _store(plan, made)
    _look_things_up(plan, job_aids)


def _some_moment(plan: DemoPlan) -> datetime:
    """A moment of the past year at which offices work, rather recent than long ago."""
    back = int(A_YEAR * plan.random.random() ** 1.4)
    day = plan.end.astimezone(LOCAL) - timedelta(days=back + 1)
    while day.weekday() > 4:
        day -= timedelta(days=1)
    return day.replace(hour=plan.random.randint(7, 16), minute=plan.random.randint(0, 59), second=0, microsecond=0)


def _learn(plan: DemoPlan, made: _Made, person: Any, course: Course, began: datetime) -> None:
    registration = str(UUID(int=plan.random.getrandbits(128), version=4))
    about = {
        "actor": person.uid,
        "organisation_id": person.organisation_id,
        "course": course.slug,
        "title": course.title,
        "kind": course.kind,
        "registration": registration,
    }
    steps = list(course.steps)
    far = len(steps) if plan.random.random() < 0.45 else plan.random.randint(1, max(1, len(steps)))
    if person.login == "mitarbeit" and course.kind == "job_aid":
        far = max(1, len(steps) - 3)
    now, last = began, None
    number = len(made.progress)
    for step in steps[:far]:
        at = {**about, "step": step.key, "step_title": step.title}
        made.events.append(StepOpened(at=now, **at))
        last = step
        now += timedelta(minutes=step.minutes, seconds=plan.random.randint(0, 50))
        if plan.random.random() < 0.9 or far == len(steps):
            made.events.append(StepCompleted(at=now, **at))
            made.finished.append((number, {"step_id": step.id, "completed_at": now}))
    complete = course.kind == "seminar" or far == len(steps)
    if complete:
        made.events.append(CourseCompleted(at=now, **about))
    made.progress.append(
        {
            "organisation_id": person.organisation_id,
            "person_id": person.id,
            "course_id": course.id,
            "registration": registration,
            "opened_at": began,
            "last_step_id": last.id if last else None,
            "last_at": now,
            "completed_at": now if complete else None,
        }
    )


def _store(plan: DemoPlan, made: _Made) -> None:
    if not made.progress:
        return
    db.session.execute(insert(CourseProgress), made.progress)
    # fetched whole: far fewer rows than parameters of an IN could be
    ids = dict(db.session.execute(select(CourseProgress.registration, CourseProgress.id)).all())
    rows = [{**values, "progress_id": ids[made.progress[number]["registration"]]} for number, values in made.finished]
    if rows:
        db.session.execute(insert(StepProgress), rows)
    plan.events += made.events


def _look_things_up(plan: DemoPlan, job_aids: list[Course]) -> None:
    """Fill up to the number of statements with what job aids are mostly used for: one step, looked up once."""
    missing = plan.statements - len(plan.events) - (db.session.scalar(select(func.count()).select_from(Statement)) or 0)
    people = plan.made["people"]
    places = [(course, step) for course in job_aids for step in course.steps]
    if missing <= 0 or not people or not places:
        return
    plan.events += [_lookup(plan, *plan.random.choice(places)) for _ in range(missing)]


def _lookup(plan: DemoPlan, course: Course, step: Step) -> StepOpened:
    person = plan.random.choice(plan.made["people"])
    return StepOpened(
        actor=person.uid,
        organisation_id=person.organisation_id,
        at=_some_moment(plan),
        course=course.slug,
        title=course.title,
        kind=course.kind,
        registration=str(UUID(int=plan.random.getrandbits(128), version=4)),
        step=step.key,
        step_title=step.title,
    )
