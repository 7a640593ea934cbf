"""The addresses at which calendars fetch roadmaps."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel import clock
from lms.kernel.db import Model, UtcDateTime


class CalendarAddress(Model):
    """A secret address; one for each person at most. token_hash: of the secret, which is nowhere else.

    language: in which the calendar is written.
    """

    __tablename__ = "roadmap_calendar"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str] = mapped_column(String(5))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
