"""`flask programme`: dates from a sheet, and taking out what need not be kept."""

from pathlib import Path

import click
from flask.cli import AppGroup

from lms.accounts.queries import organisation_by_slug
from lms.kernel import clock
from lms.kernel.db import transaction
from lms.kernel.errors import Invalid
from lms.kernel.sheets.reading import read_table
from lms.programme import cleaning, sheet
from lms.programme.running import plannable

programme = AppGroup("programme", help="The training programme.")

MOST_TOLD = 50


@programme.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organisation", required=True, help="Slug of the organisation whose programme it is.")
@click.option("--dry-run", is_flag=True, help="Check the sheet; store nothing.")
@click.option("--skip-past", is_flag=True, help="Leave rows out whose date is over; they are named.")
def import_sessions(file: Path, organisation: str, *, dry_run: bool, skip_past: bool) -> None:
    """Import the dates of FILE (CSV or XLSX): all of it or, if anything is wrong, nothing."""
    owner = organisation_by_slug(organisation)
    if owner is None:
        raise click.ClickException(f"There is no organisation {organisation!r}.")
    try:
        with file.open("rb") as stream:
            table = read_table(stream, needed=sheet.NEEDED)
        courses, known = {course.slug for course in plannable()}, sheet.programme_by_key(owner.id)
        found = sheet.read_sessions(table, courses, clock.today(), known)
        for place in (*found.faults[:MOST_TOLD], *found.past[:MOST_TOLD]):
            click.echo(f"{file.name}: {place}", err=True)
        if found.faults:
            raise click.ClickException(f"{len(found.faults)} fault(s). Nothing was imported.")
        if found.past and not skip_past:
            raise click.ClickException(f"{len(found.past)} row(s) in the past. Nothing was imported; try --skip-past.")
        if dry_run:
            click.echo(f"No faults: {len(found.dates)} dates. Nothing was stored.")
            return
        with transaction():
            new, changed = sheet.store(owner.id, found.dates)
    except Invalid as error:
        raise click.ClickException(f"{file.name}: {error.message}") from error
    click.echo(f"{new} added, {changed} changed.")


@programme.command()
@click.option("--months", default=cleaning.KEPT_MONTHS, show_default=True, type=click.IntRange(1, 120))
def clean(months: int) -> None:
    """Take out who was enrolled in dates that ended more than so many months ago; the dates stay.

    `flask jobs work` does it once a day by itself, for 24 months.
    """
    with transaction():
        number = cleaning.clean(months)
    click.echo(f"{number} enrolments removed.")
