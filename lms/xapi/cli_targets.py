"""`flask xapi target …`: the stores that we forward to."""

from datetime import datetime

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from lms.kernel.db import db, transaction
from lms.kernel.tenancy import Organisation
from lms.xapi import reasons, standing, targets
from lms.xapi.past import ask_for_past
from lms.xapi.targets import Wish
from lms.xapi.terminal import Moment, organisation_named, sentences, target_named
from lms.xapi.trying import try_target

organisation = click.option("--organisation", "slug", required=True, help="Short name of the organisation.")


@click.group()
def target() -> None:
    """Stores elsewhere that receive what is recorded here."""


@target.command("add")
@click.argument("name")
@click.argument("endpoint")
@click.option(
    "--organisation", "slugs", multiple=True, required=True, help="Whose statements; can be given several times."
)
@click.option("--key", required=True, help="Key that the target gave us.")
@click.option("--secret", help="Asked for if not given, so that it stays out of the shell's history.")
@click.option("--verb", "verbs", multiple=True, help="Only statements with this verb (IRI).")
@click.option("--activity", "activities", multiple=True, help="Only statements about this activity (IRI).")
@click.option("--parts", is_flag=True, help="Also what happens within the activities.")
@click.option("--past", is_flag=True, help="Send what is stored already, too.")
@click.option("--since", type=Moment(), help="Send what was stored from this on, too.")
@with_appcontext
def add(
    *,
    name: str,
    endpoint: str,
    slugs: tuple[str, ...],
    key: str,
    secret: str | None,
    verbs: tuple[str, ...],
    activities: tuple[str, ...],
    parts: bool,
    past: bool,
    since: datetime | None,
) -> None:
    """Forward what is recorded from now on to the store at ENDPOINT, known as NAME.

    It may lie in the internal network. For several organisations there is one target each, with its own queue.
    """
    secret = secret or click.prompt("Secret", hide_input=True)
    wish = Wish(name, endpoint, key, secret or "", verbs, activities, with_parts=parts, internal=True)
    with sentences(), transaction():
        for slug in slugs:
            added = targets.add_target(organisation_id=organisation_named(slug).id, wish=wish)
            if past or since:
                ask_for_past(added, since)
    click.echo(f"{name} is a target now. `flask xapi target test` tries the connection, `flask xapi forward` sends.")


@target.command("list")
@with_appcontext
def list_targets() -> None:
    """Show all targets and how they stand."""
    slugs = dict(db.session.execute(select(Organisation.id, Organisation.slug)).all())
    for each in standing.standings():
        behind = f" for {each.behind.total_seconds():.0f} s" if each.behind is not None else ""
        counts = f"due {each.due}{behind}  delivered {each.delivered}  given up {each.given_up}"
        if each.ahead:
            counts += f"  past {each.ahead}"
        state = "" if each.target.active else "  stopped"
        line = f"{slugs[each.target.organisation_id]}/{each.target.name}  {each.target.endpoint}  {counts}{state}"
        click.echo(f"{line}  {reasons.told(each.target.last_failure)}".rstrip())


@target.command("test")
@click.argument("name")
@organisation
@with_appcontext
def test(name: str, slug: str) -> None:
    """Try the connection to NAME; nothing is stored there."""
    with sentences():
        reason = try_target(target_named(name, slug))
    if reason:
        raise click.ClickException(reasons.told(reason.stored))
    click.echo(f"{name} takes our statements.")


@target.command("given-up")
@click.argument("name")
@organisation
@with_appcontext
def given_up(name: str, slug: str) -> None:
    """List what NAME did not take, with the reason, the latest first."""
    with sentences():
        found, after = target_named(name, slug), None
        while some := standing.given_up(found, after)[: standing.ON_A_PAGE]:
            for each in some:
                click.echo(f"{each.statement_id}  {each.attempts} attempts  {reasons.told(each.reason)}")
            after = some[-1].id


@target.command("past")
@click.argument("name")
@organisation
@click.option("--since", type=Moment(), help="Only what was stored from this on.")
@with_appcontext
def past(name: str, slug: str, since: datetime | None) -> None:
    """Send NAME what was stored before and it has not got yet."""
    with sentences(), transaction():
        ask_for_past(target_named(name, slug), since)
    click.echo(f"`flask xapi forward` looks through what is stored and sends it to {name}.")


@target.command("switch")
@click.argument("name")
@organisation
@click.option("--on/--off", "active", required=True, help="Send, or let it wait.")
@with_appcontext
def switch(name: str, slug: str, active: bool) -> None:
    """Stop sending to NAME, or go on; what is recorded meanwhile waits."""
    with sentences(), transaction():
        targets.set_active(target_named(name, slug), active=active)
    click.echo(f"{name} is {'on' if active else 'off'}.")


@target.command("remove")
@click.argument("name")
@organisation
@with_appcontext
def remove(name: str, slug: str) -> None:
    """Stop forwarding to NAME and forget what is due to it."""
    with sentences(), transaction():
        targets.remove_target(target_named(name, slug))
    click.echo(f"{name} is no target any more.")
