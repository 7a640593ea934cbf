"""Statements as newline-delimited JSON, oldest first, in constant memory.

Voided statements are in it, and so are those that void them: an export is everything that is stored.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lms.kernel.db import db
from lms.xapi.indexing import index_key
from lms.xapi.models import Statement

AT_ONCE = 1000


@dataclass(frozen=True)
class Selection:
    """What is exported.

    organisation_id: None for all. since (exclusive), until (inclusive): of `stored`, aware.
    """

    organisation_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    verb: str | None = None


def export_lines(selection: Selection) -> Iterator[str]:
    """One JSON text per statement, without line end."""
    query = select(Statement.seq, Statement.payload).order_by(Statement.seq).limit(AT_ONCE)
    if selection.organisation_id is not None:
        query = query.where(Statement.organisation_id == selection.organisation_id)
    if selection.since is not None:
        query = query.where(Statement.stored > selection.since)
    if selection.until is not None:
        query = query.where(Statement.stored <= selection.until)
    if selection.verb is not None:
        query = query.where(Statement.verb == index_key(selection.verb))
    last = 0
    while rows := db.session.execute(query.where(Statement.seq > last)).all():
        for _seq, payload in rows:
            yield payload
        last = rows[-1][0]
