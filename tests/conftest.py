"""Fixtures: an application on a fresh database, empty, with content, or with the whole demo city."""

import gc
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from lms.accounts import passwords
from lms.accounts.services import create_organisation
from lms.content_commands import content
from lms.demo.commands import run_steps
from lms.kernel.db import db, transaction
from lms.kernel.demo import DemoPlan
from lms.kernel.tenancy import Organisation, OrganisationKind
from tests.databases import PostgresServer, SqliteServer, Templates, built_on

DATABASES = ("sqlite", "postgresql")
PEOPLE = 120
# Databases of tests are thrown away: where the machine has a folder in memory, nothing waits for a disk.
IN_MEMORY = Path("/dev/shm")
CITY_END = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
# How long an example takes says how busy the machine is, not whether the code is right.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_collection_finish() -> None:
    """What is imported by now stays, so the garbage collector need not look through it again and again.

    With that and rarer looks at the rest it takes a tenth of the time of tests instead of a third, and no more memory.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)


@pytest.fixture(autouse=True, scope="session")
def real_hashes() -> Iterator[PasswordHasher]:
    """Passwords hash quickly here, with the same algorithm and the least work that it allows; yields the real hasher.

    A real hash takes a fifth of a second, by intention, and most tests sign somebody in.
    """
    real = passwords._hasher
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield real


@pytest.fixture(scope="session", params=DATABASES)
def templates(request: pytest.FixtureRequest) -> Iterator[Templates]:
    """The database server of this run and its prepared databases.

    In a folder of its own: pytest removes folders of earlier runs, and with them servers of runs beside this one.
    """
    folder = Path(tempfile.mkdtemp(prefix="lernlotse-test-", dir=IN_MEMORY if IN_MEMORY.is_dir() else None))
    server = SqliteServer(folder) if request.param == "sqlite" else PostgresServer(folder)
    yield Templates(server, folder)
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


def nothing(_app: Flask) -> None:
    """A migrated, empty database."""


@built_on("empty", nothing)
def with_content(app: Flask) -> None:
    """All content of the project."""
    result = app.test_cli_runner().invoke(content, ["load"])
    assert result.exit_code == 0, result.output


@built_on("content", with_content)
def with_city(app: Flask) -> None:
    """Content and a small demo city, always the same."""
    with app.app_context():
        run_steps(DemoPlan(people=PEOPLE, statements=0, end=CITY_END, random=Random(1)))


@pytest.fixture
def app(templates: Templates) -> Iterator[Flask]:
    """An application on an empty database."""
    with templates.copy("empty", nothing) as app, app.app_context():
        yield app


@pytest.fixture
def stocked_app(templates: Templates) -> Iterator[Flask]:
    """An application with all content and nobody in it."""
    with templates.copy("content", with_content) as app, app.app_context():
        yield app


@pytest.fixture
def city(templates: Templates) -> Iterator[Flask]:
    """An application with content and the demo city."""
    with templates.copy("city", with_city) as app, app.app_context():
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a session, on the empty application."""
    return app.test_client()


@pytest.fixture
def organisation(app: Flask) -> Organisation:
    """A city in the empty application."""
    with transaction():
        found = create_organisation(slug="stadt", name="Stadt", kind=OrganisationKind.CITY)
    return db.session.get_one(Organisation, found.id)
