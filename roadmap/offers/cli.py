"""`flask roadmap offers`: bring offers of training providers in from a sheet."""

from dataclasses import replace
from pathlib import Path

import click

from lms.kernel.content_state import note_change
from lms.kernel.db import transaction
from lms.kernel.sheets.reading import read_table
from lms.kernel.sheets.table import Limits, UnreadableSheet
from roadmap.offers.queries import current_offers, what_offers_may_name
from roadmap.offers.sheet import NEEDED, OfferSheet, read_offers
from roadmap.offers.storing import CONTENT, IMPORT, store_offers

# A sheet with more faults than this is wrong in one way that the first few show.
MOST_TOLD = 50

# Room for the offers of a whole state: a hundred thousand and more.
LIMITS = Limits(bytes=100_000_000, unpacked=500_000_000)


@click.group()
def offers() -> None:
    """Offers of training providers."""


@offers.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check the sheet and say what would change; store nothing.")
@click.option("--replace", "retire", is_flag=True, help="Take imported offers that are not in FILE off the list.")
def import_offers(file: Path, *, dry_run: bool, retire: bool) -> None:
    """Import the offers of FILE (CSV or XLSX): all of it or, if anything is wrong, nothing."""
    sheet = _read(file)
    for fault in sheet.faults[:MOST_TOLD]:
        click.echo(f"{file.name}: {fault}", err=True)
    if len(sheet.faults) > MOST_TOLD:
        click.echo(f"… and {len(sheet.faults) - MOST_TOLD} more", err=True)
    if sheet.faults:
        raise click.ClickException(f"{len(sheet.faults)} fault(s). Nothing was imported.")
    if dry_run:
        click.echo(f"No faults: {len(sheet.offers)} offers. Nothing was stored.")
        return
    with transaction():
        changes = store_offers(sheet.offers.values(), IMPORT, retire=retire)
        if changes:
            note_change("offers")
    click.echo(f"{len(changes.added)} added, {len(changes.changed)} changed, {len(changes.removed)} removed.")


def _read(file: Path) -> OfferSheet:
    known = what_offers_may_name()
    ours = {offer.slug for offer in current_offers() if offer.origin == CONTENT}
    try:
        with file.open("rb") as stream:
            table = read_table(stream, needed=NEEDED, limits=LIMITS)
    except UnreadableSheet as error:
        raise click.ClickException(f"{file.name}: {error.message}") from error
    return read_offers(table, replace(known, others={*known.others, *ours}))
