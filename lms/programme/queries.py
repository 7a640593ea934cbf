"""What is stored about dates and who takes part."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from lms.catalogue.models import Course
from lms.kernel import clock
from lms.kernel.db import db
from lms.kernel.errors import NotFound
from lms.programme.models import Enrolment, ProgrammeSession
from lms.programme.rules import ACTIVE, SEATED, EnrolmentState, SessionState

PER_PAGE = 20


@dataclass(frozen=True)
class Listed:
    """A date as a person sees it. taken, waiting: how many; mine: the person's enrolment; number: on the waiting list,
    1 being the next to get a seat, 0 for who does not wait."""

    session: ProgrammeSession
    taken: int
    waiting: int
    mine: Enrolment | None
    number: int

    @property
    def free(self) -> int:
        """Seats that whoever comes now can have; none while others wait for them."""
        return 0 if self.waiting else max(0, self.session.seats - self.taken)

    @property
    def active(self) -> bool:
        """Whether the person has a seat or waits for one."""
        return self.mine is not None and self.mine.state in ACTIVE


@dataclass(frozen=True)
class Search:
    """What somebody looks for. courses: slugs, None for any; format: empty for any; first: no date before that day."""

    courses: Collection[str] | None = None
    format: str = ""
    first: date | None = None
    only_free: bool = False


def _count(*states: EnrolmentState) -> Any:
    other = aliased(Enrolment)
    return (
        select(func.count())
        .where(other.session_id == ProgrammeSession.id, other.state.in_(states))
        .correlate(ProgrammeSession)
        .scalar_subquery()
    )


def _number() -> Any:
    """Where an enrolment stands on the waiting list: how many wait, up to itself."""
    other = aliased(Enrolment)
    return (
        select(func.count())
        .where(other.session_id == Enrolment.session_id, other.state == EnrolmentState.WAITING.value)
        .where(other.turn <= Enrolment.turn)
        .where(Enrolment.state == EnrolmentState.WAITING.value)
        .correlate(Enrolment)
        .scalar_subquery()
    )


def _seen_by(organisation_id: int, person_id: int) -> Select[Any]:
    mine = and_(Enrolment.session_id == ProgrammeSession.id, Enrolment.person_id == person_id)
    return (
        select(
            ProgrammeSession,
            _count(*SEATED).label("taken"),
            _count(EnrolmentState.WAITING).label("waiting"),
            Enrolment,
            _number().label("number"),
        )
        .join(ProgrammeSession.course)
        .outerjoin(Enrolment, mine)
        .where(ProgrammeSession.organisation_id == organisation_id)
        .options(contains_eager(ProgrammeSession.course))
        .order_by(ProgrammeSession.starts_at, ProgrammeSession.id)
    )


def _is_mine(person_id: int) -> Any:
    """Whether the person has a seat, or waits for one."""
    query = select(Enrolment.id).where(Enrolment.session_id == ProgrammeSession.id, Enrolment.person_id == person_id)
    return query.where(Enrolment.state.in_(ACTIVE)).correlate(ProgrammeSession).exists()


def _listed(rows: Iterable[Any]) -> list[Listed]:
    return [Listed(*row) for row in rows]


def coming(organisation_id: int, person_id: int, search: Search, page: int) -> tuple[Pagination, list[Listed]]:
    """A page of the dates that fit the search, in the order of time: those one can enrol in, and the person's own."""
    query = (
        select(ProgrammeSession.id)
        .join(ProgrammeSession.course)
        .where(ProgrammeSession.organisation_id == organisation_id)
        .where(ProgrammeSession.starts_at > _from(search.first), ProgrammeSession.state == SessionState.PLANNED.value)
        .where(or_(ProgrammeSession.deadline >= clock.today(), _is_mine(person_id)))
        .order_by(ProgrammeSession.starts_at, ProgrammeSession.id)
    )
    if search.courses is not None:
        query = query.where(Course.slug.in_(search.courses))
    if search.format:
        query = query.where(Course.format == search.format)
    if search.only_free:
        query = query.where(
            _count(*SEATED) < ProgrammeSession.seats,
            _count(EnrolmentState.WAITING) == 0,
            ProgrammeSession.deadline >= clock.today(),
        )
    pages = db.paginate(query, page=page, per_page=PER_PAGE, error_out=False)
    shown = _seen_by(organisation_id, person_id).where(ProgrammeSession.id.in_(pages.items))
    return pages, _listed(db.session.execute(shown)) if pages.items else []


