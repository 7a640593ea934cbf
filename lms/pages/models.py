"""Editable pages and reports of barriers."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel import clock
from lms.kernel.db import Model, UtcDateTime
from lms.kernel.toml import Texts


class InfoPage(Model):
    """A page about the platform. title and body (safe HTML) by language."""

    __tablename__ = "info_page"

    slug: Mapped[str] = mapped_column(String(60), primary_key=True)
    title: Mapped[Texts] = mapped_column(JSON)
    body: Mapped[Texts] = mapped_column(JSON)
    updated: Mapped[date]
    content_hash: Mapped[str] = mapped_column(String(64))


class BarrierReport(Model):
    """Somebody could not use something. contact is what they chose to leave; often nothing."""

    __tablename__ = "barrier_report"
    __table_args__ = (Index("ix_barrier_report_open", "organisation_id", "done_at", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    page: Mapped[str] = mapped_column(String(300))
    message: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(String(300))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
