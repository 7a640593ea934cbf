"""Free seats go to those who wait, in order."""

from collections.abc import Sequence

from sqlalchemy import select

from lms.kernel import clock
from lms.kernel.db import db
from lms.kernel.plugin import publish
from lms.programme.events import SeatTaken
from lms.programme.models import Enrolment, News, ProgrammeSession
from lms.programme.rules import EnrolmentState, moving_up
from lms.programme.telling import about, uids_of
from lms.programme.turns import counted


def fill(session: ProgrammeSession) -> list[Enrolment]:
    """Give free seats to those who wait, in order, and tell them; who got one. The date must be locked.

    Who gets a seat no longer waits for other dates of the same seminar. Nobody moves up once it has begun.
    """
    db.session.flush()
    if session.is_cancelled or session.starts_at <= clock.now():
        return []
    taken = counted([session.id])[session.id].taken
    query = (
        select(Enrolment)
        .where(Enrolment.session_id == session.id, Enrolment.state == EnrolmentState.WAITING.value)
        .order_by(Enrolment.turn)
    )
    lucky = list(moving_up(session.seats, taken, db.session.scalars(query).all()))
    uids = uids_of([each.person_id for each in lucky])
    for each in lucky:
        each.become(EnrolmentState.CONFIRMED, News.MOVED_UP)
        publish(SeatTaken(**about(session, uids[each.person_id])))
    for other in _waiting_elsewhere(session, list(uids)):
        other.become(EnrolmentState.WITHDRAWN)
    return lucky


def _waiting_elsewhere(session: ProgrammeSession, people: Sequence[int]) -> Sequence[Enrolment]:
    query = (
        select(Enrolment)
        .join(Enrolment.session)
        .where(Enrolment.person_id.in_(people), Enrolment.state == EnrolmentState.WAITING.value)
        .where(ProgrammeSession.course_id == session.course_id, ProgrammeSession.id != session.id)
    )
    return db.session.scalars(query).all() if people else []
