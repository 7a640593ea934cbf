"""Calibrations that were made: asking for one, looking at them, taking one into use."""

from collections.abc import Sequence
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from competence_check.calibration.models import CalibrationRun
from competence_check.models import Framework, Item
from lms.jobs.models import OPEN, Job
from lms.jobs.services import enqueue, newest
from lms.kernel import clock
from lms.kernel.db import db
from lms.kernel.errors import NotFound, Refused
from lms.kernel.tenancy import Organisation, OrganisationKind
from lms.kernel.toml import Texts

KIND = "check.calibration"
MOST_SHOWN = 12


def runs_the_bank(organisation_id: int) -> bool:
    """Whether the organisation may change how tasks count: the bank belongs to all, and the city keeps it."""
    return db.session.get_one(Organisation, organisation_id).kind == OrganisationKind.CITY.value


def ask_for(framework: Framework, *, organisation_id: int, person_id: int) -> Job:
    """Have the tasks of the framework calibrated. Raises Refused while that is being done, and for a firm."""
    _only_where_the_bank_is_run(organisation_id)
    present = newest(KIND, framework.slug)
    if present is not None and present.state in OPEN:
        raise Refused(_("Die Aufgaben werden gerade nachgerechnet."))
    arguments = {"framework": framework.slug}
    return enqueue(KIND, arguments, organisation_id=organisation_id, person_id=person_id, key=framework.slug)


def job_for(framework: Framework) -> Job | None:
    """The calibration that was asked for last."""
    return newest(KIND, framework.slug)


def made_for(framework: Framework) -> Sequence[CalibrationRun]:
    """The latest calibrations, newest first."""
    query = select(CalibrationRun).where(CalibrationRun.framework_id == framework.id)
    return list(db.session.scalars(query.order_by(CalibrationRun.id.desc()).limit(MOST_SHOWN)))


def called(uid: str) -> CalibrationRun:
    """The calibration. Raises NotFound, also for what is no identifier at all."""
    try:
        known = str(UUID(uid))
    except ValueError:
        raise NotFound from None
    found = db.session.scalar(select(CalibrationRun).where(CalibrationRun.uid == known))
    if found is None:
        raise NotFound
    return found


def take(made: CalibrationRun, *, organisation_id: int) -> None:
    """Use its parameters in checks that begin from now on; a second time changes nothing.

    Raises Refused for one that is older than what is in use, and for a firm.
    """
    _only_where_the_bank_is_run(organisation_id)
    if made.taken_at is not None:
        return
    newer = select(CalibrationRun.id).where(
        CalibrationRun.framework_id == made.framework_id,
        CalibrationRun.id > made.id,
        CalibrationRun.taken_at.is_not(None),
    )
    if db.session.scalar(newer.limit(1)) is not None:
        raise Refused(_("Es ist schon eine neuere Fassung in Gebrauch."))
    made.taken_at = clock.now()


def prompts_of(made: CalibrationRun) -> dict[int, Texts]:
    """What the tasks ask that its findings name, by item."""
    named = {each["item"] for part in ("moved", "misfits", "unfair") for each in made.findings.get(part, ())}
    return {item.id: item.body["prompt"] for item in db.session.scalars(select(Item).where(Item.id.in_(named)))}


def _only_where_the_bank_is_run(organisation_id: int) -> None:
    if not runs_the_bank(organisation_id):
        raise Refused(_("Die Aufgaben gehören allen Häusern. Nachgerechnet werden sie in der Stadt."))
