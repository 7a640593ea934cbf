"""One after the other: whoever wants a seat waits for those who came before, on both databases.

People lock themselves first, then the dates of the seminars concerned in the order of their ids; so nobody waits in
a circle, and no two decide about the same seats at once. SQLite has one writer at a time anyway.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from lms.accounts.models import Person
from lms.kernel import clock
from lms.kernel.db import db
from lms.kernel.errors import NotFound
from lms.programme.models import Enrolment, ProgrammeSession
from lms.programme.rules import SEATED, EnrolmentState


def lock_person(person_id: int) -> None:
    """Keep the person from enrolling in two tabs at once."""
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


def lock_sessions(organisation_id: int, uids: Collection[str]) -> dict[str, ProgrammeSession]:
    """The dates with these uids as they are now, with their courses, ours until the transaction ends; with them the
    other dates to come of the same seminars, among which people change."""
    wanted = ProgrammeSession.uid.in_(uids)
    courses = select(ProgrammeSession.course_id).where(ProgrammeSession.organisation_id == organisation_id, wanted)
    query = (
        select(ProgrammeSession)
        .where(ProgrammeSession.organisation_id == organisation_id, ProgrammeSession.course_id.in_(courses))
        .where(or_(wanted, ProgrammeSession.ends_at > clock.now()))
        .order_by(ProgrammeSession.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    locked = {each.uid: each for each in db.session.scalars(query) if each.uid in uids}
    if locked:
        # Apart from the lock: PostgreSQL would lock the courses, too.
        ids = [each.id for each in locked.values()]
        loading = select(ProgrammeSession).where(ProgrammeSession.id.in_(ids))
        loading = loading.options(joinedload(ProgrammeSession.course)).execution_options(populate_existing=True)
        db.session.scalars(loading).all()
    return {uid: locked[uid] for uid in uids if uid in locked}


def lock_session(organisation_id: int, uid: str) -> ProgrammeSession:
    """One date, as `lock_sessions` does. Raises NotFound."""
    found = lock_sessions(organisation_id, [uid]).get(uid)
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True)
class Count:
    """How many seats of a date are taken, how many people wait, and the turn that was given last."""

    taken: int = 0
    waiting: int = 0
    last_turn: int = 0


def counted(session_ids: Collection[int]) -> dict[int, Count]:
    """The numbers by date."""
    query = (
        select(Enrolment.session_id, Enrolment.state, func.count(), func.max(Enrolment.turn))
        .where(Enrolment.session_id.in_(session_ids))
        .group_by(Enrolment.session_id, Enrolment.state)
    )
    found = dict.fromkeys(session_ids, Count())
    for session_id, state, number, turn in db.session.execute(query):
        before = found[session_id]
        found[session_id] = Count(
            before.taken + (number if state in SEATED else 0),
            before.waiting + (number if state == EnrolmentState.WAITING else 0),
            max(before.last_turn, turn),
        )
    return found
