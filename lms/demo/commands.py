"""`flask demo`: build the demo city, let it grow, say who can sign in."""

import time
from collections.abc import Callable
from random import Random

import click
from flask import current_app
from flask.cli import AppGroup

from lms.accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD, is_built
from lms.demo.credential import demo_credential, issue_demo_credential
from lms.kernel import clock
from lms.kernel.db import transaction
from lms.kernel.demo import DemoPlan
from lms.kernel.plugin import platform

demo = AppGroup("demo", help="The demo city.")


def run_steps(plan: DemoPlan, finish: Callable[[], None] = lambda: None) -> None:
    """Let every plugin build its share, in one transaction: a city or none."""
    steps = [step for plugin in platform().plugins for step in plugin.demo]
    with transaction():
        for step in sorted(steps, key=lambda step: step.order):
            began = time.monotonic()
            step(plan)
            name = step.build.rpartition(":")[2].replace("build_", "")
            click.echo(f"  {name}: {time.monotonic() - began:.1f} s")
        finish()


@demo.command()
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same city.")
@click.option("--people", default=400, show_default=True, type=click.IntRange(50, 20_000))
def build(seed: int, people: int) -> None:
    """Build the city, unless there is one."""
    if is_built():
        click.echo("The demo city is already there.")
        return
    instance = current_app.extensions["settings"].instance
    plan = DemoPlan(people=people, statements=0, end=clock.now(), random=Random(seed))
    run_steps(plan, lambda: issue_demo_credential(instance))


@demo.command()
@click.option("--seed", default=2, show_default=True)
@click.option("--people", default=5000, show_default=True, type=click.IntRange(1, 50_000))
@click.option("--statements", default=200_000, show_default=True, type=click.IntRange(0, 5_000_000))
def grow(seed: int, people: int, statements: int) -> None:
    """Let the city grow by people and learning events, for measurements."""
    if not is_built():
        raise click.ClickException("There is no demo city yet. Build it with: flask demo build")
    run_steps(DemoPlan(people=people, statements=statements, end=clock.now(), random=Random(seed)))


@demo.command()
def accounts() -> None:
    """Print who can sign in, and where."""
    settings = current_app.extensions["settings"]
    url = settings.public_url
    click.echo(f"\nLernlotse: {url}\n\nSign in ({url}/anmelden) with the password {DEMO_PASSWORD}\n")
    for account in DEMO_ACCOUNTS:
        click.echo(f"  {account.login:<12} {account.role:<12} {account.name}")
    credential = demo_credential(settings.instance)
    if credential is not None:
        click.echo(f"\nxAPI: {url}/xapi   key {credential.key}   secret {credential.secret}\n")
