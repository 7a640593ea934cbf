"""Writers take turns: within an organisation, statements become visible in the order of `seq` and of `stored`.

A writer holds its turn from before it looks at what is stored until its transaction ends. So no two miss that one of
their statements refers to the other, a reader who goes on after a `seq` or a `stored` skips nothing, two writers of the
same statement do not collide, and writers never wait for each other in a circle. In PostgreSQL the turn is an advisory
lock per organisation; SQLite has one writer at a time anyway. What is read from elsewhere with the times it had there
(the demo city, imports) keeps its order of arrival, not of `stored`.
"""

from collections.abc import Sequence
from datetime import datetime
from sqlite3 import OperationalError
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from lms.kernel import clock
from lms.kernel.db import db
from lms.xapi.models import Statement
from lms.xapi.roundtrips import ALWAYS_THE_SAME_WAY, Command, ask

# What our advisory locks are about, apart from those that others take in the same database.
SPACE = 0x78415049

_POSTGRESQL = text(
    "WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock(:space, :organisation)) "
    "SELECT nextval('statement_seq_seq') FROM turn, generate_series(1, :count)"
).execution_options(**{ALWAYS_THE_SAME_WAY: True})
_SQLITE = text("SELECT seq FROM sqlite_sequence WHERE name = 'statement'")
_NOBODY_WRITES = text(
    "SELECT CASE WHEN pg_try_advisory_lock_shared(:space, :organisation) "
    "THEN pg_advisory_unlock_shared(:space, :organisation) ELSE false END"
)
_LAST_STORED = (
    select(Statement.stored)
    .where(Statement.organisation_id == bindparam("organisation"))
    .order_by(Statement.seq.desc())
    .limit(1)
)
# Every statement is stored after this.
BEGINNING = datetime.fromisoformat("2010-01-01T00:00:00+00:00")


def take_turn(
    connection: Connection, organisation_id: int, count: int, questions: Sequence[Command] = ()
) -> tuple[list[int], list[Sequence[Any]]]:
    """Wait for the turn of the organisation, and keep it until the transaction ends.

    Gives numbers for `count` statements and, as things are from now on, the rows that answer `questions`.
    """
    if connection.dialect.name == "postgresql":
        given = {"space": SPACE, "organisation": organisation_id, "count": count}
        numbers, *answers = ask(connection, [(_POSTGRESQL, given), *questions])
        return sorted(number for (number,) in numbers), answers
    found, *answers = ask(connection, [(_SQLITE, {}), *questions])
    last = found[0][0] if found else 0
    return list(range(last + 1, last + count + 1)), answers


def consistent_through(organisation_id: int) -> datetime:
    """Until when everything that was stored is certain to be found by who asks after this.

    While nobody writes, that is now: who writes later, stores later. Else it is the last statement that is visible.
    Outside of transactions. https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#213-get-statements
    """
    now = clock.now()
    if _nobody_writes(organisation_id):
        return now
    last = db.session.scalar(_LAST_STORED, {"organisation": organisation_id})
    return min(now, last or BEGINNING)


def _nobody_writes(organisation_id: int) -> bool:
    if db.engine.dialect.name == "postgresql":
        given = {"space": SPACE, "organisation": organisation_id}
        return bool(db.session.scalar(_NOBODY_WRITES, given))
    raw = db.engine.raw_connection()
    try:
        cursor = raw.cursor()
        waiting = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout=0")
        try:
            cursor.execute("BEGIN IMMEDIATE")
            cursor.execute("ROLLBACK")
        except OperationalError:
            return False
        finally:
            cursor.execute(f"PRAGMA busy_timeout={waiting}")
        return True
    finally:
        raw.close()
