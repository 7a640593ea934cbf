"""What is known at a moment about tasks and people: the experts' start, or what the calibration taken last found."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import select

from competence_check.calibration.models import CalibratedItem, CalibrationRun
from competence_check.scoring.assumptions import START, Assumptions
from competence_check.scoring.response import Parameters
from lms.kernel.db import db

# The assumptions that a calibration learns, as its findings name them.
LEARNT_OF_PEOPLE = ("between", "within", "reliance")


@dataclass(frozen=True)
class Learnt:
    """tasks: difficulty and discrimination by item and version, so that a changed task starts again with the expert's.

    assumptions: how competences and self-ratings go together.
    """

    tasks: Mapping[tuple[int, int], tuple[float, float]] = field(default_factory=dict)
    assumptions: Assumptions = START


def learnt_before(framework_id: int, moment: datetime) -> Learnt:
    """What the calibration found that was taken into use last before the moment; the start where there is none."""
    latest = (
        select(CalibrationRun.id)
        .where(CalibrationRun.framework_id == framework_id, CalibrationRun.taken_at <= moment)
        .order_by(CalibrationRun.taken_at.desc(), CalibrationRun.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    columns = (
        CalibratedItem.item_id,
        CalibratedItem.item_version,
        CalibratedItem.difficulty,
        CalibratedItem.discrimination,
    )
    of_people = [CalibrationRun.findings[name].as_float() for name in LEARNT_OF_PEOPLE]
    query = (
        select(*columns, *of_people)
        .select_from(CalibrationRun)
        .outerjoin(CalibratedItem, CalibratedItem.calibration_id == CalibrationRun.id)
        .where(CalibrationRun.id == latest)
    )
    rows = db.session.execute(query).all()
    if not rows:
        return Learnt()
    found = dict(zip(LEARNT_OF_PEOPLE, rows[0][4:], strict=True))
    # Calibrations of earlier versions learnt about tasks only.
    known = {name: value for name, value in found.items() if value is not None}
    return Learnt(
        {(item, version): (difficulty, slope) for item, version, difficulty, slope, *_rest in rows if item is not None},
        replace(START, **known),
    )


def corrected(learnt: Learnt, item: int, version: int, expert: Parameters) -> Parameters:
    """The learnt parameters of that version of the task, else the expert's."""
    found = learnt.tasks.get((item, version))
    return expert if found is None else replace(expert, difficulty=found[0], discrimination=found[1])
