"""The probes of an operator: the process lives; it can serve; and if not, why."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from lms.kernel.db import db
from lms.kernel.health import heads_of
from tests.databases import application, migrate
from tests.web.browser import Browser

NEVER = "the database does not answer or was never migrated: run flask db upgrade"
MISSING = "migrations are missing: run flask db upgrade"


def write(folder: Path, revision: str, down: str | None = None, style: str = "{name} = {value}") -> None:
    lines = [style.format(name="revision", value=f'"{revision}"')]
    lines.append(style.format(name="down_revision", value=f'"{down}"' if down else "None"))
    (folder / f"{revision}.py").write_text("\n".join(lines) + "\n")


@pytest.mark.parametrize("style", ["{name} = {value}", "{name}: str | None = {value}"])
def test_heads_are_the_revisions_that_no_other_builds_on(tmp_path: Path, style: str) -> None:
    write(tmp_path, "a", style=style)
    write(tmp_path, "b", "a", style=style)
    write(tmp_path, "c", "b", style=style)
    write(tmp_path, "other", style=style)
    assert heads_of(tmp_path) == {"c", "other"}


def test_a_revision_that_a_plugin_depends_on_is_no_head_of_its_own(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for folder in (ours, theirs):
        folder.mkdir()
    write(ours, "a")
    write(ours, "b", "a")
    write(theirs, "x")
    (theirs / "x.py").write_text('revision = "x"\ndown_revision = None\ndepends_on = ("b", "a")\n')
    assert heads_of(ours) == {"b"}
    assert heads_of(ours, theirs) == {"x"}
    write(ours, "c", "b")
    assert heads_of(theirs, ours) == {"c", "x"}


def test_a_folder_without_migrations_has_no_heads(tmp_path: Path) -> None:
    assert heads_of(tmp_path) == frozenset()


@pytest.mark.db
def test_a_migrated_platform_is_alive_and_ready(app: Flask) -> None:
    assert Browser(app).get("/healthz").json == {"status": "ok"}
    answer = Browser(app).get("/readyz")
    assert (answer.status_code, answer.json) == (200, {"status": "ok"})


@pytest.mark.db
def test_missing_migrations_are_said(app: Flask) -> None:
    db.session.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    db.session.commit()
    answer = Browser(app).get("/readyz")
    assert (answer.status_code, answer.json) == (503, {"status": MISSING})
    assert Browser(app).get("/healthz").status_code == 200


@pytest.mark.db
def test_a_database_that_was_never_migrated_is_said_until_it_is(tmp_path: Path) -> None:
    app = application(tmp_path, f"sqlite:///{tmp_path / 'empty.db'}")
    with app.app_context():
        browser = Browser(app)
        assert (browser.get("/readyz").status_code, browser.get("/readyz").json) == (503, {"status": NEVER})
        assert browser.get("/healthz").status_code == 200
    migrate(app)
    with app.app_context():
        assert Browser(app).get("/readyz").status_code == 200
        db.engine.dispose()


@pytest.mark.db
@pytest.mark.parametrize(
    "address", ["sqlite:////no/such/folder/x.db", "postgresql://nobody@127.0.0.1:9/nothing?connect_timeout=1"]
)
def test_a_database_that_is_away_is_said_and_the_process_lives(tmp_path: Path, address: str) -> None:
    app = application(tmp_path, address)
    with app.app_context():
        browser = Browser(app)
        assert browser.get("/healthz").status_code == 200
        answer = browser.get("/readyz")
        assert (answer.status_code, answer.json) == (503, {"status": NEVER})
        assert browser.get("/kurse").status_code == 500
