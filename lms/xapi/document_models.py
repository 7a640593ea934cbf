"""Tables of documents: what other systems keep here about agents and activities."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.db import Model, UtcDateTime
from lms.xapi.models import LONGEST_KEY, BigKey


class DocumentKind(StrEnum):
    """What a document is about: an agent in an activity, an agent, or an activity."""

    STATE = "state"
    AGENT_PROFILE = "agent-profile"
    ACTIVITY_PROFILE = "activity-profile"


class Document(Model):
    """A document as it was received, and where it lies.

    shelf: hash of kind, agent and activity, by which lists are read; place: hash of all that names the
    document. Hashes, because names have any length and indexes do not. agent, activity: index keys; empty
    where the kind has none. registration: empty for none.
    """

    __tablename__ = "xapi_document"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(String(20))
    shelf: Mapped[str] = mapped_column(String(64))
    place: Mapped[str] = mapped_column(String(64))
    agent: Mapped[str] = mapped_column(String(LONGEST_KEY))
    activity: Mapped[str] = mapped_column(String(LONGEST_KEY))
    registration: Mapped[str] = mapped_column(String(36))
    name: Mapped[str] = mapped_column(Text)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    content_type: Mapped[str] = mapped_column(Text)
    etag: Mapped[str] = mapped_column(String(40))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("organisation_id", "place"),
        Index("ix_xapi_document_shelf", "organisation_id", "shelf"),
        Index("ix_xapi_document_agent", "organisation_id", "agent"),
    )


class AttachmentData(Model):
    """The bytes of attachments, once per organisation however many statements name them.

    sha2: of the bytes, lower case, as the statements name it.
    """

    __tablename__ = "xapi_attachment"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    sha2: Mapped[str] = mapped_column(String(128))
    content: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (UniqueConstraint("organisation_id", "sha2"),)


class StatementAttachment(Model):
    """Which statement came with which bytes; goes with the statement."""

    __tablename__ = "xapi_statement_attachment"

    seq: Mapped[int] = mapped_column(
        BigKey, ForeignKey("statement.seq", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    attachment_id: Mapped[int] = mapped_column(
        BigKey,
        ForeignKey("xapi_attachment.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )


class StatementReach(Model):
    """Which statements (reached) a statement (seq) refers to, directly or through others, so that filters find it.

    https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#filter-conditions-for-statementrefs
    """

    __tablename__ = "xapi_statement_reach"

    reached: Mapped[int] = mapped_column(
        BigKey, ForeignKey("statement.seq", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    seq: Mapped[int] = mapped_column(
        BigKey, ForeignKey("statement.seq", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
