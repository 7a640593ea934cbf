"""What is new goes into the outbox of every target that wants it, in the transaction that stores it.

Targets that are stopped collect, too: nothing is missing when they go on.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from lms.kernel import clock
from lms.xapi.indexing import parts
from lms.xapi.inserting import insert_rows
from lms.xapi.models import Delivery, DeliveryState, Row, Statement, Target, table_of
from lms.xapi.selecting import Selection, voided_by

Json = Mapping[str, Any]
Chosen = Mapping[int, Selection]

_TARGETS = select(Target.id, Target.verbs, Target.activities, Target.with_parts).where(
    Target.organisation_id == bindparam("organisation")
)


def note_deliveries(
    connection: Connection, statements: Sequence[Json], seqs: Sequence[int], organisation_id: int
) -> None:
    """Put new, complete `statements` into the outboxes of the organisation's targets."""
    chosen = {
        target: Selection(frozenset(verbs), frozenset(activities), with_parts)
        for target, verbs, activities, with_parts in connection.execute(_TARGETS, {"organisation": organisation_id})
    }
    if chosen:
        insert_due(connection, chosen, list(zip(seqs, statements, strict=True)), organisation_id)


def insert_due(
    connection: Connection, chosen: Chosen, statements: Sequence[tuple[int, Json]], organisation_id: int
) -> None:
    """Make those of `statements` (with their keys) due that the targets chose."""
    rows = [
        _due(target, seq)
        for target, selection in chosen.items()
        for seq, statement in statements
        if selection.takes_all or selection.takes(statement)
    ]
    insert_rows(connection, table_of(Delivery), rows)
    there = {(row["target_id"], row["seq"]) for row in rows}
    insert_rows(connection, table_of(Delivery), _voidings(connection, chosen, statements, organisation_id, there))


def _voidings(
    connection: Connection,
    chosen: Chosen,
    statements: Iterable[tuple[int, Json]],
    organisation_id: int,
    there: set[tuple[int, int]],
) -> list[Row]:
    """What voids a statement goes to the targets that were to have that statement, whatever else they chose."""
    voiding = [(seq, voided) for seq, statement in statements if (voided := voided_by(statement))]
    some = [target for target, selection in chosen.items() if not selection.takes_all]
    if not voiding or not some:
        return []
    receivers: dict[str, set[int]] = {}
    for ids in parts([voided for _seq, voided in voiding]):
        query = (
            select(Statement.statement_id, Delivery.target_id)
            .join(Delivery, Delivery.seq == Statement.seq)
            .where(
                Statement.organisation_id == organisation_id,
                Statement.statement_id.in_(ids),
                Delivery.target_id.in_(some),
            )
        )
        for statement_id, target in connection.execute(query):
            receivers.setdefault(statement_id, set()).add(target)
    wanted = {(target, seq) for seq, voided in voiding for target in receivers.get(voided, ())}
    return [_due(target, seq) for target, seq in sorted(wanted - there)]


def _due(target: int, seq: int) -> Row:
    return {
        "target_id": target,
        "seq": seq,
        "state": DeliveryState.DUE,
        "attempts": 0,
        "next_attempt_at": clock.now(),
    }
