"""Enrolling and withdrawing. Everything here may be asked twice and is done once."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from lms.accounts.events import AccountClosed
from lms.kernel import clock
from lms.kernel.db import db
from lms.kernel.errors import Refused
from lms.kernel.plugin import publish
from lms.learning.services import Learner
from lms.programme.events import PutOnWaitingList, SeatTaken, Withdrawn
from lms.programme.filling import fill
from lms.programme.models import Enrolment, ProgrammeSession
from lms.programme.rules import ACTIVE, EnrolmentState, Result, overlap, place_for
from lms.programme.telling import about
from lms.programme.turns import Count, counted, lock_person, lock_session, lock_sessions


@dataclass(frozen=True)
class Outcome:
    """What came of wanting a date. number: on the waiting list; other: what stands in the way, or has the seat."""

    session: ProgrammeSession
    result: Result
    number: int = 0
    other: ProgrammeSession | None = None


def enrol(learner: Learner, uids: Sequence[str]) -> list[Outcome]:
    """Enrol in these dates, in their order: each with a seat, a place on the waiting list, or the reason why not.

    Dates that do not exist (any more) are left out.
    """
    lock_person(learner.person_id)
    wanted = list(lock_sessions(learner.organisation_id, uids).values())
    numbers = counted([session.id for session in wanted])
    own = _own(learner.person_id, [session.id for session in wanted])
    return [_enrol(learner, session, own, numbers[session.id]) for session in wanted]


def _own(person_id: int, also: Sequence[int]) -> list[Enrolment]:
    """The person's enrolments that count, and any in the dates wanted."""
    query = (
        select(Enrolment)
        .join(Enrolment.session)
        .where(Enrolment.person_id == person_id)
        .where(
            Enrolment.session_id.in_(also) | (Enrolment.state.in_(ACTIVE) & (ProgrammeSession.ends_at > clock.now()))
        )
        .options(joinedload(Enrolment.session).joinedload(ProgrammeSession.course))
    )
    return list(db.session.scalars(query))


def _enrol(learner: Learner, session: ProgrammeSession, own: list[Enrolment], count: Count) -> Outcome:
    former = next((each for each in own if each.session_id == session.id), None)
    if former is not None and former.state in ACTIVE:
        return Outcome(session, Result.ALREADY)
    if reason := session.closed:
        return Outcome(session, Result(reason.value))
    active = [each for each in own if each.state in ACTIVE]
    seated = [each for each in active if each.session.course_id == session.course_id and _is_seated(each)]
    if seated:
        return Outcome(session, Result.OTHER_DATE, other=seated[0].session)
    others = [each for each in active if each.session.course_id != session.course_id]
    clash = next((each for each in others if overlap(session.times, each.session.times)), None)
    if clash is not None:
        return Outcome(session, Result.CLASH, other=clash.session)
    state = place_for(session.seats, count.taken, count.waiting)
    enrolment = former or _new(learner, session)
    enrolment.asked_at, enrolment.turn = clock.now(), count.last_turn + 1
    enrolment.become(state)
    enrolment.session = session
    if former is None:
        own.append(enrolment)
    if state is EnrolmentState.WAITING:
        publish(PutOnWaitingList(**about(session, learner.uid)))
        return Outcome(session, Result.WAITING, number=count.waiting + 1)
    publish(SeatTaken(**about(session, learner.uid)))
    for other in active:
        if other.session.course_id == session.course_id:
            other.become(EnrolmentState.WITHDRAWN)
    return Outcome(session, Result.SEAT)


def _is_seated(enrolment: Enrolment) -> bool:
    return enrolment.state == EnrolmentState.CONFIRMED


def _new(learner: Learner, session: ProgrammeSession) -> Enrolment:
    made = Enrolment(
        organisation_id=learner.organisation_id, session_id=session.id, person_id=learner.person_id, news=""
    )
    db.session.add(made)
    return made


def withdraw(learner: Learner, uid: str) -> bool:
    """Give up the seat or the place on the waiting list; whether there was one. The next one waiting gets the seat.

    Raises NotFound, and Refused once it has begun.
    """
    lock_person(learner.person_id)
    session = lock_session(learner.organisation_id, uid)
    enrolment = next((each for each in _own(learner.person_id, [session.id]) if each.session_id == session.id), None)
    if enrolment is None or enrolment.state not in ACTIVE:
        return False
    if session.starts_at <= clock.now():
        raise Refused(_("Der Termin hat schon begonnen. Abmelden können Sie sich nur vorher."))
    enrolment.become(EnrolmentState.WITHDRAWN)
    publish(Withdrawn(**about(session, learner.uid)))
    fill(session)
    return True


def account_closed(event: AccountClosed) -> None:
    """Listener: seats of somebody who left go to those who wait."""
    coming = [each for each in _own(event.person_id, []) if each.session.starts_at > clock.now()]
    sessions = lock_sessions(event.organisation_id, [each.session.uid for each in coming])
    for each in coming:
        each.become(EnrolmentState.WITHDRAWN)
        publish(Withdrawn(**about(each.session, event.actor)))
    for session in sessions.values():
        fill(session)


def acknowledge(person_id: int, session: ProgrammeSession) -> None:
    """The person has seen what there is to say about the date."""
    seen = update(Enrolment).where(Enrolment.person_id == person_id, Enrolment.session_id == session.id)
    db.session.execute(seen.values(news=""))
