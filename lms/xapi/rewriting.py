"""Changing or removing statements that are stored: for retention and erasure only, statements are immutable otherwise.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#231-statement-immutability
"""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import bindparam, case, delete, exists, func, select, update

from lms.kernel.db import db
from lms.xapi.document_models import AttachmentData, StatementAttachment
from lms.xapi.indexing import columns, relations
from lms.xapi.inserting import insert_rows, inserting
from lms.xapi.models import Delivery, Segment, Statement, StatementRelation, table_of
from lms.xapi.roundtrips import tell
from lms.xapi.segments import segments_of

UNSYNCHRONISED = {"synchronize_session": False}


def rewrite(organisation_id: int, changed: Mapping[int, Mapping[str, Any]]) -> None:
    """Give the statements with these numbers another text, with all they are found by; ids and times stay.

    Attachments that the text no longer names go, and what targets said about a statement, which may quote it.
    """
    if not changed:
        return
    rows = []
    for seq, statement in changed.items():
        found = columns(statement)
        rows.append(
            {
                "number": seq,
                "payload": orjson.dumps(statement).decode(),
                **{name: found[name] for name in ("actor", "activity", "authority", "registration")},
            }
        )
    connection = db.session.connection()
    table = table_of(Statement)
    connection.execute(update(table).where(table.c.seq == bindparam("number")), rows)
    seqs = list(changed)
    connection.execute(delete(table_of(StatementRelation)).where(StatementRelation.seq.in_(seqs)))
    related = [
        {"organisation_id": organisation_id, "kind": kind, "value": value, "seq": seq}
        for seq, statement in changed.items()
        for kind, value in sorted(relations(statement))
    ]
    insert_rows(connection, table_of(StatementRelation), related)
    tell(connection, inserting(connection, table_of(Segment), segments_of(organisation_id, seqs, related), once=True))
    bare = [seq for seq, statement in changed.items() if "attachments" not in statement]
    connection.execute(delete(table_of(StatementAttachment)).where(StatementAttachment.seq.in_(bare)))
    _forget_answers(seqs)


def _forget_answers(seqs: Sequence[int]) -> None:
    """Keep of what targets said only the kind of reason, which stands before the tab."""
    tab = func.strpos if db.engine.dialect.name == "postgresql" else func.instr
    kind = func.substr(Delivery.reason, 1, tab(Delivery.reason, "\t"))
    db.session.execute(
        update(Delivery)
        .where(Delivery.seq.in_(seqs), Delivery.reason.is_not(None))
        .values(reason=case((kind == "", Delivery.reason), else_=kind)),
        execution_options=UNSYNCHRONISED,
    )


def remove(seqs: Sequence[int]) -> None:
    """Delete statements, with all they are found by and what is on its way of them."""
    db.session.execute(delete(Statement).where(Statement.seq.in_(seqs)), execution_options=UNSYNCHRONISED)


def drop_loose_attachments(organisation_id: int) -> int:
    """Delete the data of attachments that no statement brought any more; how many."""
    used = exists().where(StatementAttachment.attachment_id == AttachmentData.id)
    loose = select(AttachmentData.id).where(AttachmentData.organisation_id == organisation_id, ~used)
    ids = list(db.session.scalars(loose))
    db.session.execute(delete(AttachmentData).where(AttachmentData.id.in_(ids)), execution_options=UNSYNCHRONISED)
    return len(ids)
