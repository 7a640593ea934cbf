"""Joint plans, who takes part in them, and what came out."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel import clock
from lms.kernel.db import Model, UtcDateTime
from roadmap.models import new_uid


class Kind(StrEnum):
    """TOGETHER: for people who agreed, from their roadmaps. PROGRAMME: numbers only, from results shared nameless."""

    TOGETHER = "together"
    PROGRAMME = "programme"


class GroupPlan(Model):
    """A joint plan. unit_ids: the units it is for, each with all below it; empty for the whole organisation.

    terms: `roadmap.groups.terms.Terms` as JSON. start_date: the first day of learning, the same for everybody.
    """

    __tablename__ = "roadmap_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=new_uid)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    title: Mapped[str] = mapped_column(String(120))
    unit_ids: Mapped[list[int]] = mapped_column(JSON)
    terms: Mapped[dict[str, Any]] = mapped_column(JSON)
    start_date: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Participation(Model):
    """Somebody takes part in a plan of the kind TOGETHER, until they take that back: then the row is gone.

    shows_courses: whether those who look after the plan may see which courses it holds for this person.
    part: this person's own `roadmap.planning.plan.Plan` as JSON; None until it is made. preview: that of a quick plan,
    while the best one is looked for.
    """

    __tablename__ = "roadmap_group_person"

    group_id: Mapped[int] = mapped_column(ForeignKey("roadmap_group.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)
    shows_courses: Mapped[bool]
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    part: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    preview: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class GroupResult(Model):
    """What came out; earlier ones stay. body: only what may be shown, see `roadmap.groups.results`."""

    __tablename__ = "roadmap_group_result"
    __table_args__ = (UniqueConstraint("group_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("roadmap_group.id", ondelete="CASCADE"))
    number: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


class Counted(Model):
    """That somebody was counted in the figures of a result, so that two results cannot give anybody away.

    unit_id: 0 for people without a unit, -1 where the figures are those of everybody in a plan TOGETHER. token: a keyed
    hash by which nobody can be found.
    """

    __tablename__ = "roadmap_group_counted"

    result_id: Mapped[int] = mapped_column(ForeignKey("roadmap_group_result.id", ondelete="CASCADE"), primary_key=True)
    token: Mapped[str] = mapped_column(String(32), primary_key=True)
    unit_id: Mapped[int]
