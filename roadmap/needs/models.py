"""What people reported that nobody offers yet: the words and how often, never who."""

from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.db import Model


class UnmetNeed(Model):
    """A need in the words of the first who reported it. It names no person, and only the month: it leads to none.

    key: its words, normalised and sorted, by which equal needs are counted together. last_month: first day of the
    month in which it was last reported.
    """

    __tablename__ = "unmet_need"
    __table_args__ = (UniqueConstraint("organisation_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    key: Mapped[str] = mapped_column(String(300))
    words: Mapped[str] = mapped_column(String(200))
    count: Mapped[int] = mapped_column(default=1)
    last_month: Mapped[date]
