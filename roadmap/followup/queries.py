"""What is stored about checks before and after courses, and about what courses teach."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import func, select

from competence_check.levels import DEFAULT_FRAMEWORK
from competence_check.models import Estimate, Framework, Run, RunState, Scope
from lms.catalogue.models import Course
from lms.kernel.db import db
from roadmap.followup.models import CourseGain
from roadmap.followup.outcomes import Levels, Taught
from roadmap.measured import Stand
from roadmap.offers.models import Offer
from roadmap.queries import finished
from roadmap.teaching import promised

# So many runs are asked for at once.
MANY = 500


@dataclass(frozen=True)
class FollowUp:
    """Two results of a person, one after the other, and the courses finished between them, in the order of time.

    shared: whether both count, without a name, in figures about many.
    """

    runs: tuple[str, str]
    at: tuple[datetime, datetime]
    before: Levels
    after: Levels
    taught: tuple[Taught, ...]
    shared: bool


def follow_ups(person_id: int | None = None) -> list[FollowUp]:
    """All of the person, or of everybody who shares results, the latest first; only where a course was finished."""
    runs = _runs(person_id)
    finished = _finished(person_id)
    pairs = [
        (first, second, taught)
        for first, second in pairwise(runs)
        if first.person_id == second.person_id
        and (person_id is not None or (first.shared_at and second.shared_at))
        and (taught := _between(finished.get(first.person_id, []), first.finished_at, second.finished_at))
    ]
    levels = _levels({run.id for first, second, _taught in pairs for run in (first, second)})
    found = [
        FollowUp(
            runs=(first.uid, second.uid),
            at=(first.finished_at, second.finished_at),
            before=levels.get(first.id, {}),
            after=levels.get(second.id, {}),
            taught=taught,
            shared=first.shared_at is not None and second.shared_at is not None,
        )
        for first, second, taught in pairs
        if first.finished_at is not None and second.finished_at is not None
    ]
    return sorted(found, key=lambda each: each.at[1], reverse=True)


def _runs(person_id: int | None) -> list[Run]:
    query = (
        select(Run)
        .join(Framework, Framework.id == Run.framework_id)
        .where(Framework.slug == DEFAULT_FRAMEWORK, Run.state == RunState.FINISHED.value)
        .order_by(Run.person_id, Run.finished_at, Run.id)
    )
    return list(db.session.scalars(query.where(Run.person_id == person_id) if person_id is not None else query))


def _finished(person_id: int | None) -> dict[int, list[tuple[datetime, Taught]]]:
    done, teaches = finished().subquery(), taught_by_slug()
    query = select(done.c.person_id, done.c.completed_at, done.c.slug).order_by(done.c.completed_at, done.c.slug)
    found: dict[int, list[tuple[datetime, Taught]]] = {}
    for person, at, slug in db.session.execute(
        query.where(done.c.person_id == person_id) if person_id is not None else query
    ):
        outcomes = teaches.get(slug, ())
        taught = {each["competence"]: (float(each["needs"]), each["needs"] + promised(each)) for each in outcomes}
        found.setdefault(person, []).append((at, Taught(slug, taught)))
    return found


def taught_by_slug(*, retired: bool = True) -> dict[str, list[dict[str, Any]]]:
    """What each course, seminar and offer says it teaches. retired: also those that are no longer offered."""
    courses, offers = select(Course.slug, Course.outcomes), select(Offer.slug, Offer.outcomes)
    if not retired:
        courses, offers = courses.where(Course.retired.is_(False)), offers.where(Offer.retired.is_(False))
    return {slug: outcomes for query in (offers, courses) for slug, outcomes in db.session.execute(query)}


def _between(
    finished: Iterable[tuple[datetime, Taught]], start: datetime | None, end: datetime | None
) -> tuple[Taught, ...]:
    if start is None or end is None:
        return ()
    return tuple(taught for at, taught in finished if start < at <= end)


def _levels(runs: set[int]) -> dict[int, dict[str, Stand]]:
    found: dict[int, dict[str, Stand]] = {}
    ids = sorted(runs)
    for start in range(0, len(ids), MANY):
        query = select(Estimate).where(Estimate.run_id.in_(ids[start : start + MANY]))
        for row in db.session.scalars(query.where(Estimate.scope == Scope.COMPETENCE.value)):
            found.setdefault(row.run_id, {})[row.code] = Stand(row.level, row.low, row.high)
    return found


def newest_gains() -> list[CourseGain]:
    """The gains of the newest version, by course and competence; none before the first."""
    newest = select(func.max(CourseGain.version)).scalar_subquery()
    query = select(CourseGain).where(CourseGain.version == newest)
    return list(db.session.scalars(query.order_by(CourseGain.course, CourseGain.competence)))


def gains_in_use() -> dict[tuple[str, str], float]:
    """The levels that each course is expected to teach, by course and competence, where anything was measured."""
    return {(each.course, each.competence): each.mean for each in newest_gains()}
