"""A calibration from start to end: gather, estimate, judge. Needs numpy and scipy: for a job or the terminal."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _

from competence_check import queries
from competence_check.calibration.estimating import ROUNDS, Calibration, calibrate
from competence_check.calibration.fitting import differing, fits
from competence_check.calibration.gathering import Gathered, gather
from competence_check.calibration.models import CalibratedItem, CalibrationRun
from competence_check.calibration.report import Findings, findings
from competence_check.scoring.correlations import estimate_correlations
from competence_check.scoring.engine import Scored
from lms.jobs.work import Task
from lms.kernel.db import db, transaction
from lms.kernel.errors import Refused

# Correlations are learnt from so many people: enough to know them to some hundredths, and done in a minute.
MOST_PEOPLE = 1000


@dataclass(frozen=True)
class Found:
    """What came out, not kept yet."""

    framework_id: int
    gathered: Gathered
    calibration: Calibration
    findings: Findings


def find(framework_id: int, after_round: Callable[[int], None] = lambda _number: None) -> Found:
    """Learn from all answers of finished checks. Raises Refused where there are none."""
    gathered = gather(framework_id)
    if not gathered.answers:
        raise Refused(_("Es gibt noch keine Antworten, aus denen sich etwas lernen lässt."))
    areas, tasks, answers = gathered.areas, gathered.tasks, gathered.answers
    found = calibrate(areas, tasks, answers, gathered.self_ratings, after_round=after_round)
    assumptions = estimate_correlations(areas, _people(gathered, found))
    smallest: int = current_app.extensions["settings"].smallest_group
    unfair = differing(found, tasks, answers, gathered.groups, smallest)
    told = findings(gathered, found, fits(found, tasks, answers), unfair, smallest=smallest, assumptions=assumptions)
    return Found(framework_id, gathered, found, told)


def _people(gathered: Gathered, found: Calibration) -> list[tuple[list[Scored], dict[str, int]]]:
    """What the people who finished last answered, with the parameters just found, and how they rated themselves."""
    given: dict[int, list[Scored]] = {}
    for each in gathered.answers:
        known, calibrated = gathered.tasks[each.item], found.tasks.get(each.item)
        parameters = known.expert if calibrated is None else calibrated.parameters
        given.setdefault(each.person, []).append(Scored(known.competence, parameters, each.score))
    latest = list(given)[-MOST_PEOPLE:]
    return [(given[person], gathered.self_ratings.get(person, {})) for person in latest]


def keep(found: Found) -> CalibrationRun:
    """Keep it as a new version that nobody uses yet."""
    made = CalibrationRun(
        framework_id=found.framework_id,
        people=found.findings["people"],
        answers=found.findings["answers"],
        findings=dict(found.findings),
    )
    db.session.add(made)
    db.session.flush()
    for item, task in found.calibration.tasks.items():
        db.session.add(
            CalibratedItem(
                calibration_id=made.id,
                item_id=item,
                item_version=found.gathered.versions[item],
                difficulty=task.parameters.difficulty,
                discrimination=task.parameters.discrimination,
                error=task.error,
                answers=task.answers,
            )
        )
    return made


def in_the_background(task: Task) -> dict[str, str]:
    """The job: find and keep; a person takes it, or leaves it."""
    framework = queries.framework_called(task.arguments["framework"])
    if framework is None:
        raise Refused(_("Diesen Rahmen gibt es nicht mehr."))
    task.report(0.02, _("Die Antworten werden gesammelt, ohne Namen."))

    def told(number: int) -> None:
        task.report(0.05 + 0.9 * number / ROUNDS, _("Runde %(number)s von %(all)s", number=number, all=ROUNDS))

    found = find(framework.id, told)
    with transaction():
        made = keep(found)
    return {"calibration": made.uid}
