"""Which content is loaded: lets processes notice that somebody loaded new files."""

from datetime import datetime
from uuid import uuid4

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel import clock
from lms.kernel.db import Model, UtcDateTime, db


class ContentState(Model):
    """One row per kind of content; revision changes whenever loading changed something."""

    __tablename__ = "content_state"

    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    revision: Mapped[str] = mapped_column(String(36))
    loaded_at: Mapped[datetime] = mapped_column(UtcDateTime)


def content_revision(kind: str) -> str:
    """The revision of what is loaded; empty before the first load."""
    return db.session.scalar(select(ContentState.revision).where(ContentState.kind == kind)) or ""


def note_change(kind: str) -> None:
    """Remember that loading `kind` changed something."""
    db.session.merge(ContentState(kind=kind, revision=str(uuid4()), loaded_at=clock.now()))
