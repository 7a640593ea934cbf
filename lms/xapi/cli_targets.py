"""`flask xapi target …`: the stores that we forward to."""

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from lms.kernel.db import db, transaction
from lms.kernel.tenancy import Organisation
from lms.xapi import reasons, targets
from lms.xapi.terminal import organisation_named, sentences, target_named


@click.group()
def target() -> None:
    """Stores elsewhere that receive what is recorded here."""


@target.command("add")
@click.argument("name")
@click.argument("endpoint")
@click.option("--organisation", "slug", required=True, help="Short name of the organisation.")
@click.option("--key", required=True, help="Key that the target gave us.")
@click.option("--secret", help="Asked for if not given, so that it stays out of the shell's history.")
@click.option("--past", is_flag=True, help="Send what is stored already, too.")
@with_appcontext
def add(*, name: str, endpoint: str, slug: str, key: str, secret: str | None, past: bool) -> None:
    """Forward what is recorded from now on to the store at ENDPOINT, known as NAME."""
    secret = secret or click.prompt("Secret", hide_input=True)
    with sentences(), transaction():
        added = targets.add_target(
            organisation_id=organisation_named(slug).id,
            name=name,
            endpoint=endpoint,
            key=key,
            secret=secret or "",
        )
        due = targets.send_past(added) if past else 0
    click.echo(f"{name} is a target now; {due} statements are due. `flask xapi forward` sends them.")


@target.command("list")
@with_appcontext
def list_targets() -> None:
    """Show all targets and how they stand."""
    organisations = db.session.execute(select(Organisation.id, Organisation.slug).order_by(Organisation.slug))
    for organisation_id, slug in organisations.all():
        for each in targets.standings(organisation_id):
            counts = f"due {each.due}  delivered {each.delivered}  given up {each.given_up}"
            line = f"{slug}/{each.target.name}  {each.target.endpoint}  {counts}"
            click.echo(f"{line}  {reasons.told(each.target.last_failure)}".rstrip())


@target.command("remove")
@click.argument("name")
@click.option("--organisation", "slug", required=True, help="Short name of the organisation.")
@with_appcontext
def remove(name: str, slug: str) -> None:
    """Stop forwarding to NAME and forget what is due to it."""
    with sentences(), transaction():
        targets.remove_target(target_named(name, slug))
    click.echo(f"{name} is no target any more.")
