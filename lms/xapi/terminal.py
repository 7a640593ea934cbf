"""What the commands have in common: dates, names of organisations and targets, errors as sentences."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any

import click
from sqlalchemy import select

from lms.kernel.clock import LOCAL
from lms.kernel.db import db
from lms.kernel.errors import Invalid, PlatformError
from lms.kernel.tenancy import Organisation
from lms.xapi.agents import public_url
from lms.xapi.models import Target
from lms.xapi.naming import identity_named
from lms.xapi.rules.timestamps import moment
from lms.xapi.targets import find_target


class Moment(click.ParamType):  # type: ignore[type-arg]  # generic only in newer versions of click
    """A day (its beginning in the city's time zone) or a point in time of ISO 8601."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment, aware."""
        if isinstance(value, datetime):
            return value
        if (found := moment(value)) is not None:
            return found
        try:
            return datetime.combine(date.fromisoformat(value), time(), LOCAL).astimezone(UTC)
        except ValueError:
            self.fail(f"{value!r} is no date. Write 2026-02-03 or 2026-02-03T10:15:00Z.", param, ctx)


class Identity(click.ParamType):  # type: ignore[type-arg]  # generic only in newer versions of click
    """An agent, as `naming.identity_named` reads it."""

    name = "agent"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The identity."""
        try:
            return identity_named(str(value), public_url())
        except Invalid as error:
            self.fail(error.message, param, ctx)


class Iri(click.ParamType):  # type: ignore[type-arg]  # generic only in newer versions of click
    """An identifier; what begins with a slash is a path of this platform."""

    name = "iri"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002
        """The full identifier."""
        return f"{public_url()}{value}" if str(value).startswith("/") else str(value)


@contextmanager
def sentences() -> Iterator[None]:
    """Turn the platform's errors into a sentence on the terminal and an exit code."""
    try:
        yield
    except PlatformError as error:
        fields: Iterable[str] = error.fields.values() if isinstance(error, Invalid) else ()
        raise click.ClickException(" ".join(filter(None, [error.message, *fields]))) from error


def organisation_named(slug: str) -> Organisation:
    """The organisation. Raises ClickException with the names of those that there are."""
    found = db.session.scalar(select(Organisation).where(Organisation.slug == slug))
    if found is None:
        slugs = ", ".join(db.session.scalars(select(Organisation.slug).order_by(Organisation.slug)))
        raise click.ClickException(f"There is no organisation {slug!r}. There are: {slugs or 'none yet'}.")
    return found


def target_named(name: str, slug: str) -> Target:
    """The target of the organisation. Raises ClickException if there is none."""
    found = find_target(organisation_named(slug).id, name)
    if found is None:
        raise click.ClickException(f"{slug!r} has no target {name!r}. `flask xapi target list` shows all.")
    return found
