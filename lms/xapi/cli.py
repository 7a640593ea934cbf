"""`flask xapi …`: credentials, targets, forwarding and export from the terminal."""

import signal
from datetime import datetime
from importlib import import_module
from threading import Event

import click
from flask.cli import with_appcontext

from lms.kernel.db import transaction
from lms.xapi import targets
from lms.xapi.cli_export import export
from lms.xapi.cli_import import import_file
from lms.xapi.cli_retention import erase_person, retention, rule
from lms.xapi.cli_targets import target
from lms.xapi.credentials import issue_credential
from lms.xapi.scopes import Scope
from lms.xapi.terminal import Moment, organisation_named, sentences, target_named

PAUSE_SECONDS = 10


@click.group("xapi")
def xapi() -> None:
    """The Learning Record Store: who may use it, where it forwards to, what is in it."""


xapi.add_command(target)
xapi.add_command(export)
xapi.add_command(import_file)
for each in (retention, rule, erase_person):
    xapi.add_command(each)


@xapi.command()
@click.argument("name")
@click.option("--organisation", "slug", required=True, help="Short name of the organisation.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice([each.value for each in Scope]),
    help="What it may do; can be given several times.",
)
@click.option("--expires", type=Moment(), help="When the credential ends.")
@with_appcontext
def credential(name: str, slug: str, scopes: tuple[str, ...], expires: datetime | None) -> None:
    """Create a credential called NAME; prints its key and secret, this once."""
    with sentences(), transaction():
        organisation = organisation_named(slug)
        issued = issue_credential(organisation_id=organisation.id, name=name, scopes=scopes, expires_at=expires)
    click.echo(f"key     {issued.key}")
    click.echo(f"secret  {issued.secret}")
    click.echo("The secret is stored as a hash only. Keep it now; it cannot be shown again.", err=True)


@xapi.command()
@click.option("--watch", is_flag=True, help="Go on until SIGTERM.")
@click.option("--pause", default=PAUSE_SECONDS, show_default=True, help="Seconds between two looks.")
@with_appcontext
def forward(watch: bool, pause: int) -> None:
    """Send what is due to all targets."""
    # Only here, because it brings tincan, which the web process never needs.
    forwarding = import_module("lms.xapi.forwarding")
    over = Event()
    if watch:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: over.set())
    while True:
        arrived = forwarding.forward_all(over.is_set)
        if arrived or not watch:
            click.echo(f"{arrived} statements delivered.")
        if not watch or over.wait(pause):
            break


@xapi.command()
@click.argument("name")
@click.option("--organisation", "slug", required=True, help="Short name of the organisation.")
@with_appcontext
def replay(name: str, slug: str) -> None:
    """Make everything due again that was given up for the target NAME."""
    with sentences(), transaction():
        count = targets.replay(target_named(name, slug))
    click.echo(f"{count} statements are due again. `flask xapi forward` sends them.")
