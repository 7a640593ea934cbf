"""`flask xapi import`: an export back into the store."""

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import click
from flask.cli import with_appcontext

from lms.kernel.db import transaction
from lms.xapi.importing import Line, batches, bring_in, read_lines
from lms.xapi.storing import Restored
from lms.xapi.terminal import organisation_named, sentences

MOST_SHOWN = 50


@dataclass
class Count:
    """How far an import is."""

    new: int = 0
    present: int = 0
    conflicts: int = 0

    def add(self, batch: list[Line], done: Restored, file: Path) -> None:
        """Count a batch, and say which statements say something else than what is here."""
        self.new += len(done.new)
        self.present += len(done.present)
        for line in batch:
            if line.id in done.conflicts and self.conflicts < MOST_SHOWN:
                click.echo(
                    f"{file}, line {line.number}, id: {line.id} says something else than what is here.", err=True
                )
        self.conflicts += len(done.conflicts)
        click.echo(f"line {batch[-1].number}: {self.new} new, {self.present} present", err=True)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--organisation", "slug", required=True, help="Short name of the organisation.")
@click.option(
    "--attachments",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the data of attachments, as the export wrote it.",
)
@click.option(
    "--batch", "size", default=500, show_default=True, type=click.IntRange(1, 10_000), help="Per transaction."
)
@click.option("--check", is_flag=True, help="Only look whether the file is right; store nothing.")
@with_appcontext
def import_file(file: Path, slug: str, folder: Path | None, size: int, check: bool) -> None:
    """Read statements from FILE (newline-delimited JSON, also .gz).

    A file with a fault stores nothing at all. An import that was stopped is started again with the same words: what is
    here already is counted as present.
    """
    with sentences():
        organisation_id = organisation_named(slug).id
        _refuse_faults(file, folder)
        if check:
            click.echo(f"{file} can be imported.")
            return
        count = Count()
        for batch in batches(read_lines(file, folder), size):
            with transaction():
                done = bring_in(batch, organisation_id)
            count.add(batch, done, file)
    click.echo(f"{count.new} statements imported, {count.present} were here already, {count.conflicts} in conflict.")
    if count.conflicts:
        raise click.ClickException("Statements in conflict were not imported; what is here stays as it is.")


def _refuse_faults(file: Path, folder: Path | None) -> None:
    """Check the whole file before anything is stored."""
    faults = (fault for found in read_lines(file, folder) if isinstance(found, list) for fault in found)
    shown = list(islice(faults, MOST_SHOWN + 1))
    for fault in shown[:MOST_SHOWN]:
        click.echo(f"{file}, line {fault.line}, {fault.path or 'the whole line'}: {fault.message}", err=True)
    if shown:
        more = " at least" if len(shown) > MOST_SHOWN else ""
        raise click.ClickException(f"{file} has{more} {min(len(shown), MOST_SHOWN)} faults; nothing was imported.")
