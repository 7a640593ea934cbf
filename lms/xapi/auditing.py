"""Noting what was removed: what, when, by whom and how much, never whom it was about."""

from collections.abc import Mapping

from sqlalchemy import select

from lms.kernel.db import db
from lms.xapi.retention_models import RecordAudit, Removal

TERMINAL = "terminal"


def begin_audit(organisation_id: int, what: Removal, by: str) -> RecordAudit:
    """An entry that counts as the work goes on, in the same transactions. by: a person's uid, or TERMINAL."""
    entry = RecordAudit(organisation_id=organisation_id, what=what.value, by=by, counts={})
    db.session.add(entry)
    db.session.flush()
    return entry


def add_counts(entry_id: int, counts: Mapping[str, int]) -> dict[str, int]:
    """Add to the counts of an entry; what they are then."""
    entry = db.session.get_one(RecordAudit, entry_id, with_for_update=True)
    names = [*entry.counts, *(name for name in counts if name not in entry.counts)]
    entry.counts = {name: entry.counts.get(name, 0) + counts.get(name, 0) for name in names}
    return entry.counts


def entries(organisation_id: int, limit: int = 50) -> list[RecordAudit]:
    """The latest entries."""
    query = select(RecordAudit).where(RecordAudit.organisation_id == organisation_id)
    return list(db.session.scalars(query.order_by(RecordAudit.at.desc(), RecordAudit.id.desc()).limit(limit)))
