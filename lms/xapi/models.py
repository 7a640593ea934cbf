"""Tables of the Learning Record Store."""

from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import (
    JSON,
    BigInteger,
    Computed,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, MappedColumn, mapped_column

from lms.kernel import clock
from lms.kernel.db import Model, UtcDateTime

# SQLite numbers rows by itself only where the key is called INTEGER.
BigKey = BigInteger().with_variant(Integer, "sqlite")

# Identifiers longer than this are stored by their hash, so that they fit into an index; see
# `indexing.index_key`.
LONGEST_KEY = 500

# A segment holds 2 ** SEGMENT_BITS statements: so many that few have to be looked into, so few that the pages of their
# indexes change again and again before they are written; see `segments`.
SEGMENT_BITS = 14


def _index_of_few(name: str, few: str, *columns: str) -> Index:
    """An index of the rows that have a value in the column `few`: others need not be kept in it."""
    has_one = text(f"{few} IS NOT NULL")
    return Index(name, "organisation_id", *columns, postgresql_where=has_one, sqlite_where=has_one)


def _segment() -> MappedColumn[int]:
    """The segment of a row, which the database works out itself from its number."""
    # May be null, for SQLite can add it to a table only so; it never is.
    return mapped_column(BigInteger, Computed(f"seq >> {SEGMENT_BITS}"), nullable=True)


class Statement(Model):
    """A statement: its text as stored, and beside it what the filters ask for.

    actor, verb, activity, authority: index keys; empty actor means an anonymous group. target: the statement
    that the object refers to. credential_id: who sent it; None for what the platform recorded itself.
    """

    __tablename__ = "statement"

    seq: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    statement_id: Mapped[str] = mapped_column(String(36))
    actor: Mapped[str] = mapped_column(String(LONGEST_KEY))
    verb: Mapped[str] = mapped_column(String(LONGEST_KEY))
    activity: Mapped[str | None] = mapped_column(String(LONGEST_KEY))
    authority: Mapped[str] = mapped_column(String(LONGEST_KEY))
    registration: Mapped[str | None] = mapped_column(String(36))
    target: Mapped[str | None] = mapped_column(String(36))
    timestamp: Mapped[datetime] = mapped_column(UtcDateTime)
    stored: Mapped[datetime] = mapped_column(UtcDateTime)
    voided: Mapped[bool] = mapped_column(default=False)
    credential_id: Mapped[int | None] = mapped_column(ForeignKey("xapi_credential.id"))
    payload: Mapped[str] = mapped_column(Text)
    segment: Mapped[int] = _segment()

    __table_args__ = (
        UniqueConstraint("organisation_id", "statement_id"),
        Index("ix_statement_organisation_seq", "organisation_id", "seq"),
        # The verb comes last: who asks for an agent and a verb is told by the index which statements to read.
        Index("ix_statement_actor_seq", "organisation_id", "segment", "actor", "seq", "verb"),
        Index("ix_statement_verb_seq", "organisation_id", "verb", "seq"),
        Index("ix_statement_activity_seq", "organisation_id", "segment", "activity", "seq"),
        Index("ix_statement_authority_seq", "organisation_id", "authority", "seq"),
        _index_of_few("ix_statement_registration_seq", "registration", "segment", "registration", "seq"),
        _index_of_few("ix_statement_target", "target", "target"),
        Index("ix_statement_stored_seq", "organisation_id", "stored", "seq"),
        Index("ix_statement_credential_seq", "credential_id", "seq"),
        # A number is never given twice, so that whoever goes on after one misses nothing when the last was deleted.
        {"sqlite_autoincrement": True},
    )


class RelationKind(StrEnum):
    """How a statement is related to an agent or an activity, beside the columns of `Statement`.

    AGENT: found by the filter `agent` (object, members of groups). RELATED_AGENT, RELATED_ACTIVITY: found
    only by `related_agents` and `related_activities`.
    """

    AGENT = "agent"
    RELATED_AGENT = "related-agent"
    RELATED_ACTIVITY = "related-activity"


class StatementRelation(Model):
    """An agent or activity by which a statement can be found; rows lie beside each other as the statements do."""

    __tablename__ = "statement_relation"

    seq: Mapped[int] = mapped_column(
        BigKey, ForeignKey("statement.seq", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[str] = mapped_column(String(LONGEST_KEY), primary_key=True)
    # No foreign key: the statement has one, and checking a second for every row is a third of the work of a batch.
    organisation_id: Mapped[int] = mapped_column(Integer)
    segment: Mapped[int] = _segment()

    __table_args__ = (
        Index("ix_statement_relation_value", "organisation_id", "segment", "kind", "value", "seq"),
        {"sqlite_with_rowid": False},
    )


# What the segments are of that have statements of any kind; see `Segment`.
ANY = ""


class Segment(Model):
    """A segment in which an organisation has statements that are related in this way (`RelationKind`), or ANY."""

    __tablename__ = "statement_segment"

    organisation_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)

    __table_args__ = ({"sqlite_with_rowid": False},)


class Credential(Model):
    """A key with which another system reads or writes. Scopes: see `scopes.Scope`.

    The secret is 32 random bytes, so its SHA-256 is enough: slow hashes protect what people choose and
    others guess. client_id: of a system that comes with tokens of the city's sign-in; it has no secret here,
    and secret_hash is empty. recognises_resends: see `resends`.
    """

    __tablename__ = "xapi_credential"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    key: Mapped[str] = mapped_column(String(40), unique=True)
    secret_hash: Mapped[str] = mapped_column(String(64))
    client_id: Mapped[str | None] = mapped_column(String(255), unique=True)
    recognises_resends: Mapped[bool] = mapped_column(default=False)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Target(Model):
    """A Learning Record Store elsewhere that receives what is stored here.

    secret: sealed, see `sealing`. internal: may lie in our own network, which only the operator can allow.
    active: False stops the sending; what is stored meanwhile waits. verbs, activities, with_parts: which
    statements it receives, see `selecting`. past_asked_at, past_since, past_cursor: what was stored before is
    still to be looked through, see `past`. claimed_by, claimed_until: the forwarder that serves it right now.
    failures, paused_until: how often in a row it could not be reached, and until when we leave it alone;
    last_failure: why. checked_at, check_result: when somebody tried the connection, and what was wrong.
    """

    __tablename__ = "xapi_target"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(100))
    endpoint: Mapped[str] = mapped_column(String(500))
    key: Mapped[str] = mapped_column(String(200))
    secret: Mapped[str] = mapped_column(Text)
    internal: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    verbs: Mapped[list[str]] = mapped_column(JSON, default=list)
    activities: Mapped[list[str]] = mapped_column(JSON, default=list)
    with_parts: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    past_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    past_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    past_cursor: Mapped[int] = mapped_column(BigKey, default=0)
    last_success_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_failure: Mapped[str | None] = mapped_column(Text)
    failures: Mapped[int] = mapped_column(default=0)
    paused_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_by: Mapped[str | None] = mapped_column(String(36))
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    check_result: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (UniqueConstraint("organisation_id", "name"),)


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    DUE = "due"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


class Delivery(Model):
    """One statement on its way to one target.

    reason: why it was given up or has to wait, for a person to read.
    """

    __tablename__ = "xapi_delivery"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("xapi_target.id", ondelete="CASCADE"))
    seq: Mapped[int] = mapped_column(BigKey, ForeignKey("statement.seq", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(10), default=DeliveryState.DUE)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    reason: Mapped[str | None] = mapped_column(Text)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("target_id", "seq"),
        # Forwarders take what is due in order of seq; pages count by state.
        Index("ix_xapi_delivery_state_seq", "target_id", "state", "seq"),
        Index("ix_xapi_delivery_next_attempt", "target_id", "state", "next_attempt_at"),
    )


Row = dict[str, Any]


def table_of(model: type[Model]) -> Table:
    """The table itself, for writing many rows at once."""
    return cast(Table, model.__table__)
