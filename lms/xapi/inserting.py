"""Writing many rows at once, the fastest way that each database has."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import orjson
from sqlalchemy import Connection, Table, TextClause, insert, text
from sqlalchemy.dialects import postgresql


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert `rows`, which all name the same columns."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        # One value for all of them: a tenth of the work of a statement per row. Rows go in as they come.
        command = from_json(table, tuple(rows[0]))
        connection.execute(command, {"rows": orjson.dumps(rows).decode()})
    else:
        connection.execute(insert(table), list(rows))


@cache
def from_json(table: Table, names: tuple[str, ...]) -> TextClause:
    """The command that inserts the objects of the JSON list `rows`, with these columns."""
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    kinds = ", ".join(f"{name} {table.columns[name].type.compile(dialect)}" for name in names)
    columns = ", ".join(names)
    source = f"json_to_recordset(CAST(:rows AS json)) AS given({kinds})"
    return text(f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM {source}")  # noqa: S608  # names are ours
