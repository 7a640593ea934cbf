"""Fixtures of the Learning Record Store: a credential, a way to talk to the store, a second store elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import event

from lms.accounts.services import create_organisation
from lms.kernel.db import db, transaction
from lms.kernel.tenancy import Organisation, OrganisationKind
from lms.xapi.credentials import issue_credential
from tests.databases import Templates
from tests.xapi.lrs import Elsewhere, Lrs, free_port


def issue(app: Flask, organisation: Organisation, *scopes: str) -> Lrs:
    """A client of the store with a fresh credential."""
    with transaction():
        issued = issue_credential(organisation_id=organisation.id, name="Test", scopes=scopes or ("all",))
    return Lrs(app.test_client(), issued.key, issued.secret)


@pytest.fixture
def lrs(app: Flask, organisation: Organisation) -> Lrs:
    """A client that may do everything."""
    return issue(app, organisation)


@pytest.fixture
def lrs_with(app: Flask, organisation: Organisation) -> Callable[..., Lrs]:
    """Clients with certain scopes."""
    return lambda *scopes: issue(app, organisation, *scopes)


@pytest.fixture
def firm(app: Flask) -> Organisation:
    """A second tenant."""
    with transaction():
        made = create_organisation(slug="betrieb", name="Betrieb", kind=OrganisationKind.FIRM)
    return db.session.get_one(Organisation, made.id)


@pytest.fixture
def lrs_of_firm(app: Flask, firm: Organisation) -> Lrs:
    """A client of the second tenant that may do everything there."""
    return issue(app, firm)


@pytest.fixture
def elsewhere(templates: Templates) -> Iterator[Elsewhere]:
    """A second instance of ourselves with a database of its own, stopped at first."""
    with templates.copy("empty", lambda _app: None) as app:
        # In a thread of its own, because the context of the test's application is active in this one.
        made: list[tuple[str, str]] = []

        def prepare() -> None:
            with app.app_context():
                with transaction():
                    city = create_organisation(slug="land", name="Land", kind=OrganisationKind.CITY)
                    issued = issue_credential(organisation_id=city.id, name="Test", scopes=("all",))
                made.append((issued.key, issued.secret))
                db.session.remove()

        thread = Thread(target=prepare)
        thread.start()
        thread.join()
        store = Elsewhere(app, free_port(), *made[0])
        yield store
        store.stop()


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """The SQL that runs inside."""
    seen: list[str] = []

    def note(*arguments: object) -> None:
        seen.append(str(arguments[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
