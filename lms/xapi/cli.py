"""`flask xapi …`: credentials, targets, forwarding and export from the terminal."""

import signal
from importlib import import_module
from threading import Event
from types import ModuleType

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from lms.kernel.db import db, transaction
from lms.kernel.logs import logger
from lms.xapi import cli_access, targets
from lms.xapi.cli_export import export
from lms.xapi.cli_import import import_file
from lms.xapi.cli_retention import erase_person, retention, rule
from lms.xapi.cli_targets import target
from lms.xapi.terminal import sentences, target_named

FIRST_PAUSE_SECONDS, PAUSE_SECONDS = 1, 10


@click.group("xapi")
def xapi() -> None:
    """The Learning Record Store: who may use it, where it forwards to, what is in it."""


xapi.add_command(target)
xapi.add_command(export)
xapi.add_command(import_file)
for command in (retention, rule, erase_person, *cli_access.COMMANDS):
    xapi.add_command(command)


@xapi.command()
@click.option("--watch", is_flag=True, help="Go on until SIGTERM.")
@click.option("--pause", default=PAUSE_SECONDS, show_default=True, help="Most seconds between two looks.")
@with_appcontext
def forward(watch: bool, pause: int) -> None:
    """Send what is due to all targets.

    With --watch it goes on until SIGTERM, and then ends when what is on its way has been answered.
    """
    # Only here, because it brings tincan, which the web process never needs.
    forwarding = import_module("lms.xapi.forwarding")
    over = Event()
    if watch:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: over.set())
    wait = FIRST_PAUSE_SECONDS
    while not over.is_set():
        arrived = _look(forwarding, over) if watch else forwarding.forward_all()
        if arrived or not watch:
            click.echo(f"{arrived} statements delivered.")
        if not watch:
            break
        # The longer nothing happens, the less we ask.
        wait = FIRST_PAUSE_SECONDS if arrived else min(wait * 2, max(pause, FIRST_PAUSE_SECONDS))
        over.wait(wait)


def _look(forwarding: ModuleType, over: Event) -> int:
    """Send what is due; a database that is away for a while ends no service."""
    try:
        arrived: int = forwarding.forward_all(over.is_set)
    except SQLAlchemyError as error:
        logger.error("forwarding waits for the database", extra={"facts": {"why": type(error).__name__}})
        arrived = 0
    finally:
        # Give the connection back while we wait.
        db.session.remove()
    return arrived


@xapi.command()
@click.argument("name")
@click.option("--organisation", "slug", required=True, help="Short name of the organisation.")
@click.option("--statement", help="Only the statement with this id.")
@with_appcontext
def replay(name: str, slug: str, statement: str | None) -> None:
    """Make due again what was given up for the target NAME, all of it or one statement."""
    with sentences(), transaction():
        count = targets.replay(target_named(name, slug), statement_id=statement)
    click.echo(f"{count} statements are due again. `flask xapi forward` sends them.")
