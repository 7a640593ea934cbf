"""How often a request has to wait for the database: what makes a writer slow makes all others wait, too."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from flask import Flask
from sqlalchemy import QueuePool, event, text

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


def test_what_is_looked_at_to_store_a_batch_does_not_grow_with_what_is_stored(app: Flask, lrs: Lrs) -> None:
    """On connections that are there since the tables were empty, and before PostgreSQL has counted them."""
    if db.engine.dialect.name != "postgresql":
        return
    _store_batches(lrs, 15)
    before = _rows_read()
    _store_batches(lrs, 15)
    assert _rows_read() - before < 15 * 300


def test_what_came_one_by_one_at_first_does_not_make_batches_slow_later(app: Flask, lrs: Lrs) -> None:
    """PostgreSQL keeps its way of looking up a statement for what is related to it, found while there were only few."""
    if db.engine.dialect.name != "postgresql":
        return
    for _ in range(20):
        lrs.store(_with_relations(1)[0])
    for _ in range(10):
        lrs.store(*_with_relations(100))
    before = _rows_read()
    for _ in range(10):
        lrs.store(*_with_relations(100))
    assert _rows_read() - before < 10 * 400


def _with_relations(count: int) -> list[samples.Json]:
    parent = {"contextActivities": {"parent": [{"id": "https://stadt.example/kurs"}]}}
    return [samples.small(id=str(uuid4()), context=parent) for _ in range(count)]


def _store_batches(lrs: Lrs, count: int) -> None:
    for _ in range(count):
        lrs.store(*(samples.small(id=str(uuid4()), result={"response": "x" * 1500}) for _ in range(100)))


def _rows_read() -> int:
    """How many rows and index entries of the table of statements PostgreSQL has read so far."""
    db.session.remove()
    pool = db.engine.pool
    assert isinstance(pool, QueuePool)
    with ExitStack() as stack:
        # Each connection counts for itself, and tells the others when it is asked to.
        for connection in [stack.enter_context(db.engine.connect()) for _ in range(pool.checkedin())]:
            connection.execute(text("SELECT pg_stat_force_next_flush()"))
    read = text(
        "SELECT t.seq_tup_read + sum(i.idx_tup_read) FROM pg_stat_user_tables t "
        "JOIN pg_stat_user_indexes i USING (relid) WHERE t.relname = 'statement' GROUP BY t.seq_tup_read"
    )
    with db.engine.connect() as connection:
        return int(connection.execute(read).scalar_one())


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
