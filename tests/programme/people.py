"""Dates and people for tests of the programme."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from lms.accounts.models import Person
from lms.catalogue.models import Course
from lms.catalogue.queries import course_with_steps
from lms.kernel.db import db, transaction
from lms.kernel.tenancy import Organisation
from lms.learning.services import Learner
from lms.programme.enrolling import enrol
from lms.programme.models import Enrolment, ProgrammeSession
from lms.programme.rules import Part

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MORNING = datetime(2027, 1, 12, 8, 0, tzinfo=UTC)


def parts(start: datetime = MORNING, hours: float = 3, days: int = 1) -> tuple[Part, ...]:
    """As many days of so many hours, a week apart."""
    starts = [start + timedelta(weeks=number) for number in range(days)]
    return tuple(Part(each, each + timedelta(hours=hours)) for each in starts)


def session(organisation: Organisation, course: str = "ki-im-buero", **facts: Any) -> ProgrammeSession:
    """A stored date; three seats on a Tuesday morning in January unless said otherwise."""
    about: Course = course_with_steps(course)
    times = facts.pop("times", None) or parts()
    values = {"seats": 3, "minimum": 0, "place": "Raum 1", "link": "", "deadline": date(2027, 1, 5), **facts}
    with transaction():
        made = ProgrammeSession(organisation_id=organisation.id, course_id=about.id, code=uuid4().hex, **values)
        made.times = times
        db.session.add(made)
    return made


def learner(person: Person) -> Learner:
    """The person as one who learns."""
    return Learner(person.id, person.uid, person.organisation_id)


def states(made: ProgrammeSession) -> list[str]:
    """How people stand to the date, in the order in which they asked."""
    db.session.rollback()
    query = select(Enrolment.state).where(Enrolment.session_id == made.id).order_by(Enrolment.turn)
    return list(db.session.scalars(query))


def enrolled(person: Person, made: ProgrammeSession) -> None:
    """Have the person enrol."""
    with transaction():
        enrol(learner(person), [made.uid])
