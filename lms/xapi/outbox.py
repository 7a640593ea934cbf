"""What is new goes into the outbox of every target that wants it, in the transaction that stores it.

Targets that are stopped collect, too: nothing is missing when they go on.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from lms.kernel import clock
from lms.xapi.indexing import parts
from lms.xapi.models import Delivery, DeliveryState, Row, Statement, Target
from lms.xapi.roundtrips import Command
from lms.xapi.selecting import Selection, voided_by

Json = Mapping[str, Any]
Chosen = Mapping[int, Selection]

_TARGETS = select(Target.id, Target.verbs, Target.activities, Target.with_parts).where(
    Target.organisation_id == bindparam("organisation")
)


def targets_of(organisation_id: int) -> Command:
    """The question which targets an organisation has."""
    return _TARGETS, {"organisation": organisation_id}


def chosen_by(rows: Iterable[Sequence[Any]]) -> Chosen:
    """What each target chose, from the answer to `targets_of`."""
    return {
        target: Selection(frozenset(verbs), frozenset(activities), with_parts)
        for target, verbs, activities, with_parts in rows
    }


def due(
    connection: Connection, chosen: Chosen, statements: Sequence[tuple[int, Json]], organisation_id: int
) -> list[Row]:
    """The deliveries of those of `statements` (complete, with their keys) that the targets chose.

    What voids a statement goes to the targets that were to have that statement, whatever else they chose.
    """
    if not chosen:
        return []
    wanted = {
        (target, seq)
        for target, selection in chosen.items()
        for seq, statement in statements
        if selection.takes_all or selection.takes(statement)
    }
    voiding = [(seq, voided) for seq, statement in statements if (voided := voided_by(statement))]
    some = [target for target, selection in chosen.items() if not selection.takes_all]
    if voiding and some:
        receivers = _receivers(connection, {voided for _seq, voided in voiding}, some, organisation_id)
        for seq, statement in statements:
            receivers[str(statement["id"]).lower()] |= {target for target in some if (target, seq) in wanted}
        wanted |= {(target, seq) for seq, voided in voiding for target in receivers[voided]}
    return [_due(target, seq) for target, seq in sorted(wanted)]


def _receivers(
    connection: Connection, ids: Iterable[str], targets: Sequence[int], organisation_id: int
) -> defaultdict[str, set[int]]:
    """By id, which of `targets` were to have the statements that are here already."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for part in parts(sorted(ids)):
        query = (
            select(Statement.statement_id, Delivery.target_id)
            .join(Delivery, Delivery.seq == Statement.seq)
            .where(
                Statement.organisation_id == organisation_id,
                Statement.statement_id.in_(part),
                Delivery.target_id.in_(targets),
            )
        )
        for statement_id, target in connection.execute(query):
            found[statement_id].add(target)
    return found


def _due(target: int, seq: int) -> Row:
    return {
        "target_id": target,
        "seq": seq,
        "state": DeliveryState.DUE,
        "attempts": 0,
        "next_attempt_at": clock.now(),
    }
