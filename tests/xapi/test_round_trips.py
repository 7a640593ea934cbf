"""How often a request has to wait for the database: what makes a writer slow makes all others wait, too."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event

from lms.kernel.db import db
from tests.xapi import samples
from tests.xapi.lrs import Lrs

pytestmark = pytest.mark.db


@contextmanager
def written_down(file: Path) -> Iterator[None]:
    """Inside, what PostgreSQL and its clients say to each other is written into `file`."""
    with file.open("w") as lines:

        def listen(driver: psycopg.Connection[Any], *_more: object) -> None:
            driver.pgconn.trace(lines.fileno())

        def stop(driver: psycopg.Connection[Any], *_more: object) -> None:
            driver.pgconn.untrace()

        event.listen(db.engine, "checkout", listen)
        event.listen(db.engine, "checkin", stop)
        yield
        event.remove(db.engine, "checkout", listen)
        event.remove(db.engine, "checkin", stop)


@pytest.mark.parametrize("size", [1, 100, 1000])
def test_however_many_statements_come_postgresql_is_waited_for_as_often(
    app: Flask, lrs: Lrs, tmp_path: Path, size: int
) -> None:
    """Who it is; the beginning; what is here already, in turn; all rows together with the commit."""
    assert _waits(lrs, tmp_path, [samples.small() for _ in range(size)]) <= 4


def test_references_are_one_wait_more_however_many_they_are(app: Flask, lrs: Lrs, tmp_path: Path) -> None:
    names = lrs.store(*(samples.small() for _ in range(50)))
    refer = [samples.small(object={"objectType": "StatementRef", "id": name}) for name in names]
    assert _waits(lrs, tmp_path, refer) <= 5


def _waits(lrs: Lrs, folder: Path, batch: list[samples.Json]) -> int:
    """How often PostgreSQL is waited for while `batch` is stored; SQLite never, it works within our process."""
    if db.engine.dialect.name != "postgresql":
        assert len(lrs.store(*batch)) == len(batch)
        return 0
    lrs.store(samples.small())
    db.session.remove()
    with written_down(folder / "said"):
        lrs.store(*batch)
    waits = (folder / "said").read_text().count("ReadyForQuery")
    assert waits
    return waits
