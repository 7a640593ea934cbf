"""Writing statements: the one place through which every statement enters the store, whoever sends it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import (
    CompoundSelect,
    Connection,
    Integer,
    Select,
    String,
    Update,
    bindparam,
    literal_column,
    select,
    union_all,
    update,
)

from lms.kernel import clock
from lms.kernel.db import db
from lms.xapi.among import Among, for_each_database, portions
from lms.xapi.attachments import keep_data
from lms.xapi.batches import StatementConflict
from lms.xapi.completing import Completed
from lms.xapi.document_models import StatementReach
from lms.xapi.entries import Entry, entry_of, entry_with_time
from lms.xapi.inserting import inserting
from lms.xapi.models import Delivery, Row, Segment, Statement, StatementRelation, table_of
from lms.xapi.outbox import Chosen, chosen_by, due, targets_of
from lms.xapi.reaching import references
from lms.xapi.roundtrips import Command, tell, tell_with_commit
from lms.xapi.rules.equivalence import equivalent
from lms.xapi.rules.verb import VOIDED
from lms.xapi.rules.versions import Version
from lms.xapi.segments import segments_of
from lms.xapi.turns import take_turn

_OURS = Statement.organisation_id == bindparam("organisation")


_NO_VERB, _NO_TEXT = (literal_column("''", String).label(name) for name in ("no_verb", "no_text"))
_NO_SEQ = literal_column("0", Integer).label("no_seq")


def _beside(among: Among) -> CompoundSelect[Any, Any, Any, Any]:
    """What is here under certain `ids`, and what refers to them."""
    here = select(Statement.statement_id, _NO_VERB, _NO_SEQ, Statement.payload).where(_OURS)
    about = select(Statement.target, Statement.verb, Statement.seq, _NO_TEXT).where(_OURS)
    return union_all(among.each(here, Statement.statement_id, "ids"), about.where(among(Statement.target, "ids")))


def _referred(among: Among) -> Select[*tuple[Any, ...]]:
    """Which numbers the statements with certain `ids` have, in the columns of `_beside`."""
    numbers = select(Statement.statement_id, _NO_VERB, Statement.seq, _NO_TEXT).where(_OURS)
    return among.each(numbers, Statement.statement_id, "ids")


def _voiding(among: Among) -> Update:
    """Marks statements as voided; a statement that voids cannot be voided itself.

    https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#232-voiding
    """
    these = (_OURS, among(Statement.statement_id, "ids"), Statement.verb != VOIDED)
    return update(table_of(Statement)).where(*these).values(voided=True)


_BESIDE, _REFERRED = for_each_database(_beside), for_each_database(_referred)
_VOIDING = for_each_database(_voiding)


@dataclass(frozen=True)
class Beside:
    """What concerns new statements apart from themselves.

    there: by id (lower case), the text of what is here already. voided: ids that statements here have voided. pointing:
    by id, the keys of statements here that refer to it. targets: by id, the keys of statements here that the new ones
    refer to. chosen: what goes into which outbox. data: of attachments, by hash.
    """

    there: Mapping[str, str] = field(default_factory=dict)
    voided: frozenset[str] = frozenset()
    pointing: Mapping[str, Sequence[int]] = field(default_factory=dict)
    targets: Mapping[str, int] = field(default_factory=dict)
    chosen: Chosen = field(default_factory=dict)
    data: Mapping[str, bytes] = field(default_factory=dict)


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

    What is there already and says the same is left alone. Raises StatementConflict if it says something else. They may
    reach the tables only with the commit: nothing else may follow within the transaction.
    """
    entries = [entry_of(statement, source.authority, version) for statement in statements]
    named = [str(statement["id"]).lower() for statement in statements if "id" in statement]
    connection = db.session.connection()
    seqs, beside = _in_turn(connection, source.organisation_id, entries, named, data or {})
    fresh: list[Entry] = []
    for index, (statement, entry) in enumerate(zip(statements, entries, strict=True)):
        earlier = beside.there.get(entry.columns["statement_id"])
        if earlier is None:
            fresh.append(entry)
        elif not equivalent(statement, orjson.loads(earlier)):
            raise StatementConflict(index, statement["id"])
    commands, rows = _inserting(connection, fresh, seqs[: len(fresh)], source, beside)
    if beside.data:
        _insert(connection, commands, rows, fresh, beside)
    else:
        tell_with_commit(connection, commands)
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
    seqs, beside = _in_turn(connection, source.organisation_id, list(entries.values()), list(entries), data)
    there = {id: orjson.loads(text) for id, text in beside.there.items()}
    conflicts = {id for id, stored in there.items() if not equivalent(entries[id].statement, stored)}
    fresh = {id: entry for id, entry in entries.items() if id not in there}
    new = list(fresh.values())
    commands, rows = _inserting(connection, new, seqs[: len(new)], source, beside)
    _insert(connection, commands, rows, new, beside)
    return Restored(frozenset(fresh), frozenset(there.keys() - conflicts), frozenset(conflicts))


