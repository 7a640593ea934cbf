"""The parameters in use at a moment: the expert's, or those of the calibration taken last before it."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from competence_check.calibration.models import CalibratedItem, CalibrationRun
from competence_check.scoring.response import Parameters
from lms.kernel.db import db

# By item and version, so that a task that was changed starts again with the expert's.
Learnt = Mapping[tuple[int, int], tuple[float, float]]


def learnt_before(framework_id: int, moment: datetime) -> Learnt:
    """Difficulty and discrimination of every calibrated task in its version."""
    latest = (
        select(CalibrationRun.id)
        .where(CalibrationRun.framework_id == framework_id, CalibrationRun.taken_at <= moment)
        .order_by(CalibrationRun.taken_at.desc(), CalibrationRun.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    query = select(
        CalibratedItem.item_id, CalibratedItem.item_version, CalibratedItem.difficulty, CalibratedItem.discrimination
    ).where(CalibratedItem.calibration_id == latest)
    return {(item, version): (difficulty, slope) for item, version, difficulty, slope in db.session.execute(query)}


def corrected(learnt: Learnt, item: int, version: int, expert: Parameters) -> Parameters:
    """The learnt parameters of that version of the task, else the expert's."""
    found = learnt.get((item, version))
    return expert if found is None else Parameters(found[0], found[1], expert.guessing)
