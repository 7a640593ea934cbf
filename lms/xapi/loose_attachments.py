"""The data of attachments beside an export: a folder with one file per hash."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import select

from lms.kernel.db import db
from lms.xapi.document_models import AttachmentData, StatementAttachment
from lms.xapi.indexing import parts


def write_out(seqs: Sequence[int], folder: Path) -> None:
    """Write the data that came with these statements, each hash once and one at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    for some in parts(seqs):
        query = (
            select(AttachmentData.id, AttachmentData.sha2)
            .join(StatementAttachment, StatementAttachment.attachment_id == AttachmentData.id)
            .where(StatementAttachment.seq.in_(some))
            .distinct()
        )
        for id, sha2 in db.session.execute(query).all():
            file = folder / sha2
            if not file.exists():
                content = select(AttachmentData.content).where(AttachmentData.id == id)
                unfinished = folder / f"{sha2}.part"
                unfinished.write_bytes(db.session.scalars(content).one())
                unfinished.rename(file)


def read_in(hashes: Iterable[str], folder: Path | None) -> dict[str, bytes]:
    """The data of these hashes, as far as it is in the folder. Hashes are hexadecimal digits, as the rules say."""
    if folder is None:
        return {}
    return {sha2: (folder / sha2).read_bytes() for sha2 in hashes if sha2.isalnum() and (folder / sha2).is_file()}
