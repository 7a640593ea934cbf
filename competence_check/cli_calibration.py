"""`flask check calibrate`: learn from answers how hard tasks are."""

from pathlib import Path
from pkgutil import resolve_name

import click
from flask.cli import with_appcontext

from competence_check import queries
from competence_check.calibration.models import CalibrationRun
from competence_check.levels import DEFAULT_FRAMEWORK
from lms.kernel import clock
from lms.kernel.db import transaction
from lms.kernel.errors import Refused


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
    # This brings numpy and scipy, which no other command of this group needs.
    finding = "competence_check.calibration.finding"
    try:
        found = resolve_name(f"{finding}:find")(framework.id)
    except Refused as error:
        raise click.ClickException("There are no answers yet.") from error
    text: str = resolve_name("competence_check.calibration.report:as_text")(found.findings)
    if report:
        report.write_text(text, encoding="utf-8")
    else:
        click.echo(text)
    if is_applied:
        with transaction():
            made: CalibrationRun = resolve_name(f"{finding}:keep")(found)
            made.taken_at = clock.now()
        click.echo(f"{found.findings['calibrated']} tasks have new parameters from now on.")
