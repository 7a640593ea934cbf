"""`flask check`: what a subject expert wants to know about the task bank and the engine."""

import csv
import sys
from pathlib import Path
from pkgutil import resolve_name
from typing import TextIO

import click
from flask import current_app

from competence_check.cli_calibration import calibrate
from competence_check.cli_frameworks import framework
from competence_check.cli_tasks import tasks as task_group
from competence_check.cli_teams import snapshots
from competence_check.content.checks import checks
from competence_check.content.frameworks import frameworks
from competence_check.levels import DEFAULT_FRAMEWORK
from competence_check.lint import findings
from competence_check.linting.coverage import table
from competence_check.linting.picture_files import faulty_files
from competence_check.trial_files import BadFile, read_answers, read_bank
from lms.kernel.content import ContentSource, read_content


@click.group()
def check() -> None:
    """The competence check."""


check.add_command(framework)
check.add_command(calibrate)
check.add_command(task_group)
check.add_command(snapshots)


_FOLDER = click.option(
    "--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Instead of the set one."
)


@check.command()
@_FOLDER
def lint(folder: Path | None) -> None:
    """Missing translations, hard words, unclear keys and pictures, answers to guess, gaps; ends with 1 if any."""
    source = _read(folder)
    files = source.parsed["checks"]
    found = findings(files, source.parsed["frameworks"].values()) + faulty_files(source.root / checks.name, files)
    for sentence in found:
        click.echo(sentence)
    click.echo(f"{len(found)} findings.")
    if found:
        raise click.exceptions.Exit(1)


@check.command()
@_FOLDER
@click.option("--csv", "as_csv", is_flag=True, help="As CSV.")
def coverage(folder: Path | None, as_csv: bool) -> None:
    """How many tasks there are, by framework, competence, band and format."""
    rows = table(_read(folder).parsed["checks"])
    if as_csv:
        csv.writer(sys.stdout).writerows([cell.replace("·", "0") for cell in row] for row in rows)
        return
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        click.echo("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))


def _read(folder: Path | None) -> ContentSource:
    """The frameworks and tasks below `folder`, else below the set one; raises ClickException for faults."""
    source = read_content(folder or Path(current_app.extensions["settings"].content), [frameworks, checks])
    for fault in sorted(source.faults):
        click.echo(str(fault), err=True)
    if source.faults:
        raise click.ClickException(f"{len(source.faults)} faults: see `flask content check`.")
    return source


_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@check.command()
@click.option("--bank", required=True, type=_FILE, help="CSV: id,a,b,c,competence.")
@click.option("--answers", required=True, type=_FILE, help="CSV: row = person, column = task; 0, 1 or empty.")
@click.option("--max-items", default=32, show_default=True, type=click.IntRange(1), help="Most tasks per person.")
@click.option("--out", default="-", type=click.File("w", encoding="utf-8"), help="Instead of the terminal.")
def simulate(bank: Path, answers: Path, max_items: int, out: TextIO) -> None:
    """Run the engine over a bank with answers that are already there.

    Writes CSV: tasks in the order asked, estimate and standard error in logits, and for every task not
    asked the expected probability of a right answer.
    """
    try:
        tasks = read_bank(bank)
        people = read_answers(answers, tasks)
    except BadFile as error:
        raise click.ClickException(str(error)) from error
    # Brings numpy, which no other command of this group needs.
    resolve_name("competence_check.trial:write_trials")(tasks, people, max_items, out)


@check.command()
@click.option("--people", default=200, show_default=True, type=click.IntRange(20), help="How many take the check.")
@click.option("--framework", default=DEFAULT_FRAMEWORK, show_default=True)
def minutes(people: int, framework: str) -> None:
    """How long the check takes: simulated people over the bank that is loaded.

    A question takes what its recorded answers took; where there are few, the time to read it slowly and do it.
    """
    resolve_name("competence_check.minutes_report:report")(people, framework)
