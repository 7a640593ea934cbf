"""Frozen team figures, and campaigns that invite units to the check."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from competence_check.models import new_uid
from lms.kernel import clock
from lms.kernel.db import Model, UtcDateTime


class TeamSnapshot(Model):
    """Team figures as they were on one day. What is not in it cannot be asked for later.

    label: what people call it, such as "2026-Q3". smallest: least people of a group when it was made, never fewer
    than in those before.
    body: only the figures that may be shown, see `teams.snapshots`.
    """

    __tablename__ = "check_team_snapshot"
    __table_args__ = (UniqueConstraint("organisation_id", "framework_id", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=new_uid)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    framework_id: Mapped[int] = mapped_column(ForeignKey("check_framework.id"))
    label: Mapped[str] = mapped_column(String(40))
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    smallest: Mapped[int]
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


class SnapshotMember(Model):
    """That a result was counted in a snapshot, so that two snapshots can be kept from giving somebody away.

    unit_id: 0 for people without a unit. token: a keyed hash of the result, by which nobody can be found.
    """

    __tablename__ = "check_snapshot_member"

    snapshot_id: Mapped[int] = mapped_column(ForeignKey("check_team_snapshot.id", ondelete="CASCADE"), primary_key=True)
    token: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[int]


class Campaign(Model):
    """An invitation of units to take the check until a day. Voluntary; who takes part is not kept anywhere.

    unit_ids: the units invited, each with all below it; empty for the whole organisation.
    reminded_at: since when the invitation is repeated to those who have not taken part.
    invited: how many people, when it began. taken: how many took part, as last told on `counted_on` (see
    `participation`).
    """

    __tablename__ = "check_campaign"
    __table_args__ = (Index("ix_check_campaign_days", "organisation_id", "starts_on", "ends_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=new_uid)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    framework_id: Mapped[int] = mapped_column(ForeignKey("check_framework.id"))
    name: Mapped[str] = mapped_column(String(120))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    unit_ids: Mapped[list[int]] = mapped_column(JSON)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    invited: Mapped[int | None]
    taken: Mapped[int | None]
    counted_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
