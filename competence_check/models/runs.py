"""What a person answered, and where they stand."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from competence_check.models.uids import new_uid
from lms.kernel import clock
from lms.kernel.db import Model, UtcDateTime


class RunState(StrEnum):
    """How far a run is."""

    OPEN = "open"
    FINISHED = "finished"


class Scope(StrEnum):
    """What an estimate is about."""

    AREA = "area"
    COMPETENCE = "competence"


class Run(Model):
    """One time that a person takes the check. It belongs to that person alone.

    organisation_id: where the person is at home. item_order: ids of the items in the order asked: the self-ratings,
    then one task after the other as the engine chose it. shared_at: since when the levels count, without a name, in
    the figures of the person's unit. engine, bank: the versions that made the result, empty while the run is open.
    clarifying: the competence that is being made clearer by more tasks after the end, empty for none; clarify_from:
    the number of the first of these tasks; clarified_at: when more tasks last changed the result.
    """

    __tablename__ = "check_run"
    __table_args__ = (
        Index("ix_check_run_person", "person_id", "framework_id", "finished_at"),
        Index("ix_check_run_shared", "organisation_id", "framework_id", "shared_at"),
        # One open run per person and framework, also when two tabs start at the same moment.
        Index(
            "uq_check_run_open",
            "person_id",
            "framework_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=new_uid)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    framework_id: Mapped[int] = mapped_column(ForeignKey("check_framework.id"))
    family: Mapped[str] = mapped_column(String(40), default="")
    item_order: Mapped[list[int]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default=RunState.OPEN.value)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    shared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    engine: Mapped[str] = mapped_column(String(20), default="")
    bank: Mapped[str] = mapped_column(String(16), default="")
    clarifying: Mapped[str] = mapped_column(String(20), default="")
    clarify_from: Mapped[int] = mapped_column(default=0)
    clarified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Answer(Model):
    """What a person answered to an item.

    score: 0–1 for tasks, 0–4 for self-ratings, None where somebody cannot rate themselves.
    seconds: since the answer before, None after a pause.
    """

    __tablename__ = "check_answer"
    __table_args__ = (UniqueConstraint("run_id", "item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("check_run.id", ondelete="CASCADE"))
    item_id: Mapped[int] = mapped_column(ForeignKey("check_item.id"), index=True)
    item_version: Mapped[int]
    response: Mapped[dict[str, Any]] = mapped_column(JSON)
    score: Mapped[float | None]
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    seconds: Mapped[int | None]


class Estimate(Model):
    """Where a finished run sees the person, for an area or a competence (code). level, low, high: 0–8.

    task_theta, task_se: the same from the tasks alone, to be set beside the self-rating; None in results made before
    self-ratings entered.
    """

    __tablename__ = "check_estimate"

    run_id: Mapped[int] = mapped_column(ForeignKey("check_run.id", ondelete="CASCADE"), primary_key=True)
    scope: Mapped[str] = mapped_column(String(12), primary_key=True)
    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    theta: Mapped[float]
    se: Mapped[float]
    level: Mapped[float]
    low: Mapped[float]
    high: Mapped[float]
    tasks: Mapped[int]
    task_theta: Mapped[float | None]
    task_se: Mapped[float | None]
