"""Statements as newline-delimited JSON or CSV, oldest first, in constant memory.

Voided statements are in it, and so are those that void them: an export is everything that was selected. Within an
organisation statements become visible in the order of `seq` (see `turns`), so whoever goes on after the last statement
that they have misses none. That last statement is the token of an export: its id stands in the last line.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from sqlalchemy import select

from lms.kernel.db import db
from lms.kernel.errors import NotFound
from lms.kernel.sheets.writing import csv_lines
from lms.xapi.choosing import Selection, oldest
from lms.xapi.csv_columns import COLUMNS, cells
from lms.xapi.models import Statement
from lms.xapi.rules.values import is_uuid

AT_ONCE = 1000


def number_of(organisation_id: int, statement_id: str) -> int:
    """The place in the order of arrival of the statement after which an export goes on. Raises NotFound."""
    query = select(Statement.seq).where(
        Statement.organisation_id == organisation_id, Statement.statement_id == statement_id.lower()
    )
    found = db.session.scalar(query) if is_uuid(statement_id) else None
    if found is None:
        raise NotFound(f"There is no statement {statement_id[:40]!r} after which the export could go on.")
    return found


def portions(selection: Selection, after: int = 0) -> Iterator[list[tuple[int, str, bool]]]:
    """The selected statements after `after`, as (seq, JSON, voided), at most AT_ONCE at a time."""
    while rows := oldest(selection, after=after, limit=AT_ONCE):
        yield [(row.seq, row.payload, row.voided) for row in rows]
        after = rows[-1].seq
        # Nobody has to keep old rows for us while the reader takes their time.
        db.session.rollback()


def json_lines(statements: Iterable[list[tuple[int, str, bool]]]) -> Iterator[str]:
    """A line of JSON per statement, with its end."""
    for portion in statements:
        for _seq, payload, _voided in portion:
            yield f"{payload}\n"


def csv_text(statements: Iterable[list[tuple[int, str, bool]]], *, with_headings: bool = True) -> Iterator[str]:
    """A row of CSV per statement, below the headings; see `csv_columns`. A cell is never a formula."""
    rows: Iterator[Any] = (
        cells(orjson.loads(payload), voided=voided) for portion in statements for _seq, payload, voided in portion
    )
    lines = csv_lines(COLUMNS, rows)
    if not with_headings:
        next(lines)
        next(lines)
    yield from lines
