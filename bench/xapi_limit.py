"""What the database alone can do: the rows of the record store, inserted straight through the driver.

One transaction per request, the same rows in the same tables with the same indexes; all that comes before (reading,
checking, filing) is done and not counted. PostgreSQL is handed many rows in two ways, and the faster one counts.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

import orjson
import psycopg

from bench.talking import at_once
from bench.xapi_statements import HOME, Json
from lms.kernel.db import PRAGMAS
from lms.xapi.entries import entry_of
from lms.xapi.inserting import from_json
from lms.xapi.models import Row, Statement, StatementRelation, table_of
from lms.xapi.rules.versions import Version

AUTHORITY = {"objectType": "Agent", "account": {"homePage": HOME, "name": "limit"}}
TABLES = (table_of(Statement), table_of(StatementRelation))

# For each table, what is handed to the driver.
Request = tuple[tuple[str, Any], ...]


def seconds(url: str, clients: Sequence[Sequence[Sequence[Json]]], seqs: Iterator[int]) -> float:
    """How long it takes to insert the batches of all clients, each through a connection of its own, at once.

    The organisation 1 must be there. seqs: numbers that no row has yet.
    """
    if url.startswith("sqlite"):
        ready = [[_tuples(_rows(batch, seqs), "?") for batch in batches] for batches in clients]
        return at_once([partial(_send, partial(_sqlite, url), batches) for batches in ready])[0]
    connect = partial(_postgresql, url)
    one = [[_tuples(_rows(batch, seqs), "%s") for batch in batches[::2]] for batches in clients]
    other = [[_as_json(_rows(batch, seqs)) for batch in batches[1::2]] for batches in clients]
    return 2 * min(at_once([partial(_send, connect, batches) for batches in half])[0] for half in (one, other))


def _rows(batch: Sequence[Json], seqs: Iterator[int]) -> tuple[list[Row], list[Row]]:
    now = datetime.now(UTC)
    statements: list[Row] = []
    relations: list[Row] = []
    for each in batch:
        entry, seq = entry_of(each, AUTHORITY, Version.ONE), next(seqs)
        beside = {"seq": seq, "organisation_id": 1, "credential_id": None, "voided": False}
        statements.append({**beside, **entry.columns, **entry.row(now)})
        relations += [
            {"organisation_id": 1, "kind": str(kind), "value": value, "seq": seq} for kind, value in entry.relations
        ]
    return statements, relations


def _tuples(rows: tuple[list[Row], list[Row]], mark: str) -> Request:
    return tuple(
        (
            f"INSERT INTO {table.name} ({', '.join(some[0])}) VALUES ({', '.join(mark for _ in some[0])})",
            [tuple(_plain(value, mark) for value in row.values()) for row in some],
        )
        for table, some in zip(TABLES, rows, strict=True)
    )


def _plain(value: object, mark: str) -> object:
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if mark == "?" and isinstance(value, datetime) else value


def _as_json(rows: tuple[list[Row], list[Row]]) -> Request:
    return tuple(
        (from_json(table, tuple(some[0])).text.replace(":rows", "%s"), [(orjson.dumps(some).decode(),)])
        for table, some in zip(TABLES, rows, strict=True)
    )


@contextmanager
def _sqlite(url: str) -> Iterator[Any]:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    for pragma in ("busy_timeout=60000", *PRAGMAS):
        connection.execute(f"PRAGMA {pragma}")
    yield connection
    connection.close()


@contextmanager
def _postgresql(url: str) -> Iterator[Any]:
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection


def _send(connect: Callable[[], Any], batches: Sequence[Request]) -> None:
    with connect() as connection:
        begin = "BEGIN IMMEDIATE" if isinstance(connection, sqlite3.Connection) else "BEGIN"
        cursor = connection.cursor()
        for batch in batches:
            cursor.execute(begin)
            for command, values in batch:
                # A transaction of one row needs no preparation for many.
                cursor.execute(command, values[0]) if len(values) == 1 else cursor.executemany(command, values)
            cursor.execute("COMMIT")
