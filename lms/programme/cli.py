"""`flask programme`: dates from a sheet, and taking out what need not be kept."""

from datetime import timedelta
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import delete, select

from lms.accounts.queries import organisation_by_slug
from lms.kernel import clock
from lms.kernel.db import db, transaction
from lms.kernel.errors import Invalid
from lms.kernel.sheets.reading import read_table
from lms.programme import sheet
from lms.programme.models import Enrolment, ProgrammeSession
from lms.programme.running import plannable

programme = AppGroup("programme", help="The training programme.")

MOST_TOLD = 50


@programme.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organisation", required=True, help="Slug of the organisation whose programme it is.")
@click.option("--dry-run", is_flag=True, help="Check the sheet; store nothing.")
def import_sessions(file: Path, organisation: str, *, dry_run: bool) -> None:
    """Import the dates of FILE (CSV or XLSX): all of it or, if anything is wrong, nothing."""
    owner = organisation_by_slug(organisation)
    if owner is None:
        raise click.ClickException(f"There is no organisation {organisation!r}.")
    try:
        with file.open("rb") as stream:
            table = read_table(stream, needed=sheet.NEEDED)
        found = sheet.read_sessions(table, {course.slug for course in plannable()}, clock.today())
        for fault in found.faults[:MOST_TOLD]:
            click.echo(f"{file.name}: {fault}", err=True)
        if found.faults:
            raise click.ClickException(f"{len(found.faults)} fault(s). Nothing was imported.")
        if dry_run:
            click.echo(f"No faults: {len(found.dates)} dates. Nothing was stored.")
            return
        with transaction():
            new, changed = sheet.store(owner.id, found.dates)
    except Invalid as error:
        raise click.ClickException(f"{file.name}: {error.message}") from error
    click.echo(f"{new} added, {changed} changed.")


@programme.command()
@click.option("--months", default=24, show_default=True, type=click.IntRange(1, 120))
def clean(months: int) -> None:
    """Take out who was enrolled in dates that ended more than so many months ago; the dates stay."""
    limit = clock.now() - timedelta(days=round(months * 30.44))
    old = select(ProgrammeSession.id).where(ProgrammeSession.ends_at < limit)
    with transaction():
        gone = db.session.execute(delete(Enrolment).where(Enrolment.session_id.in_(old)).returning(Enrolment.id)).all()
    click.echo(f"{len(gone)} enrolments removed.")
