"""The database of the demo: tables, content, the city. The app does the work if it is not yet done."""

import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from lms.installation import fingerprint
from lms.installation.app_commands import flask
from lms.installation.project import Project
from lms.installation.stage import Stage, Stamp, stamped

MIGRATE = ("db", "upgrade", "heads")
LOAD_CONTENT = ("content", "load")
BUILD_CITY = ("demo", "build", "--seed", "1")


def database_stages(project: Project) -> list[Stage]:
    """Migrate, load the content, build the city: unless this very database already has it.

    Only an SQLite file shows from outside whether it is still the same; with any other database the commands
    run every time and find out for themselves.
    """
    database = sqlite_file(project)
    if database is None:
        return [
            Stage(title, _never, _action(project, command))
            for title, command in (
                ("Database", MIGRATE),
                ("Content", LOAD_CONTENT),
                ("Demo city", BUILD_CITY),
            )
        ]
    if not database.exists():
        shutil.rmtree(_stamps(project), ignore_errors=True)

    def migrated() -> str:
        migrations = fingerprint.of_tree(project.root / "migrations")
        return fingerprint.of_text(_identity(database), _revision(database), migrations)

    def loaded() -> str:
        return fingerprint.of_text(_identity(database), _revision(database), fingerprint.of_tree(project.content))

    def built() -> str:
        return _identity(database)

    return [
        stamped("Database", Stamp(_stamps(project) / "migrated", migrated), _action(project, MIGRATE)),
        stamped("Content", Stamp(_stamps(project) / "content", loaded), _action(project, LOAD_CONTENT)),
        stamped("Demo city", Stamp(_stamps(project) / "city", built), _action(project, BUILD_CITY)),
    ]


def sqlite_file(project: Project) -> Path | None:
    """The file of the database, None if it is not SQLite."""
    address = project.variables.get("DATABASE_URL") or f"sqlite:///{project.instance / 'lernlotse.db'}"
    if not address.startswith("sqlite:///"):
        return None
    return project.instance / address.removeprefix("sqlite:///").partition("?")[0]


def _stamps(project: Project) -> Path:
    return project.instance / ".stamps"


def _never() -> bool:
    return False


def _action(project: Project, command: tuple[str, ...]) -> Callable[[], None]:
    return lambda: flask(project, *command)


def _identity(database: Path) -> str:
    """Which file this is: a new database may get the number of a deleted one, but not its time of birth."""
    command = ["stat", "--format=%d %i %W", str(database)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def _revision(database: Path) -> str:
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return str(connection.execute("SELECT version_num FROM alembic_version").fetchall())
    except sqlite3.Error as error:
        return str(error)
