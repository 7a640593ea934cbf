"""Writing statements: the one place through which every statement enters the store, whoever sends it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import insert, select, update

from lms.kernel import clock
from lms.kernel.db import db
from lms.xapi.attachments import keep_data
from lms.xapi.batches import StatementConflict
from lms.xapi.completing import Completed, complete
from lms.xapi.indexing import columns, parts, relations
from lms.xapi.models import Delivery, DeliveryState, Row, Statement, StatementRelation, Target
from lms.xapi.reaching import note_references
from lms.xapi.rules.equivalence import equivalent
from lms.xapi.rules.verb import VOIDED
from lms.xapi.rules.versions import Version


@dataclass(frozen=True)
class Beside:
    """What concerns new statements apart from themselves.

    voided: ids (lower case) that statements already here have voided. pointing: by id, the keys of statements
    already here that refer to it. data: of attachments, by hash.
    """

    voided: frozenset[str] = frozenset()
    pointing: Mapping[str, Sequence[int]] = field(default_factory=dict)
    data: Mapping[str, bytes] = field(default_factory=dict)


NOTHING_BESIDE = Beside()


@dataclass(frozen=True)
class Source:
    """Who brings statements: the tenant they belong to, who vouches for them, the credential if one was
    used."""

    organisation_id: int
    authority: Mapping[str, Any]
    credential_id: int | None = None


def store(
    statements: Sequence[Mapping[str, Any]],
    source: Source,
    version: Version,
    data: Mapping[str, bytes] | None = None,
) -> list[str]:
    """Store `statements`, which passed `check_batch`, with the `data` of attachments; returns their ids in order.

    What is there already and says the same is left alone. Raises StatementConflict if it says something else.
    """
    now = clock.now()
    named = [str(statement["id"]).lower() for statement in statements if "id" in statement]
    there = _payloads(source.organisation_id, named)
    ids: list[str] = []
    fresh: list[Completed] = []
    for index, statement in enumerate(statements):
        earlier = there.get(str(statement.get("id", "")).lower())
        if earlier is None:
            completed = complete(statement, stored=now, authority=source.authority, version=version)
            fresh.append(completed)
            ids.append(completed.statement["id"])
            continue
        if not equivalent(statement, orjson.loads(earlier)):
            raise StatementConflict(index, statement["id"])
        ids.append(statement["id"])
    insert_statements(fresh, source, _beside(source.organisation_id, named, data or {}))
    return ids


def insert_statements(completed: Sequence[Completed], source: Source, beside: Beside = NOTHING_BESIDE) -> None:
    """Insert statements that are complete, valid and new, with all they are found by and one delivery per
    target."""
    if not completed:
        return
    rows = [_row(each, source, beside.voided) for each in completed]
    # Databases may answer in any order, so each key comes with the id it belongs to.
    numbered = insert(Statement).returning(Statement.statement_id, Statement.seq)
    keys = dict(db.session.execute(numbered, rows).all())
    seqs = [keys[row["statement_id"]] for row in rows]
    _insert_relations(completed, seqs, source.organisation_id)
    _insert_deliveries(seqs, source.organisation_id)
    _void(source.organisation_id, [row["target"] for row in rows if row["verb"] == VOIDED])
    note_references(rows, seqs, beside.pointing)
    keep_data((each.statement for each in completed), seqs, source.organisation_id, beside.data)


def _row(completed: Completed, source: Source, voided: frozenset[str]) -> Row:
    row = columns(completed.statement, completed.stored)
    row["organisation_id"] = source.organisation_id
    row["credential_id"] = source.credential_id
    row["voided"] = row["statement_id"] in voided and row["verb"] != VOIDED
    return row


def _insert_relations(completed: Iterable[Completed], seqs: Iterable[int], organisation_id: int) -> None:
    rows = [
        {"organisation_id": organisation_id, "kind": kind, "value": value, "seq": seq}
        for each, seq in zip(completed, seqs, strict=True)
        for kind, value in sorted(relations(each.statement))
    ]
    if rows:
        db.session.execute(insert(StatementRelation), rows)


def _insert_deliveries(seqs: Sequence[int], organisation_id: int) -> None:
    targets = db.session.scalars(select(Target.id).where(Target.organisation_id == organisation_id, Target.active))
    now = clock.now()
    rows = [
        {"target_id": target, "seq": seq, "state": DeliveryState.DUE, "attempts": 0, "next_attempt_at": now}
        for target in targets
        for seq in seqs
    ]
    if rows:
        db.session.execute(insert(Delivery), rows)


def _void(organisation_id: int, targets: Sequence[str]) -> None:
    """Mark statements as voided; a statement that voids cannot be voided itself.

    https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#232-voiding
    """
    for some in parts(targets):
        db.session.execute(
            update(Statement)
            .where(
                Statement.organisation_id == organisation_id,
                Statement.statement_id.in_(some),
                Statement.verb != VOIDED,
            )
            .values(voided=True),
            execution_options={"synchronize_session": False},
        )


def _payloads(organisation_id: int, ids: Sequence[str]) -> dict[str, str]:
    """The statements with these ids that are here already, by id."""
    found: dict[str, str] = {}
    for some in parts(ids):
        query = select(Statement.statement_id, Statement.payload).where(
            Statement.organisation_id == organisation_id, Statement.statement_id.in_(some)
        )
        found.update(db.session.execute(query).all())
    return found


def _beside(organisation_id: int, ids: Sequence[str], data: Mapping[str, bytes]) -> Beside:
    """What is here already about statements that come with these ids."""
    voided: set[str] = set()
    pointing: dict[str, list[int]] = defaultdict(list)
    for some in parts(ids):
        query = select(Statement.target, Statement.verb, Statement.seq).where(
            Statement.organisation_id == organisation_id, Statement.target.in_(some)
        )
        for target, verb, seq in db.session.execute(query):
            pointing[str(target)].append(seq)
            if verb == VOIDED:
                voided.add(str(target))
    return Beside(frozenset(voided), pointing, data)
