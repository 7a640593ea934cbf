"""`flask jobs …`: the worker, and a look at what it does."""

import os
import signal
from threading import Event
from time import monotonic

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from lms.jobs.models import Job
from lms.jobs.recurring import ask_for_what_is_due
from lms.jobs.work import work_once
from lms.kernel.db import db, transaction

# Seconds between two looks for recurring work, which is due in hours and days.
BETWEEN_LOOKS = 60


@click.group("jobs")
def jobs() -> None:
    """Work that takes longer than a page may."""


@jobs.command()
@click.option("--watch", is_flag=True, help="Go on until SIGTERM.")
@click.option("--pause", default=2.0, show_default=True, help="Seconds between two looks.")
@click.option("--with-parent", is_flag=True, help="End when the process that started this one ends.")
@with_appcontext
def work(*, watch: bool, pause: float, with_parent: bool) -> None:
    """Do what waits, and what comes again by itself.

    Any number of workers may run; a job interrupted by SIGTERM goes on from its checkpoint.
    """
    over, parent = Event(), os.getppid()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: over.set())
    looked = float("-inf")
    while not over.is_set():
        if monotonic() - looked > BETWEEN_LOOKS:
            looked = monotonic()
            with transaction():
                ask_for_what_is_due()
        if work_once(over.is_set):
            continue
        db.session.remove()
        if not watch or over.wait(pause) or (with_parent and os.getppid() != parent):
            break


@jobs.command("list")
@with_appcontext
def list_jobs() -> None:
    """How many jobs there are of each kind and state."""
    query = select(Job.kind, Job.state, func.count()).group_by(Job.kind, Job.state).order_by(Job.kind, Job.state)
    for kind, state, count in db.session.execute(query):
        click.echo(f"{kind}  {state}  {count}")
