"""What is to be done, how far it is and what came of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel import clock
from lms.kernel.db import Model, UtcDateTime


class JobState(StrEnum):
    """How a job stands. REPLACED: a newer job with the same key took its place."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    REPLACED = "replaced"


OPEN = (JobState.WAITING, JobState.RUNNING)


class Job(Model):
    """A piece of work.

    uid: its name in addresses. kind: what a plugin calls it. person_id: who asked for it. key: jobs with the same key
    want the same thing, and only the newest matters. progress: share done, 0 to 1. told: one sentence about where it
    is. checkpoint: what a worker needs to go on where another stopped. claimed_until: until then the worker that
    holds `claimed_by` is at it.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_next", "state", "claimed_until", "id"),
        Index("ix_job_same", "kind", "key"),
        Index("ix_job_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=lambda: str(uuid4()))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(120), default="")
    language: Mapped[str] = mapped_column(String(5), default="de")
    state: Mapped[str] = mapped_column(String(10), default=JobState.WAITING)
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    checkpoint: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    progress: Mapped[float] = mapped_column(default=0.0)
    told: Mapped[str] = mapped_column(Text, default="")
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str | None] = mapped_column(String(36))
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
