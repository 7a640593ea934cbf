"""What is stored that can fit a need, and the needs that were reported."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from competence_check.levels import DEFAULT_FRAMEWORK
from competence_check.models import Competence, Framework, Item, ItemKind
from lms.catalogue.models import Course
from lms.kernel.content_state import content_revision
from lms.kernel.db import db
from lms.kernel.toml import Texts
from lms.web.markdown import without_tags
from roadmap.needs.models import UnmetNeed
from roadmap.offers.models import Offer
from roadmap.offers.queries import current_offers, offers_named

if TYPE_CHECKING:
    from roadmap.needs.matching import Match, Matcher
    from roadmap.needs.suggesting import Example

KINDS = ("courses", "frameworks", "checks", "offers")
MOST_COURSES, MOST_COMPETENCES = 6, 3


@dataclass(frozen=True)
class Found:
    """What fits a need, best first, each with the words that answer."""

    courses: tuple[tuple[Course | Offer, tuple[str, ...]], ...]
    competences: tuple[tuple[Competence, tuple[str, ...]], ...]


def course_words(course: Course) -> str:
    """All that a course says about itself, beside its title, in all languages."""
    lists = (*course.needs.values(), *course.keywords.values())
    parts = [text for texts in lists for text in texts] + list(course.summary.values())
    parts += [without_tags(text) for text in course.description.values()]
    parts += [title for step in course.steps for title in step.title.values()]
    return "\n".join(parts)


def stored_courses() -> list[Course]:
    """All courses on offer with their steps, in the order of their slugs."""
    query = select(Course).where(Course.retired.is_(False)).options(selectinload(Course.steps)).order_by(Course.slug)
    return list(db.session.scalars(query))


def self_ratings() -> dict[int, str]:
    """What the check's self-ratings say, by id of the competence."""
    query = select(Item).where(Item.kind == ItemKind.SELF_RATING.value, Item.retired.is_(False))
    return {item.competence_id: _all_texts(item.body) for item in db.session.scalars(query)}


def stored_competences() -> list[Competence]:
    """The competences of the framework in use, in its order."""
    query = (
        select(Competence)
        .join(Framework, Framework.id == Competence.framework_id)
        .where(Framework.slug == DEFAULT_FRAMEWORK, Framework.retired.is_(False), Competence.retired.is_(False))
        .options(joinedload(Competence.area))
        .order_by(Competence.position, Competence.code)
    )
    return list(db.session.scalars(query))


def _all_texts(value: object) -> str:
    if isinstance(value, str):
        return value
    parts: Iterable[object] = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return "\n".join(_all_texts(part) for part in parts)


def joined(texts: Texts) -> str:
    """The text in all its languages."""
    return "\n".join(texts.values())


class NeedIndex:
    """What needs are matched against in this process; built when somebody asks, and again after content was loaded."""

    def __init__(self) -> None:
        self._revision: tuple[str, ...] | None = None
        self._built: tuple[Matcher, Matcher, frozenset[str]] | None = None
        self._lock = Lock()

    def match(self, need: str, *, internal: bool) -> "tuple[list[Match], list[Match]]":
        """The courses and the competences that fit `need`; only open courses unless `internal`."""
        courses, competences, open_courses = self._current()
        fitting = courses.match(need, MOST_COURSES, None if internal else open_courses)
        return fitting, competences.match(need, MOST_COMPETENCES)

    def _current(self) -> "tuple[Matcher, Matcher, frozenset[str]]":
        revision = tuple(content_revision(kind) for kind in KINDS)
        with self._lock:
            built = self._built
            if built is None or revision != self._revision:
                self._built = built = _build()
                self._revision = revision
            return built


def _build() -> "tuple[Matcher, Matcher, frozenset[str]]":
    # scipy must not be loaded when the web process starts.
    from lms.catalogue.ranking.ranker import Text  # noqa: PLC0415
    from roadmap.needs.matching import Matcher  # noqa: PLC0415

    courses, offers, said = stored_courses(), current_offers(), self_ratings()
    about = [
        Text(each.code, joined(each.names), f"{joined(each.summaries)}\n{said.get(each.id, '')}")
        for each in stored_competences()
    ]
    return (
        Matcher(
            [
                *(Text(course.slug, joined(course.title), course_words(course)) for course in courses),
                *(Text(offer.slug, joined(offer.title), joined(offer.summary)) for offer in offers),
            ]
        ),
        Matcher(about),
        frozenset([course.slug for course in courses if course.is_open] + [offer.slug for offer in offers]),
    )


def taught() -> "tuple[dict[str, str], list[Example]]":
    """What a `Suggester` learns from: the texts of the competences, and our courses with theirs; all languages."""
    from lms.catalogue.ranking.ranker import Text  # noqa: PLC0415
    from roadmap.needs.suggesting import Example  # noqa: PLC0415

    said = self_ratings()
    competences = {
        each.code: f"{joined(each.names)}\n{joined(each.summaries)}\n{said.get(each.id, '')}"
        for each in stored_competences()
    }
    examples = [
        Example(
            Text(course.slug, joined(course.title), course_words(course)),
            {outcome["competence"] for outcome in course.outcomes},
        )
        for course in stored_courses()
    ]
    return competences, examples


def find(need: str, *, internal: bool) -> Found:
    """What fits `need`."""
    index: NeedIndex = current_app.extensions["need_index"]
    fitting, competences = index.match(need, internal=internal)
    slugs = [match.key for match in fitting]
    query = select(Course).where(Course.slug.in_(slugs), Course.retired.is_(False))
    courses: dict[str, Course | Offer] = {each.slug: each for each in db.session.scalars(query)} if slugs else {}
    courses |= {slug: offer for slug, offer in offers_named(set(slugs) - courses.keys()).items() if not offer.retired}
    named = {each.code: each for each in stored_competences()} if competences else {}
    return Found(
        tuple((courses[match.key], match.words) for match in fitting if match.key in courses),
        tuple((named[match.key], match.words) for match in competences if match.key in named),
    )


def unmet_needs(organisation_id: int, most: int = 500) -> list[UnmetNeed]:
    """What was reported, most often reported first."""
    query = (
        select(UnmetNeed)
        .where(UnmetNeed.organisation_id == organisation_id)
        .order_by(UnmetNeed.count.desc(), UnmetNeed.words)
        .limit(most)
    )
    return list(db.session.scalars(query))