def _append(entries: Sequence[Entry], source: Source) -> None:
    connection = db.session.connection()
    ids = [entry.columns["statement_id"] for entry in entries]
    seqs, beside = _in_turn(connection, source.organisation_id, entries, ids, {})
    commands, rows = _inserting(connection, entries, seqs, source, beside)
    _insert(connection, commands, rows, entries, beside)


def _insert(
    connection: Connection, commands: Sequence[Command], rows: Sequence[Row], entries: Sequence[Entry], beside: Beside
) -> None:
    tell(connection, commands)
    if rows:
        seqs = [row["seq"] for row in rows]
        keep_data((entry.statement for entry in entries), seqs, rows[0]["organisation_id"], beside.data)


def _inserting(
    connection: Connection, entries: Sequence[Entry], seqs: Sequence[int], source: Source, beside: Beside
) -> tuple[list[Command], list[Row]]:
    """The commands that insert statements with all they are found by and one delivery per target; in the turn of the
    organisation. With their rows."""
    now, organisation_id = clock.now(), source.organisation_id
    rows = [_row(entry, seq, source, beside) | entry.row(now) for entry, seq in zip(entries, seqs, strict=True)]
    statements = [(seq, entry.statement) for entry, seq in zip(entries, seqs, strict=True)]
    relations = _relations(entries, seqs, organisation_id)
    deliveries = due(connection, beside.chosen, statements, organisation_id)
    reached = references(connection, rows, beside.pointing, beside.targets)
    return [
        *inserting(connection, table_of(Statement), rows),
        *inserting(connection, table_of(Segment), segments_of(organisation_id, seqs, relations), once=True),
        *inserting(connection, table_of(StatementRelation), relations),
        *inserting(connection, table_of(Delivery), deliveries),
        *inserting(connection, table_of(StatementReach), reached, once=True),
        *_void(connection, organisation_id, [row["target"] for row in rows if row["verb"] == VOIDED]),
    ], rows


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


def _void(connection: Connection, organisation_id: int, ids: Sequence[str]) -> list[Command]:
    command = _VOIDING[connection.dialect.name]
    return [(command, {"organisation": organisation_id, "ids": list(some)}) for some in portions(connection, ids)]


def _in_turn(
    connection: Connection,
    organisation_id: int,
    entries: Sequence[Entry],
    ids: Sequence[str],
    data: Mapping[str, bytes],
) -> tuple[list[int], Beside]:
    """Take the turn; numbers for `entries`, and what is here under `ids`, about them, and about what they refer to."""
    goals = sorted({entry.columns["target"] for entry in entries if entry.columns["target"]})
    questions = [
        (question[connection.dialect.name], {"organisation": organisation_id, "ids": list(some)})
        for question, names in ((_BESIDE, ids), (_REFERRED, goals))
        for some in portions(connection, names)
    ]
    asked = [targets_of(organisation_id), *questions]
    seqs, (choices, *answers) = take_turn(connection, organisation_id, len(entries), asked)
    there: dict[str, str] = {}
    voided: set[str] = set()
    pointing: dict[str, list[int]] = defaultdict(list)
    targets: dict[str, int] = {}
    for about, verb, seq, payload in (row for rows in answers for row in rows):
        if payload:
            there[about] = payload
        elif not verb:
            targets[about] = seq
        else:
            pointing[about].append(seq)
            if verb == VOIDED:
                voided.add(about)
    return seqs, Beside(there, frozenset(voided), pointing, targets, chosen_by(choices), data)
