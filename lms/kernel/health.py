"""Whether this process can serve: database reachable, migrations up to date."""

import re
from functools import cache
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from lms.kernel.db import db
from lms.kernel.plugin import platform

_LINE = re.compile(r"^(revision|down_revision|depends_on)(?::[^=\n]*)? = (.*)$", re.MULTILINE)
_NAME = re.compile(r"[\"'](\w+)[\"']")


def version_folders() -> list[Path]:
    """The folders with migrations: the platform's own and those of third-party plugins."""
    own = Path(__file__).resolve().parents[2] / "migrations" / "versions"
    return [
        own,
        *(folder for plugin in platform().plugins if (folder := plugin.folder / "migrations").is_dir()),
    ]


@cache
def heads_of(*folders: Path) -> frozenset[str]:
    """The revisions in `folders` that no other builds or depends on: what Alembic notes in an up-to-date database.

    Read from the files as text: Alembic itself would double the time the web process needs to start.
    """
    revisions: set[str] = set()
    built_on: set[str] = set()
    for file in (file for folder in folders for file in folder.glob("*.py")):
        for field, names in _LINE.findall(file.read_text(encoding="utf-8")):
            (revisions if field == "revision" else built_on).update(_NAME.findall(names))
    return frozenset(revisions - built_on)


def ready() -> str:
    """Why this process cannot serve; empty if it can."""
    wanted = heads_of(*version_folders())
    try:
        found = set(db.session.scalars(text("SELECT version_num FROM alembic_version")))
    except SQLAlchemyError:
        return "the database does not answer or was never migrated: run flask db upgrade"
    return "" if found == wanted else "migrations are missing: run flask db upgrade"
