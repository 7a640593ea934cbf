"""`flask xapi credential …`: the accesses of other systems."""

from datetime import datetime

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from lms.kernel.db import db, transaction
from lms.xapi import credentials, refusals
from lms.xapi.models import Credential
from lms.xapi.scopes import Scope
from lms.xapi.terminal import Moment, organisation_named, sentences
from lms.xapi.trying import own_endpoint


@click.command()
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
@click.option("--moodle", is_flag=True, help="Recognise what it sends again, though it has no ids.")
@click.option("--client", help="The system comes with tokens of the city's sign-in, under this client_id.")
@with_appcontext
def credential(
    *, name: str, slug: str, scopes: tuple[str, ...], expires: datetime | None, moodle: bool, client: str | None
) -> None:
    """Create a credential called NAME; prints its key and secret, this once."""
    with sentences(), transaction():
        issued = credentials.issue_credential(
            organisation_id=organisation_named(slug).id,
            name=name,
            scopes=scopes,
            expires_at=expires,
            recognises_resends=moodle,
            client_id=client,
        )
    click.echo(f"endpoint  {own_endpoint()}", err=True)
    click.echo(f"key     {issued.key}")
    if issued.secret:
        click.echo(f"secret  {issued.secret}")
        click.echo("The secret is stored as a hash only. Keep it now; it cannot be shown again.", err=True)


@click.command("credentials")
@click.option("--organisation", "slug", required=True, help="Short name of the organisation.")
@with_appcontext
def list_credentials(slug: str) -> None:
    """Show the credentials of an organisation: what they may do, and when they were used last."""
    found = credentials.credentials_of(organisation_named(slug).id)
    refused = refusals.refused_lately([each.id for each in found])
    for each in found:
        used = f"{each.last_used_at:%Y-%m-%d %H:%M}Z" if each.last_used_at else "never"
        state = "  revoked" if each.revoked_at else f"  until {each.expires_at:%Y-%m-%d}" if each.expires_at else ""
        moodle = "  recognises re-sends" if each.recognises_resends else ""
        line = f"{each.client_id or each.key}  {each.name}  {' '.join(each.scopes)}  used {used}{state}{moodle}"
        click.echo(f"{line}  refused {refused.get(each.id, 0)} in a week")


@click.command("refused")
@click.argument("key")
@with_appcontext
def list_refused(key: str) -> None:
    """Show what was refused to the credential KEY, and why."""
    for each in refusals.refusals_of(_named(key).id):
        where = " ".join(filter(None, [f"statement {each.index}" if each.index is not None else "", each.path]))
        said = f"{each.at:%Y-%m-%d %H:%M:%S}Z  {each.times} times  {each.method} {each.resource}  {each.status}"
        click.echo(f"{said}  {where}  {each.message}")


@click.command("resends")
@click.argument("key")
@click.option("--on/--off", "on", required=True, help="Recognise them, or take every one as new.")
@with_appcontext
def resends(key: str, on: bool) -> None:
    """Say whether what comes again with the credential KEY is recognised without ids, as Moodle needs it."""
    with transaction():
        credentials.recognise_resends(_named(key), on=on)
    click.echo(f"Re-sends are {'recognised' if on else 'taken as new'}.")


@click.command("revoke")
@click.argument("key")
@with_appcontext
def revoke(key: str) -> None:
    """End the credential KEY at once."""
    with transaction():
        found = _named(key)
        credentials.revoke_credential(organisation_id=found.organisation_id, credential_id=found.id)
    click.echo("The credential is revoked.")


def _named(key: str) -> Credential:
    found = db.session.scalar(select(Credential).where((Credential.key == key) | (Credential.client_id == key)))
    if found is None:
        raise click.ClickException(f"There is no credential {key!r}. `flask xapi credentials` shows all.")
    return found


COMMANDS = (credential, list_credentials, list_refused, resends, revoke)
