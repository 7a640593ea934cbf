"""Which database it is, and whether its stages still hold."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from lms.installation.database import database_stages, sqlite_file
from lms.installation.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path, {})


def migrate(file: Path, revision: str) -> None:
    file.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE IF NOT EXISTS alembic_version (version_num)")
        database.execute("DELETE FROM alembic_version")
        database.execute("INSERT INTO alembic_version VALUES (?)", [revision])


def done(project: Project) -> list[str]:
    return [stage.title for stage in database_stages(project) if stage.is_done()]


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "instance/lernlotse.db"),
        ({"DATABASE_URL": "sqlite:///other.db"}, "instance/other.db"),
        ({"DATABASE_URL": "sqlite:////somewhere/a.db?timeout=5"}, "/somewhere/a.db"),
        ({"DATABASE_URL": "postgresql://localhost/city"}, None),
    ],
)
def test_the_database_is_the_one_the_app_will_use(
    tmp_path: Path, variables: dict[str, str], expected: str | None
) -> None:
    wanted = None if expected is None else tmp_path / expected
    assert sqlite_file(Project(tmp_path, variables)) == wanted


def test_a_database_behind_a_server_is_asked_every_time(tmp_path: Path) -> None:
    assert done(Project(tmp_path, {"DATABASE_URL": "postgresql://localhost/city"})) == []


def test_a_new_migration_reloads_the_content_and_keeps_the_city(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = project.instance / "lernlotse.db"
    monkeypatch.setattr("lms.installation.database.flask", lambda *_: migrate(file, "one"))
    for stage in database_stages(project):
        stage.action()
    assert done(project) == ["Database", "Content", "Demo city"]

    (project.root / "migrations").mkdir()
    (project.root / "migrations" / "two.py").write_text("")
    assert done(project) == ["Content", "Demo city"]

    migrate(file, "two")
    assert done(project) == ["Demo city"]


def test_changed_content_is_loaded_again(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    file = project.instance / "lernlotse.db"
    monkeypatch.setattr("lms.installation.database.flask", lambda *_: migrate(file, "one"))
    for stage in database_stages(project):
        stage.action()

    (project.content / "courses").mkdir(parents=True)
    (project.content / "courses" / "zoom.toml").write_text("")
    assert done(project) == ["Database", "Demo city"]


def test_a_deleted_database_is_built_from_the_start(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    file = project.instance / "lernlotse.db"
    monkeypatch.setattr("lms.installation.database.flask", lambda *_: migrate(file, "one"))
    for stage in database_stages(project):
        stage.action()

    file.unlink()
    assert done(project) == []
    migrate(file, "one")
    assert "Demo city" not in done(project)
