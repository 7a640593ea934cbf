"""Keeping the data of attachments, and finding it again."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select

from lms.kernel.db import db, insert_once
from lms.xapi.document_models import AttachmentData, StatementAttachment
from lms.xapi.rules.attachments import hashes_of


def keep_data(
    statements: Iterable[Mapping[str, Any]], seqs: Iterable[int], organisation_id: int, data: Mapping[str, bytes]
) -> None:
    """Store what came along with these statements, each hash once."""
    if not data:
        return
    for sha2, content in sorted(data.items()):
        insert_once(AttachmentData, organisation_id=organisation_id, sha2=sha2, content=content)
    known = select(AttachmentData.sha2, AttachmentData.id).where(
        AttachmentData.organisation_id == organisation_id, AttachmentData.sha2.in_(data)
    )
    ids = dict(db.session.execute(known).all())
    rows = [
        {"seq": seq, "attachment_id": ids[sha2]}
        for statement, seq in zip(statements, seqs, strict=True)
        for sha2 in sorted(hashes_of(statement) & data.keys())
    ]
    if rows:
        db.session.execute(insert(StatementAttachment), rows)


def data_of(seqs: Sequence[int]) -> dict[str, bytes]:
    """The data that came along with these statements, by hash."""
    query = (
        select(AttachmentData.sha2, AttachmentData.content)
        .join(StatementAttachment, StatementAttachment.attachment_id == AttachmentData.id)
        .where(StatementAttachment.seq.in_(seqs))
        .distinct()
    )
    return dict(db.session.execute(query).all())
