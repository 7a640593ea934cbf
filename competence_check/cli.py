"""`flask check`: what a subject expert wants to know about the task bank and the engine."""

from pathlib import Path
from pkgutil import resolve_name
from typing import TextIO

import click
from flask import current_app

from competence_check.cli_frameworks import framework
from competence_check.content.checks import checks
from competence_check.content.frameworks import frameworks
from competence_check.lint import coverage, findings
from competence_check.trial_files import BadFile, read_answers, read_bank
from lms.kernel.content import read_content


@click.group()
def check() -> None:
    """The competence check."""


check.add_command(framework)


@check.command()
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Instead of the set one.")
def lint(folder: Path | None) -> None:
    """Coverage by competence, band and format; missing translations; answers that can be guessed."""
    root = folder or Path(current_app.extensions["settings"].content)
    source = read_content(root, [frameworks, checks])
    for fault in sorted(source.faults):
        click.echo(str(fault), err=True)
    table = coverage(source.parsed["checks"])
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    for row in table:
        click.echo("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))
    competences = {slug: list(facts.competences) for slug, facts in source.parsed["frameworks"].items()}
    found = findings(source.parsed["checks"], competences)
    for sentence in found:
        click.echo(sentence)
    click.echo(f"{len(found)} findings.")
    if source.faults:
        raise click.ClickException(f"{len(source.faults)} faults: see `flask content check`.")


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
