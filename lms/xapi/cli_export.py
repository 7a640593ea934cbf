"""`flask xapi export`: statements into a file, which a later call continues."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import IO

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from lms.kernel.db import db
from lms.kernel.tenancy import Organisation
from lms.xapi.choosing import Selection
from lms.xapi.exporting import csv_text, json_lines, number_of, portions
from lms.xapi.loose_attachments import write_out
from lms.xapi.resuming import last_id_in
from lms.xapi.terminal import Identity, Iri, Moment, organisation_named, sentences


@click.command()
@click.option("--organisation", "slug", help="Only of this organisation; else of all, one after the other.")
@click.option("--agent", type=Identity(), help="Only with this agent: a mail address, an account name, or JSON.")
@click.option("--verb", type=Iri(), help="Only statements with this verb (IRI).")
@click.option("--activity", type=Iri(), help="Only with this activity (IRI, or path of this platform).")
@click.option("--registration", help="Only with this registration (UUID).")
@click.option("--since", type=Moment(), help="Only what was stored after this.")
@click.option("--until", type=Moment(), help="Only what was stored up to this.")
@click.option("--csv", "as_csv", is_flag=True, help="As a table instead of JSON.")
@click.option("--after", metavar="ID", help="Go on after this statement: the last one of an earlier export.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write; else standard output.")
@click.option(
    "--resume",
    type=click.Path(dir_okay=False, path_type=Path, exists=True),
    help="Go on with this file after its last whole line; a line that was cut off is written anew.",
)
@click.option(
    "--attachments",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the data of attachments, each file named by its hash.",
)
@with_appcontext
def export(
    *,
    slug: str | None,
    agent: str | None,
    verb: str | None,
    activity: str | None,
    registration: str | None,
    since: datetime | None,
    until: datetime | None,
    as_csv: bool,
    after: str | None,
    output: Path | None,
    resume: Path | None,
    folder: Path | None,
) -> None:
    """Write statements as newline-delimited JSON or CSV, oldest first."""
    if (after or resume) and not slug:
        raise click.UsageError("An export goes on within one organisation: name it with --organisation.")
    if resume and (output or after):
        raise click.UsageError("--resume says file and place already; leave out --output and --after.")
    slugs = [slug] if slug else list(db.session.scalars(select(Organisation.slug).order_by(Organisation.id)))
    selections = [
        Selection(
            organisation_id=organisation_named(each).id,
            agent=agent,
            verb=verb,
            activity=activity,
            registration=registration.lower() if registration else None,
            since=since,
            until=until,
        )
        for each in slugs
    ]
    where = resume or output
    try:
        with ExitStack() as files, sentences():
            begun = last_id_in(resume, as_csv=as_csv) if resume else after
            start = number_of(selections[0].organisation_id, begun) if begun else 0
            sink: IO[bytes] = files.enter_context(where.open("ab" if resume else "wb")) if where else sys.stdout.buffer
            progress = Progress(folder)
            for number, selection in enumerate(selections):
                found = progress.watch(portions(selection, start))
                fresh = number == 0 and not begun
                for text in csv_text(found, with_headings=fresh) if as_csv else json_lines(found):
                    sink.write(text.encode())
            sink.flush()
    except OSError as error:
        raise click.ClickException(
            f"Writing to {where or 'standard output'} failed: {error.strerror or error}."
        ) from error
    click.echo(f"{progress.count} statements exported.", err=True)


class Progress:
    """Counts what goes by, and writes out the data of its attachments."""

    def __init__(self, folder: Path | None) -> None:
        self.count = 0
        self._folder = folder

    def watch(self, found: Iterator[list[tuple[int, str, bool]]]) -> Iterator[list[tuple[int, str, bool]]]:
        """Pass everything on."""
        for portion in found:
            if self._folder:
                write_out([seq for seq, _payload, _voided in portion], self._folder)
            yield portion
            self.count += len(portion)
