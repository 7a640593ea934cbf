"""Planning the programme: create a date, change it, cancel it, say who was there."""

from collections.abc import Collection
from uuid import uuid4

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.catalogue.models import Course
from lms.kernel import clock
from lms.kernel.db import db
from lms.kernel.errors import Invalid, Refused
from lms.kernel.plugin import publish
from lms.learning.services import Learner, complete_course
from lms.programme.events import AttendanceMissed, SessionAttended, SessionCancelled, SessionMoved
from lms.programme.facts import SessionFacts, faults
from lms.programme.filling import fill
from lms.programme.models import Enrolment, News, ProgrammeSession
from lms.programme.rules import ACTIVE, EnrolmentState, SessionState
from lms.programme.telling import about, uids_of
from lms.programme.turns import counted, lock_session


def plannable() -> list[Course]:
    """The seminars that are held on dates, in the order of their slugs."""
    query = select(Course).where(Course.kind == "seminar", Course.format != "on_demand", Course.retired.is_(False))
    return list(db.session.scalars(query.order_by(Course.slug)))


def create(organisation_id: int, facts: SessionFacts, code: str = "") -> ProgrammeSession:
    """A new date. code: what the organiser calls it; made up if empty. Raises Invalid."""
    course = next((each for each in plannable() if each.slug == facts.course), None)
    found = faults(facts, clock.today())
    if course is None:
        found["course"] = _("Dieses Seminar gibt es nicht, oder es braucht keine Termine.")
    if found or course is None:
        raise Invalid(fields=found)
    session = ProgrammeSession(organisation_id=organisation_id, course_id=course.id, code=code or uuid4().hex[:8])
    _write(session, facts)
    db.session.add(session)
    return session


def _write(session: ProgrammeSession, facts: SessionFacts) -> None:
    session.times = facts.times
    session.place, session.link = facts.place, facts.link
    session.seats, session.minimum, session.deadline = facts.seats, facts.minimum, facts.deadline
    session.changed_at = clock.now()


def change(organisation_id: int, uid: str, facts: SessionFacts) -> bool:
    """Change a date but for its seminar; whether anything changed. Who is enrolled is told of another time or place.

    New seats go to those who wait. Raises NotFound, Refused for what is cancelled or has begun, and Invalid.
    """
    session = lock_session(organisation_id, uid)
    _refuse_what_is_over(session)
    found = faults(facts, clock.today())
    if facts.course != session.course.slug:
        found["course"] = _("Das Seminar eines Termins bleibt. Legen Sie für ein anderes einen neuen Termin an.")
    if found:
        raise Invalid(fields=found)
    taken = counted([session.id])[session.id].taken
    if facts.seats < taken:
        message = _("%(taken)s Plätze sind schon vergeben. Weniger können es nicht werden.", taken=taken)
        raise Invalid(fields={"seats": message})
    before = (session.times, session.place, session.link, session.seats, session.minimum, session.deadline)
    _write(session, facts)
    after = (session.times, session.place, session.link, session.seats, session.minimum, session.deadline)
    if before == after:
        return False
    session.sequence += 1
    if before[:3] != after[:3]:
        _tell_of_change(session, is_moved=before[0] != after[0])
    fill(session)
    return True


def _refuse_what_is_over(session: ProgrammeSession) -> None:
    if session.is_cancelled:
        raise Refused(_("Dieser Termin ist abgesagt. Legen Sie einen neuen an."))
    if session.starts_at <= clock.now():
        raise Refused(_("Dieser Termin hat schon begonnen und lässt sich nicht mehr ändern."))


def _active(session: ProgrammeSession) -> list[Enrolment]:
    query = select(Enrolment).where(Enrolment.session_id == session.id, Enrolment.state.in_(ACTIVE))
    return list(db.session.scalars(query.order_by(Enrolment.turn)))


def _tell_of_change(session: ProgrammeSession, *, is_moved: bool) -> None:
    enrolled = _active(session)
    uids = uids_of([each.person_id for each in enrolled])
    for each in enrolled:
        each.news = News.CHANGED
        if is_moved:
            publish(SessionMoved(**about(session, uids[each.person_id])))


def cancel(organisation_id: int, uid: str, reason: str) -> int:
    """Cancel a date; how many people are told. Raises NotFound, Refused for what is over, Invalid without a reason."""
    session = lock_session(organisation_id, uid)
    _refuse_what_is_over(session)
    if not reason.strip():
        raise Invalid(fields={"reason": _("Sagen Sie, warum: Wer angemeldet ist, liest es.")})
    session.state, session.reason = SessionState.CANCELLED.value, reason.strip()
    session.sequence, session.changed_at = session.sequence + 1, clock.now()
    enrolled = _active(session)
    uids = uids_of([each.person_id for each in enrolled])
    for each in enrolled:
        each.become(EnrolmentState.CANCELLED, News.CANCELLED)
        publish(SessionCancelled(**about(session, uids[each.person_id])))
    return len(enrolled)


def mark(organisation_id: int, uid: str, present: Collection[int], absent: Collection[int]) -> int:
    """Say who was there and who was not, by ids of enrolments; how many are new.

    Who was there has completed the seminar; that stays. Raises NotFound, Refused before it begins.
    """
    session = lock_session(organisation_id, uid)
    if session.is_cancelled or session.starts_at > clock.now():
        raise Refused(_("Wer da war, lässt sich erst sagen, wenn der Termin begonnen hat."))
    open_states = (EnrolmentState.CONFIRMED.value, EnrolmentState.MISSED.value)
    query = (
        select(Enrolment)
        .where(Enrolment.session_id == session.id, Enrolment.state.in_(open_states))
        .options(joinedload(Enrolment.person))
        .order_by(Enrolment.turn)
    )
    return sum(_mark(session, each, present, absent) for each in db.session.scalars(query))


def _mark(session: ProgrammeSession, each: Enrolment, present: Collection[int], absent: Collection[int]) -> bool:
    person = each.person
    if each.id in present:
        each.become(EnrolmentState.ATTENDED)
        publish(SessionAttended(**about(session, person.uid)))
        complete_course(learner=Learner(person.id, person.uid, person.organisation_id), course=session.course)
        return True
    if each.id in absent and each.state == EnrolmentState.CONFIRMED:
        each.become(EnrolmentState.MISSED)
        publish(AttendanceMissed(**about(session, person.uid)))
        return True
    return False
