"""A browser for tests: each request by itself, as in the real server, and people to sign in with."""

from contextlib import nullcontext
from contextvars import Context
from datetime import datetime
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lms.accounts.models import Person
from lms.accounts.services import create_organisation, create_person
from lms.kernel import clock
from lms.kernel.access import Role
from lms.kernel.db import Model, db, transaction
from lms.kernel.tenancy import Organisation, OrganisationKind

PASSWORD = "vier wörter hintereinander"


class Browser:
    """A browser with its own cookies.

    A request runs in a context of its own: the fixtures hold an application context open, and inside that all
    requests would share one database session and one viewer, which no server does.
    """

    def __init__(self, app: Flask, person: Person | None = None) -> None:
        self.client = app.test_client()
        if person is not None:
            self.sign_in(person)

    def sign_in(self, person: Person) -> None:
        """Have a session of `person`, without the time that a password costs."""
        identity = f"{person.uid}:{person.session_key}"
        with self.client.session_transaction() as session:
            session.clear()
            session["_user_id"], session["_fresh"] = identity, True

    def open(self, address: str, method: str = "GET", *, at: datetime | None = None, **options: Any) -> TestResponse:
        """The answer to one request, made at the moment `at` if given."""

        def ask() -> TestResponse:
            with clock.at(at) if at else nullcontext():
                return self.client.open(address, method=method, buffered=True, **options)

        db.session.rollback()
        return Context().run(ask)

    def get(self, address: str, **options: Any) -> TestResponse:
        """The page at `address`."""
        return self.open(address, "GET", **options)

    def post(self, address: str, data: Any = None, **options: Any) -> TestResponse:
        """The answer to a form."""
        return self.open(address, "POST", data=data or {}, **options)

    def page(self, address: str, **options: Any) -> str:
        """The text of a page that must be there."""
        answer = self.get(address, **options)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.text


def city(slug: str = "stadt", kind: OrganisationKind = OrganisationKind.CITY) -> Organisation:
    """A stored organisation."""
    with transaction():
        made = create_organisation(slug=slug, name=slug.title(), kind=kind)
    return db.session.get_one(Organisation, made.id)


def inhabitant(
    organisation: Organisation, *roles: Role, login: str | None = None, password: str | None = None
) -> Person:
    """A stored person with `roles`, an employee unless said otherwise."""
    with transaction():
        made = create_person(
            organisation_id=organisation.id,
            login=login or uuid4().hex,
            name="Kim Beispiel",
            roles=frozenset(roles or {Role.EMPLOYEE}),
            password=password,
        )
    return db.session.get_one(Person, made.id)


def rows(table: type[Model]) -> int:
    """How many rows of `table` are stored now."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def all_rows() -> dict[str, int]:
    """How many rows every table has now."""
    db.session.rollback()
    tables = Model.metadata.sorted_tables
    return {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}
