"""`flask check`: what a subject expert wants to know about the task bank."""

from pathlib import Path

import click
from flask import current_app

from competence_check.content.checks import checks
from competence_check.content.frameworks import frameworks
from competence_check.lint import coverage, findings
from lms.kernel.content import read_content


@click.group()
def check() -> None:
    """The competence check."""


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
