"""`flask roadmap gains`: learn from later checks what courses teach."""

import click
from flask.cli import with_appcontext

from lms.kernel.db import transaction
from roadmap.followup.queries import newest_gains
from roadmap.followup.services import renew_gains


@click.command("gains")
@with_appcontext
def gains() -> None:
    """Learn from later checks what courses teach, as a new version that roadmaps are planned with."""
    with transaction():
        made = renew_gains()
    if made is None:
        click.echo("Nothing new: no course has enough new outcomes of people who share their results.")
        return
    click.echo(f"Version {made.version}: {made.figures} figures, {made.changed} of them new.")
    for each in newest_gains():
        span = f"{each.mean:.2f} ({each.low:.2f} to {each.high:.2f})"
        click.echo(f"{each.course}  {each.competence}  stated {each.stated:g}  expected {span}  people {each.people}")
