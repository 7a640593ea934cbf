"""`flask check calibrate`: learn from answers how hard tasks are."""

from pathlib import Path
from pkgutil import resolve_name

import click
from flask import current_app
from flask.cli import with_appcontext

from competence_check import queries
from competence_check.calibration.models import CalibratedItem, CalibrationRun
from competence_check.levels import DEFAULT_FRAMEWORK
from lms.kernel.db import db, transaction


@click.command()
@click.option("--framework", "slug", default=DEFAULT_FRAMEWORK, show_default=True)
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="File for the report; else the terminal."
)
@click.option("--apply", "is_applied", is_flag=True, help="Use the new parameters for checks that begin from now on.")
@with_appcontext
def calibrate(slug: str, report: Path | None, is_applied: bool) -> None:
    """Estimate difficulty and discrimination of all tasks from the answers of finished checks, without names.

    Without --apply nothing changes. Results that are there keep the parameters they were made with.
    """
    framework = queries.framework_called(slug)
    if framework is None:
        raise click.ClickException(f"There is no framework {slug!r}.")
    # These bring numpy and scipy, which no other command of this group needs.
    gathered = resolve_name("competence_check.calibration.gathering:gather")(framework.id)
    if not gathered.answers:
        raise click.ClickException("There are no answers yet.")
    areas, tasks, answers = gathered.areas, gathered.tasks, gathered.answers
    found = resolve_name("competence_check.calibration.estimating:calibrate")(
        areas, tasks, answers, gathered.self_ratings
    )
    smallest = current_app.extensions["settings"].smallest_group
    fitting = "competence_check.calibration.fitting"
    fit = resolve_name(f"{fitting}:fits")(found, tasks, answers)
    unfair = resolve_name(f"{fitting}:differing")(found, tasks, answers, gathered.groups, smallest)
    text: str = resolve_name("competence_check.calibration.report:report")(gathered, found, fit, unfair)
    if report:
        report.write_text(text, encoding="utf-8")
    else:
        click.echo(text)
    if is_applied:
        with transaction():
            run = CalibrationRun(framework_id=framework.id, people=len(found.people), answers=len(answers))
            db.session.add(run)
            db.session.flush()
            for item, task in found.tasks.items():
                values = {"difficulty": task.parameters.difficulty, "discrimination": task.parameters.discrimination}
                kept = {"item_version": gathered.versions[item], "error": task.error, "answers": task.answers}
                db.session.add(CalibratedItem(calibration_id=run.id, item_id=item, **values, **kept))
        click.echo(f"{len(found.tasks)} tasks have new parameters from now on.")
