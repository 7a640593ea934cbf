"""Taking out who was enrolled in dates that are long past; the dates stay."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask_babel import ngettext
from sqlalchemy import delete, select

from lms.jobs.work import Task
from lms.kernel import clock
from lms.kernel.db import db, transaction
from lms.programme.models import Enrolment, ProgrammeSession

# As long as `lms.programme.personal` promises.
KEPT_MONTHS = 24


def clean(months: int = KEPT_MONTHS, organisation_id: int | None = None) -> int:
    """Take out enrolments in dates that ended more than so many months ago; how many. organisation_id: of one only."""
    limit = clock.now() - timedelta(days=round(months * 30.44))
    old = select(ProgrammeSession.id).where(ProgrammeSession.ends_at < limit)
    if organisation_id is not None:
        old = old.where(ProgrammeSession.organisation_id == organisation_id)
    gone = delete(Enrolment).where(Enrolment.session_id.in_(old)).returning(Enrolment.id)
    return len(db.session.execute(gone).all())


def clean_in_the_background(task: Task) -> Mapping[str, Any]:
    """Job: once a day, for each organisation."""
    with transaction():
        number = clean(organisation_id=task.organisation_id)
    task.report(1.0, ngettext("%(num)s Anmeldung ist gelöscht.", "%(num)s Anmeldungen sind gelöscht.", number))
    return {"removed": number}
