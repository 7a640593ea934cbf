"""Tables of how long learning records are kept, and of what was removed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel import clock
from lms.kernel.db import Model, UtcDateTime
from lms.xapi.models import LONGEST_KEY


class Kept(StrEnum):
    """What a rule is about: statements, documents (states and profiles), the data of attachments."""

    STATEMENTS = "statements"
    DOCUMENTS = "documents"
    ATTACHMENTS = "attachments"


class Action(StrEnum):
    """What happens when the time is over. Only statements can stay as those of nobody."""

    DELETE = "delete"
    PSEUDONYMISE = "pseudonymise"


class RetentionRule(Model):
    """After so many months in the store, this happens. verb: only statements with it; empty for all other ones."""

    __tablename__ = "xapi_retention_rule"
    __table_args__ = (UniqueConstraint("organisation_id", "kept", "verb"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kept: Mapped[str] = mapped_column(String(20))
    verb: Mapped[str] = mapped_column(String(LONGEST_KEY), default="")
    months: Mapped[int]
    action: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class Removal(StrEnum):
    """Why something was removed."""

    RETENTION = "retention"
    ERASURE = "erasure"


class RecordAudit(Model):
    """What was removed, when, by whom and how much of it: never what or whom it was about.

    by: the opaque identifier of a person, or TERMINAL. counts: how many, by kind.
    """

    __tablename__ = "xapi_record_audit"
    __table_args__ = (Index("ix_xapi_record_audit_organisation_at", "organisation_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    what: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column(String(36))
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
