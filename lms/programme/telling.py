"""What every event of the programme says, and whose it is."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from lms.accounts.models import Person
from lms.kernel import clock
from lms.kernel.db import db
from lms.programme.models import ProgrammeSession


def about(session: ProgrammeSession, actor: str) -> dict[str, Any]:
    """What every event says. The course must be loaded."""
    return {
        "actor": actor,
        "organisation_id": session.organisation_id,
        "at": clock.now(),
        "session": session.uid,
        "course": session.course.slug,
        "title": session.course.title,
    }


def uids_of(person_ids: Collection[int]) -> dict[int, str]:
    """The opaque identifiers of people by primary key."""
    query = select(Person.id, Person.uid).where(Person.id.in_(person_ids))
    return {row.id: row.uid for row in db.session.execute(query)}
