"""What is stored: tips, each in its organisation."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel import clock
from lms.kernel.db import Model, UtcDateTime


class Tip(Model):
    """A tip that somebody left."""

    __tablename__ = "learning_tip"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    words: Mapped[str] = mapped_column(String(300))
    shared_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
