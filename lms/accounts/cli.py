"""Accounts from the terminal: the first organisation, its units and its first administrator."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import AppGroup
from sqlalchemy import select

from lms.accounts import services
from lms.accounts.forms import ROLE_NAMES
from lms.accounts.models import Unit
from lms.accounts.queries import organisation_by_slug
from lms.kernel.access import Role
from lms.kernel.db import db, transaction
from lms.kernel.errors import Invalid, PlatformError
from lms.kernel.tenancy import Organisation, OrganisationKind


@contextmanager
def _stored() -> Iterator[None]:
    """A transaction; what is refused in it ends the command with a sentence."""
    try:
        with transaction():
            yield
    except PlatformError as error:
        fields = error.fields if isinstance(error, Invalid) else {}
        sentences = [error.message, *(f"{name}: {message}" for name, message in fields.items())]
        raise click.ClickException(" ".join(filter(None, sentences))) from error


def _organisation(slug: str) -> Organisation:
    organisation = organisation_by_slug(slug)
    if organisation is None:
        raise click.ClickException(f"There is no organisation {slug!r}. Create it with: flask accounts organisation")
    return organisation


def _unit(organisation: Organisation, code: str) -> Unit:
    unit = db.session.scalars(select(Unit).where(Unit.organisation_id == organisation.id, Unit.code == code)).first()
    if unit is None:
        raise click.ClickException(f"{organisation.slug} has no unit {code!r}. Create it with: flask accounts unit")
    return unit


accounts = AppGroup("accounts", help="Organisations, units and people.")


@accounts.command()
@click.argument("slug")
@click.argument("name")
@click.option("--kind", type=click.Choice([kind.value for kind in OrganisationKind]), default="city")
def organisation(slug: str, name: str, kind: str) -> None:
    """Create an organisation."""
    with _stored():
        services.create_organisation(slug=slug, name=name, kind=OrganisationKind(kind))


@accounts.command()
@click.argument("organisation_slug", metavar="ORGANISATION")
@click.argument("code")
@click.argument("name")
@click.option("--below", help="Code of the unit above.")
def unit(organisation_slug: str, code: str, name: str, below: str | None) -> None:
    """Create an organisational unit."""
    with _stored():
        owner = _organisation(organisation_slug)
        services.create_unit(owner, code=code, name=name, parent=_unit(owner, below) if below else None)


@accounts.command()
@click.argument("organisation_slug", metavar="ORGANISATION")
@click.argument("login")
@click.argument("name")
@click.option("--role", "roles", multiple=True, type=click.Choice([role.value for role in ROLE_NAMES]))
@click.option("--unit", "unit_code", help="Code of the unit.")
def person(organisation_slug: str, login: str, name: str, roles: tuple[str, ...], unit_code: str | None) -> None:
    """Create an account and print its start password once."""
    password = services.start_password()
    with _stored():
        owner = _organisation(organisation_slug)
        services.create_person(
            organisation_id=owner.id,
            login=login,
            name=name,
            unit_id=_unit(owner, unit_code).id if unit_code else None,
            roles=frozenset(Role(role) for role in roles) or frozenset({Role.EMPLOYEE}),
            password=password,
        )
    click.echo(f"{login}  {password}")
