"""Bringing read courses into the database."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from lms.catalogue.content import CourseFile, StepFile
from lms.catalogue.models import Course, Step
from lms.catalogue.similarity import related_documents
from lms.kernel.content import Changes
from lms.kernel.db import db
from lms.web.markdown import render_markdown

_COPIED = [
    "kind",
    "format",
    "minutes",
    "title",
    "summary",
    "keywords",
    "needs",
    "product",
    "version",
    "checked_on",
    "checked_by",
    "published",
    "is_open",
    "outcomes",
    "requires",
    "sample",
    "content_hash",
]


def load_courses(files: list[CourseFile]) -> Changes:
    """Store what changed; a course that is gone is retired. Runs inside the caller's transaction."""
    stored = {course.slug: course for course in db.session.scalars(select(Course))}
    steps: dict[int, dict[str, Step]] = {}
    for step in db.session.scalars(select(Step)):
        steps.setdefault(step.course_id, {})[step.key] = step
    added: list[str] = []
    changed: list[str] = []
    for file in files:
        course = stored.pop(file.slug, None)
        if course is not None and course.content_hash == file.content_hash and not course.retired:
            continue
        (added if course is None else changed).append(file.slug)
        course = course or Course(slug=file.slug)
        _fill(course, file)
        db.session.add(course)
        db.session.flush()
        _fill_steps(course, file, steps.get(course.id, {}))
    removed = [course.slug for course in stored.values() if not course.retired]
    for course in stored.values():
        course.retired = True
    changes = Changes(tuple(added), tuple(changed), tuple(removed))
    if changes:
        db.session.flush()
        _relate_steps()
    return changes


def _fill(course: Course, file: CourseFile) -> None:
    for name in _COPIED:
        setattr(course, name, getattr(file, name))
    course.description = _rendered(file.description)
    course.retired = False


def _rendered(texts: dict[str, str]) -> dict[str, str]:
    return {language: str(render_markdown(text)) for language, text in texts.items()}


def _fill_steps(course: Course, file: CourseFile, stored: dict[str, Step]) -> None:
    for position, written in enumerate(file.steps, start=1):
        step = stored.pop(written.key, None) or Step(course_id=course.id, key=written.key)
        values: dict[str, Any] = {
            name: getattr(written, name) for name in StepFile.__dataclass_fields__ if name not in ("key", "body")
        }
        for name, value in values.items():
            setattr(step, name, value)
        step.position, step.body, step.retired = position, _rendered(written.body), False
        db.session.add(step)
    for step in stored.values():
        step.retired = True


def _relate_steps() -> None:
    """Find for each step the three most alike, so that a page can offer them without computing."""
    query = select(Course).where(Course.retired.is_(False)).options(selectinload(Course.steps)).order_by(Course.slug)
    steps = [(course, step) for course in db.session.scalars(query) for step in course.steps]
    texts = [
        " ".join(
            [
                step.title["de"],
                *step.questions.get("de", []),
                *step.keywords.get("de", []),
                course.title["de"],
            ]
        )
        for course, step in steps
    ]
    for (_course, step), alike in zip(steps, related_documents(texts, most=3), strict=True):
        step.related = [[steps[number][0].slug, steps[number][1].key] for number in alike]
