"""Roadmaps, every version in which they were drawn, and the steps of each version."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.kernel import clock
from lms.kernel.db import Model, UtcDateTime


class StepState(StrEnum):
    """How far a step is."""

    PLANNED = "planned"
    DONE = "done"


class Cause(StrEnum):
    """Why a version was drawn."""

    CREATED = "created"
    HOURS = "hours"
    DROPPED = "dropped"
    WISHES = "wishes"
    PROPOSAL = "proposal"
    STATED = "stated"
    BROUGHT_BACK = "brought_back"
    NEW_RESULT = "new_result"
    COURSE_COMPLETED = "course_completed"
    NOT_COMPLETED = "not_completed"
    OVERDUE = "overdue"
    GROUP = "group"
    NEW_PROFILE = "new_profile"
    DATES = "dates"


def new_uid() -> str:
    """A fresh opaque identifier."""
    return str(uuid4())


class Roadmap(Model):
    """A person's way to a target profile. It belongs to that person alone.

    organisation_id: where the person is at home. profile: slug of the target profile. version: number of the newest
    version. internal: whether courses that are not open to everybody may be planned. active: the one the person
    follows; at most one. facts: what the person told for funding rules (`roadmap.funding`), by key.
    """

    __tablename__ = "roadmap"
    __table_args__ = (
        Index("ix_roadmap_person", "person_id", "created_at"),
        # One active roadmap per person, also when two tabs create one at the same moment.
        Index(
            "uq_roadmap_active",
            "person_id",
            unique=True,
            sqlite_where=text("active"),
            postgresql_where=text("active"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=new_uid)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    profile: Mapped[str] = mapped_column(String(60))
    start_date: Mapped[date]
    internal: Mapped[bool] = mapped_column(default=True)
    version: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    facts: Mapped[dict[str, float | bool]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RoadmapVersion(Model):
    """The roadmap as it was drawn at one moment; earlier ones stay.

    profile_number: of the version of the target profile, None in roadmaps from before those were kept. start_date: the
    first day that was planned. levels: `roadmap.measured.Measured` as JSON; after: levels by
    competence at the end. closed_share: of the weighted gap between both, 0–1, finished steps included. dropped: slugs
    that the person does not want. rests: what stays open, `roadmap.planning.plan.Rest` as JSON. wishes:
    `roadmap.wishes.Wishes` as JSON.

    Found out later, in the background, None until then: bound_share, which no plan can exceed, counted as closed_share;
    changes, what would have to change to close more, and conflict, which limits contradict each other
    (`roadmap.what_would_help`). proposal: a better plan and its share, None also where this one is the best.
    """

    __tablename__ = "roadmap_version"
    __table_args__ = (UniqueConstraint("roadmap_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id", ondelete="CASCADE"))
    number: Mapped[int]
    drawn_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    cause: Mapped[str] = mapped_column(String(20))
    weekly_minutes: Mapped[int]
    start_date: Mapped[date]
    profile_version: Mapped[str] = mapped_column(String(40))
    profile_number: Mapped[int | None]
    closed_share: Mapped[float]
    levels: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, float]] = mapped_column(JSON)
    dropped: Mapped[list[str]] = mapped_column(JSON)
    rests: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    wishes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    bound_share: Mapped[float | None]
    proposal: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    changes: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))
    conflict: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    steps: Mapped[list["RoadmapStep"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="RoadmapStep.position"
    )


class RoadmapStep(Model):
    """A course in a version. weekly: minutes in each calendar week from that of start_date on.

    reasons: what it is for, see `roadmap.reasons`. session: its date among those of the offer, None if it has none.
    cost: euros.
    """

    __tablename__ = "roadmap_step"

    version_id: Mapped[int] = mapped_column(ForeignKey("roadmap_version.id", ondelete="CASCADE"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    course: Mapped[str] = mapped_column(String(60))
    start_date: Mapped[date]
    end_date: Mapped[date]
    minutes: Mapped[int]
    weekly: Mapped[list[int]] = mapped_column(JSON)
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    session: Mapped[str | None] = mapped_column(String(60))
    cost: Mapped[float] = mapped_column(default=0.0, server_default="0")
    state: Mapped[str] = mapped_column(String(10), default=StepState.PLANNED.value)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
