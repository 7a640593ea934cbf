"""What is stored in the catalogue."""

from dataclasses import dataclass
from threading import Lock

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from lms.catalogue.models import Course, Step
from lms.catalogue.search import Document, Hit, Index
from lms.kernel.content_state import content_revision
from lms.kernel.db import db
from lms.kernel.errors import NotFound
from lms.web.markdown import without_tags

# How much a word counts by where it stands.
TITLE, ASKED, COURSE, BODY = 3.0, 2.4, 1.6, 0.6

# What scores less than this share of the best answer is noise to the person who reads the list.
LEAST_OF_BEST = 0.35


@dataclass(frozen=True)
class Found:
    """A search result: a course, or one step of it."""

    course: Course
    step: Step | None


def offered_courses(kind: str | None = None) -> list[Course]:
    """All courses on offer, by kind if given, in the order of their slugs."""
    query = select(Course).where(Course.retired.is_(False)).order_by(Course.slug)
    return list(db.session.scalars(query.where(Course.kind == kind) if kind else query))


def course_with_steps(slug: str) -> Course:
    """The course `slug` with its steps; raises NotFound. A retired course is found too: see `Course.retired`."""
    query = select(Course).where(Course.slug == slug).options(selectinload(Course.steps))
    course = db.session.scalars(query).one_or_none()
    if course is None:
        raise NotFound
    return course


def steps_named(pairs: list[list[str]]) -> list[Step]:
    """The steps for [course slug, step key] pairs, in that order, with their courses; missing ones left out."""
    if not pairs:
        return []
    query = (
        select(Step)
        .join(Step.course)
        .where(Course.slug.in_({slug for slug, _key in pairs}), Step.key.in_({key for _slug, key in pairs}))
        .where(Course.retired.is_(False), Step.retired.is_(False))
        .options(contains_eager(Step.course))
    )
    found = {(step.course.slug, step.key): step for step in db.session.scalars(query)}
    return [found[slug, key] for slug, key in pairs if (slug, key) in found]


class SearchIndex:
    """The search index of one process, rebuilt when content was loaded since."""

    def __init__(self) -> None:
        self._revision: str | None = None
        self._index = Index([])
        self._open: frozenset[str] = frozenset()
        self._lock = Lock()

    def search(self, query: str, most: int, *, internal: bool) -> list[Hit]:
        """What is stored now and answers `query`, best first; only from open courses unless `internal`."""
        index, open_keys = self._current()
        return index.search(query, most, None if internal else open_keys)

    def _current(self) -> tuple[Index, frozenset[str]]:
        revision = content_revision("courses")
        with self._lock:
            if revision != self._revision:
                documents = _documents()
                self._index = Index(document for document, _is_open in documents)
                self._open = frozenset(document.key for document, is_open in documents if is_open)
                self._revision = revision
            return self._index, self._open


def _texts(lists: dict[str, list[str]]) -> tuple[str, ...]:
    return tuple(text for texts in lists.values() for text in texts)


def _documents() -> list[tuple[Document, bool]]:
    """Every course and step on offer, and whether everybody may read it."""
    query = select(Course).where(Course.retired.is_(False)).options(selectinload(Course.steps)).order_by(Course.slug)
    documents = []
    for course in db.session.scalars(query):
        about = (*course.title.values(), course.product, *_texts(course.keywords))
        summary = Document(course.slug, {TITLE: about, BODY: tuple(course.summary.values())})
        documents.append((summary, course.is_open))
        for step in course.steps:
            fields = {
                TITLE: tuple(step.title.values()),
                ASKED: (*_texts(step.questions), *_texts(step.keywords)),
                COURSE: about,
                BODY: tuple(without_tags(text) for text in step.body.values()),
            }
            documents.append((Document(f"{course.slug}/{step.key}", fields), course.is_open))
    return documents


def search_courses(query: str, *, internal: bool, most: int = 30) -> list[Found]:
    """Steps and courses for `query`, best first; only open courses unless `internal`."""
    index: SearchIndex = current_app.extensions["search_index"]
    hits = index.search(query, most, internal=internal)
    hits = [hit for hit in hits if hit.score >= LEAST_OF_BEST * hits[0].score]
    courses = _by_slug({hit.key.partition("/")[0] for hit in hits}, internal)
    steps = {(step.course_id, step.key): step for course in courses.values() for step in course.steps}
    found = []
    for hit in hits:
        slug, _, key = hit.key.partition("/")
        course = courses.get(slug)
        step = steps.get((course.id, key)) if course and key else None
        if course is not None and (not key or step is not None):
            found.append(Found(course, step))
    return found


def _by_slug(slugs: set[str], internal: bool) -> dict[str, Course]:
    query = select(Course).where(Course.slug.in_(slugs), Course.retired.is_(False)).options(selectinload(Course.steps))
    if not internal:
        query = query.where(Course.is_open)
    return {course.slug: course for course in db.session.scalars(query)}