def _from(first: date | None) -> datetime:
    now = clock.now()
    return now if first is None else max(now, datetime.combine(first, time.min, clock.LOCAL))


def one_for(organisation_id: int, person_id: int, uid: str) -> Listed:
    """The date with this uid. Raises NotFound, also for one of another organisation."""
    query = _seen_by(organisation_id, person_id).where(ProgrammeSession.uid == uid)
    found = _listed(db.session.execute(query))
    if not found:
        raise NotFound
    return found[0]


def dates_of(organisation_id: int, person_id: int, course: str) -> list[Listed]:
    """The dates to come of a course."""
    query = _seen_by(organisation_id, person_id).where(
        Course.slug == course,
        ProgrammeSession.starts_at > clock.now(),
        ProgrammeSession.state == SessionState.PLANNED.value,
    )
    return _listed(db.session.execute(query))


def not_ended(organisation_id: int, person_id: int, uids: Collection[str] = ()) -> list[Listed]:
    """All dates that take place and have not ended, to plan with; and those with these uids, in any case."""
    takes_place = and_(ProgrammeSession.ends_at > clock.now(), ProgrammeSession.state == SessionState.PLANNED.value)
    query = _seen_by(organisation_id, person_id).where(or_(takes_place, ProgrammeSession.uid.in_(uids)))
    return _listed(db.session.execute(query))


def named(
    organisation_id: int, person_id: int, uids: Collection[str], courses: Collection[str] = ()
) -> dict[str, Listed]:
    """The dates with these uids, by uid, past and cancelled ones too; and those to come of the courses."""
    if not uids and not courses:
        return {}
    comes = and_(ProgrammeSession.starts_at > clock.now(), ProgrammeSession.state == SessionState.PLANNED.value)
    wanted = or_(ProgrammeSession.uid.in_(uids), and_(Course.slug.in_(courses), comes))
    rows = db.session.execute(_seen_by(organisation_id, person_id).where(wanted))
    return {each.session.uid: each for each in _listed(rows)}


def own(organisation_id: int, person_id: int, *, past: bool = False) -> list[Listed]:
    """The person's dates to come, with what is cancelled until it was seen; or those of the past, newest first."""
    query = _seen_by(organisation_id, person_id)
    if past:
        held = (EnrolmentState.CONFIRMED, EnrolmentState.ATTENDED, EnrolmentState.MISSED)
        query = query.where(Enrolment.state.in_(held), ProgrammeSession.ends_at <= clock.now())
        return _listed(db.session.execute(query.order_by(None).order_by(ProgrammeSession.starts_at.desc()).limit(50)))
    wanted = or_(Enrolment.news != "", and_(Enrolment.state.in_(ACTIVE), ProgrammeSession.ends_at > clock.now()))
    return _listed(db.session.execute(query.where(wanted)))


def held(organisation_id: int, *, past: bool, page: int) -> tuple[Pagination, list[Listed]]:
    """A page of all dates that are to come, or of those of the past, newest first; cancelled ones too."""
    start, order = ProgrammeSession.starts_at, ProgrammeSession.starts_at.asc()
    is_wanted = start > clock.now()
    if past:
        is_wanted, order = start <= clock.now(), start.desc()
    query = select(ProgrammeSession.id).where(ProgrammeSession.organisation_id == organisation_id, is_wanted)
    pages = db.paginate(query.order_by(order, ProgrammeSession.id), page=page, per_page=PER_PAGE, error_out=False)
    shown = _seen_by(organisation_id, 0).where(ProgrammeSession.id.in_(pages.items)).order_by(None)
    return pages, _listed(db.session.execute(shown.order_by(order, ProgrammeSession.id))) if pages.items else []


def session_called(organisation_id: int, uid: str) -> ProgrammeSession:
    """The organisation's date with its course. Raises NotFound."""
    query = (
        select(ProgrammeSession)
        .where(ProgrammeSession.organisation_id == organisation_id, ProgrammeSession.uid == uid)
        .options(joinedload(ProgrammeSession.course))
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found
