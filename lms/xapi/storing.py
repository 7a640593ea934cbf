"""Writing statements: the one place through which every statement enters the store, whoever sends it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    CompoundSelect,
    Connection,
    Integer,
    String,
    any_,
    bindparam,
    literal_column,
    select,
    union_all,
    update,
)

from lms.kernel import clock
from lms.kernel.db import db
from lms.xapi.attachments import keep_data
from lms.xapi.batches import StatementConflict
from lms.xapi.completing import Completed
from lms.xapi.entries import Entry, entry_of, entry_with_time
from lms.xapi.indexing import parts
from lms.xapi.inserting import insert_rows
from lms.xapi.models import Row, Statement, StatementRelation, table_of
from lms.xapi.outbox import note_deliveries
from lms.xapi.reaching import note_references
from lms.xapi.rules.equivalence import equivalent
from lms.xapi.rules.verb import VOIDED
from lms.xapi.rules.versions import Version
from lms.xapi.turns import take_turn

_OURS = Statement.organisation_id == bindparam("organisation")
Among = Callable[[ColumnElement[Any]], ColumnElement[bool]]


def _question(among: Among) -> CompoundSelect[Any, Any, Any, Any]:
    """What is here under certain ids, and what refers to them. among: whether a column is one of `ids`."""
    nothing = literal_column("''", String)
    here = select(Statement.statement_id, nothing, literal_column("0", Integer), Statement.payload)
    about = select(Statement.target, Statement.verb, Statement.seq, nothing)
    one = among(Statement.statement_id.expression)
    return union_all(here.where(_OURS, one), about.where(_OURS, among(Statement.target.expression)))


# Built once. PostgreSQL takes many ids as one value, and then knows the question again.
_BESIDE = {
    "sqlite": _question(lambda column: column.in_(bindparam("ids", expanding=True))),
    "postgresql": _question(lambda column: column == any_(bindparam("ids", type_=ARRAY(String)))),
}


@dataclass(frozen=True)
class Beside:
    """What concerns new statements apart from themselves.

    there: by id (lower case), the text of what is here already. voided: ids that statements here have voided. pointing:
    by id, the keys of statements here that refer to it. data: of attachments, by hash.
    """

    there: Mapping[str, str] = field(default_factory=dict)
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
    entries = [entry_of(statement, source.authority, version) for statement in statements]
    named = [str(statement["id"]).lower() for statement in statements if "id" in statement]
    connection = db.session.connection()
    seqs = take_turn(connection, source.organisation_id, len(entries))
    beside = _beside(connection, source.organisation_id, named, data or {})
    fresh: list[Entry] = []
    for index, (statement, entry) in enumerate(zip(statements, entries, strict=True)):
        earlier = beside.there.get(entry.columns["statement_id"])
        if earlier is None:
            fresh.append(entry)
        elif not equivalent(statement, orjson.loads(earlier)):
            raise StatementConflict(index, statement["id"])
    _insert(connection, fresh, seqs[: len(fresh)], source, beside)
    return [str(entry.statement["id"]) for entry in entries]


def append(statements: Sequence[Mapping[str, Any]], source: Source, version: Version = Version.ONE) -> None:
    """Store `statements` that are valid and new, such as our own."""
    _append([entry_of(statement, source.authority, version) for statement in statements], source)


def insert_statements(completed: Sequence[Completed], source: Source) -> None:
    """Store statements that are valid, new, and were stored elsewhere or earlier, with the times they have."""
    _append([entry_with_time(each) for each in completed], source)


@dataclass(frozen=True)
class Restored:
    """What became of statements that were exported: ids (lower case) of those that are new, that were here already, and
    that say something else than what is here under their id."""

    new: frozenset[str]
    present: frozenset[str]
    conflicts: frozenset[str]


def restore(completed: Sequence[Completed], source: Source, data: Mapping[str, bytes]) -> Restored:
    """Store statements as `insert_statements` does, those that are not here yet; with the `data` of attachments."""
    entries = {str(each.statement["id"]).lower(): entry_with_time(each) for each in completed}
    connection = db.session.connection()
    seqs = take_turn(connection, source.organisation_id, len(entries))
    beside = _beside(connection, source.organisation_id, list(entries), data)
    there = {id: orjson.loads(text) for id, text in beside.there.items()}
    conflicts = {id for id, stored in there.items() if not equivalent(entries[id].statement, stored)}
    fresh = {id: entry for id, entry in entries.items() if id not in there}
    _insert(connection, list(fresh.values()), seqs[: len(fresh)], source, beside)
    return Restored(frozenset(fresh), frozenset(there.keys() - conflicts), frozenset(conflicts))


def _append(entries: Sequence[Entry], source: Source) -> None:
    connection = db.session.connection()
    seqs = take_turn(connection, source.organisation_id, len(entries))
    ids = [entry.columns["statement_id"] for entry in entries]
    _insert(connection, entries, seqs, source, _beside(connection, source.organisation_id, ids, {}))


def _insert(
    connection: Connection, entries: Sequence[Entry], seqs: Sequence[int], source: Source, beside: Beside
) -> None:
    """Insert statements with all they are found by and one delivery per target; in the turn of the organisation."""
    if not entries:
        return
    now = clock.now()
    rows = [_row(entry, seq, source, beside) | entry.row(now) for entry, seq in zip(entries, seqs, strict=True)]
    insert_rows(connection, table_of(Statement), rows)
    insert_rows(connection, table_of(StatementRelation), _relations(entries, seqs, source.organisation_id))
    note_deliveries(connection, [entry.statement for entry in entries], seqs, source.organisation_id)
    _void(source.organisation_id, [row["target"] for row in rows if row["verb"] == VOIDED])
    note_references(rows, seqs, beside.pointing)
    keep_data((entry.statement for entry in entries), seqs, source.organisation_id, beside.data)


def _row(entry: Entry, seq: int, source: Source, beside: Beside) -> Row:
    found = entry.columns
    return {
        "seq": seq,
        "organisation_id": source.organisation_id,
        "credential_id": source.credential_id,
        "voided": found["statement_id"] in beside.voided and found["verb"] != VOIDED,
        **found,
    }


def _relations(entries: Iterable[Entry], seqs: Iterable[int], organisation_id: int) -> list[Row]:
    return [
        {"organisation_id": organisation_id, "kind": kind, "value": value, "seq": seq}
        for entry, seq in zip(entries, seqs, strict=True)
        for kind, value in sorted(entry.relations)
    ]


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


def _beside(connection: Connection, organisation_id: int, ids: Sequence[str], data: Mapping[str, bytes]) -> Beside:
    """What is here already under these ids, and about them."""
    there: dict[str, str] = {}
    voided: set[str] = set()
    pointing: dict[str, list[int]] = defaultdict(list)
    question = _BESIDE[connection.dialect.name]
    for some in parts(ids):
        for about, verb, seq, payload in connection.execute(question, {"organisation": organisation_id, "ids": some}):
            if payload:
                there[about] = payload
                continue
            pointing[about].append(seq)
            if verb == VOIDED:
                voided.add(about)
    return Beside(there, frozenset(voided), pointing, data)
