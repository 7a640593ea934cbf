"""What was stored before a target was added, or before its choice was widened: looked through in steps.

Each target remembers how far that has come, so that a million statements are no single transaction, and a stop in
between loses nothing. Every function runs inside the caller's transaction.
"""

from collections.abc import Sequence
from datetime import datetime

import orjson
from sqlalchemy import exists, func, select, update

from lms.kernel import clock
from lms.kernel.db import db
from lms.xapi.inserting import insert_rows
from lms.xapi.models import Delivery, Statement, Target, table_of
from lms.xapi.outbox import due
from lms.xapi.targets import selection_of
from lms.xapi.turns import take_turn

STEP = 1000


def ask_for_past(target: Target, since: datetime | None = None) -> None:
    """Let the target have what is stored already and was not in its outbox yet. since: of `stored`; None for all.

    In the turn of the writers: who stored without knowing of a new target has ended, who stores later knows of it.
    """
    take_turn(db.session.connection(), target.organisation_id, 1)
    target.past_asked_at, target.past_since, target.past_cursor = clock.now(), since, 0


def take_a_step(target_id: int) -> bool:
    """Look through the next STEP statements; whether that was possible, so that it pays to look again."""
    target = db.session.get(Target, target_id, populate_existing=True)
    if target is None or target.past_asked_at is None:
        return False
    there = exists().where(Delivery.target_id == target.id, Delivery.seq == Statement.seq)
    query = select(Statement.seq, Statement.payload, there).where(
        Statement.organisation_id == target.organisation_id, Statement.seq > target.past_cursor
    )
    if target.past_since is not None:
        query = query.where(Statement.stored >= target.past_since)
    rows = db.session.execute(query.order_by(Statement.seq).limit(STEP)).all()
    new = [(seq, orjson.loads(payload)) for seq, payload, is_there in rows if not is_there]
    connection = db.session.connection()
    rows_due = due(connection, {target.id: selection_of(target)}, new, target.organisation_id)
    insert_rows(connection, table_of(Delivery), rows_due)
    is_more = len(rows) == STEP
    done = {"past_cursor": rows[-1][0]} if is_more else {"past_cursor": 0, "past_since": None, "past_asked_at": None}
    db.session.execute(update(Target).where(Target.id == target.id).values(**done))
    return True


def still_ahead(targets: Sequence[Target]) -> dict[int, int]:
    """By target, how many stored statements are still to be looked through; only where there are any to look at."""
    found = {}
    for target in targets:
        if target.past_asked_at is None:
            continue
        query = select(func.count()).where(
            Statement.organisation_id == target.organisation_id, Statement.seq > target.past_cursor
        )
        if target.past_since is not None:
            query = query.where(Statement.stored >= target.past_since)
        found[target.id] = int(db.session.scalar(query) or 0)
    return found
