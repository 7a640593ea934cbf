"""Whom a person lets see a result."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from competence_check.models.runs import Run
from competence_check.models.uids import new_uid
from lms.accounts.models import Person
from lms.kernel import clock
from lms.kernel.db import Model, UtcDateTime


class TrustEnd(StrEnum):
    """By what a grant ended before its day: the person took it back, or the house no longer lets the adviser in."""

    PERSON = "person"
    ADMISSION = "admission"


class Grant(Model):
    """A person lets one adviser see one result, until a day, until they take it back, or until the adviser must go.

    withdrawn_by: a `TrustEnd`, empty as long as it was not ended.
    """

    __tablename__ = "check_grant"
    __table_args__ = (Index("ix_check_grant_adviser", "adviser_id", "expires_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=new_uid)
    run_id: Mapped[int] = mapped_column(ForeignKey("check_run.id", ondelete="CASCADE"), index=True)
    adviser_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str] = mapped_column(String(12), default="")

    run: Mapped[Run] = relationship(lazy="raise")
    adviser: Mapped[Person] = relationship(lazy="raise")
    viewings: Mapped[list["Viewing"]] = relationship(lazy="raise", passive_deletes=True, order_by="Viewing.seen_at")


class Viewing(Model):
    """The adviser opened the result: what the person sees as "angesehen am"."""

    __tablename__ = "check_viewing"

    id: Mapped[int] = mapped_column(primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("check_grant.id", ondelete="CASCADE"), index=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
