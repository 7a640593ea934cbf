"""Tables of the check: what can be asked, what a person answered and where they stand, what roles ask for."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import Person
from lms.kernel import clock
from lms.kernel.db import Model, UtcDateTime
from lms.kernel.toml import Texts


class ItemKind(StrEnum):
    """What is asked: how somebody sees themselves, or a task."""

    SELF_RATING = "self_rating"
    TASK = "task"


class RunState(StrEnum):
    """How far a run is."""

    OPEN = "open"
    FINISHED = "finished"


class Scope(StrEnum):
    """What an estimate is about."""

    AREA = "area"
    COMPETENCE = "competence"


def new_uid() -> str:
    """A fresh opaque identifier."""
    return str(uuid4())


class Framework(Model):
    """A framework of competences. Retired frameworks stay for the results made with them."""

    __tablename__ = "check_framework"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    names: Mapped[Texts] = mapped_column(JSON)
    version: Mapped[str] = mapped_column(String(40))
    sources: Mapped[Texts] = mapped_column(JSON)
    retired: Mapped[bool] = mapped_column(default=False)


class Area(Model):
    """A group of competences; code: its id within the framework, such as "2"."""

    __tablename__ = "check_area"
    __table_args__ = (UniqueConstraint("framework_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[int] = mapped_column(ForeignKey("check_framework.id"))
    code: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    names: Mapped[Texts] = mapped_column(JSON)
    summaries: Mapped[Texts] = mapped_column(JSON)


class Competence(Model):
    """A competence; code: its id within the framework, such as "2.1"."""

    __tablename__ = "check_competence"
    __table_args__ = (UniqueConstraint("framework_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[int] = mapped_column(ForeignKey("check_framework.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("check_area.id"), index=True)
    code: Mapped[str] = mapped_column(String(20))
    position: Mapped[int]
    names: Mapped[Texts] = mapped_column(JSON)
    summaries: Mapped[Texts] = mapped_column(JSON)
    esco_uri: Mapped[str] = mapped_column(String(200), default="")
    retired: Mapped[bool] = mapped_column(default=False)

    area: Mapped[Area] = relationship(lazy="raise")


class Item(Model):
    """A self-rating or a task in its present version.

    body: everything people read and what is right, in all languages, in the shape of docs/content.md.
    families: role families it fits; empty means everybody. Retired items are not asked any more.
    words: how many words one reads to answer it.
    """

    __tablename__ = "check_item"
    __table_args__ = (UniqueConstraint("competence_id", "kind", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    competence_id: Mapped[int] = mapped_column(ForeignKey("check_competence.id"))
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(80), default="")
    band: Mapped[str] = mapped_column(String(20), default="")
    format: Mapped[str] = mapped_column(String(20), default="")
    families: Mapped[list[str]] = mapped_column(JSON, default=list)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    words: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    content_hash: Mapped[str] = mapped_column(String(64))
    retired: Mapped[bool] = mapped_column(default=False)

    competence: Mapped[Competence] = relationship(lazy="raise")


class FormerItem(Model):
    """An item as it was in an earlier version, so that a result can show what was really asked."""

    __tablename__ = "check_former_item"

    item_id: Mapped[int] = mapped_column(ForeignKey("check_item.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    band: Mapped[str] = mapped_column(String(20))
    format: Mapped[str] = mapped_column(String(20))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


class ItemUse(Model):
    """How often an item was asked, and how long answers took, over all people; nobody can be told from it.

    asked: in how many runs; timed, seconds: how many answers were timed and what they took in all.
    """

    __tablename__ = "check_item_use"

    item_id: Mapped[int] = mapped_column(ForeignKey("check_item.id"), primary_key=True)
    asked: Mapped[int] = mapped_column(default=0)
    timed: Mapped[int] = mapped_column(default=0)
    seconds: Mapped[int] = mapped_column(default=0)


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


class Grant(Model):
    """A person lets one adviser see one result, until a day or until they take it back."""

    __tablename__ = "check_grant"
    __table_args__ = (Index("ix_check_grant_adviser", "adviser_id", "expires_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=new_uid)
    run_id: Mapped[int] = mapped_column(ForeignKey("check_run.id", ondelete="CASCADE"), index=True)
    adviser_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    run: Mapped[Run] = relationship(lazy="raise")
    adviser: Mapped[Person] = relationship(lazy="raise")
    viewings: Mapped[list["Viewing"]] = relationship(lazy="raise", passive_deletes=True, order_by="Viewing.seen_at")


class Viewing(Model):
    """The adviser opened the result: what the person sees as "angesehen am"."""

    __tablename__ = "check_viewing"

    id: Mapped[int] = mapped_column(primary_key=True)
    grant_id: Mapped[int] = mapped_column(ForeignKey("check_grant.id", ondelete="CASCADE"), index=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class TargetProfile(Model):
    """What a role asks for.

    organisation_id: whose profile it is; None for those that come from content files, which are everybody's.
    copied_from: slug of the profile it began as. number: of its version, whose hash is content_hash.
    """

    __tablename__ = "target_profile"

    id: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[int] = mapped_column(ForeignKey("check_framework.id"), index=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    version: Mapped[str] = mapped_column(String(40))
    family: Mapped[str] = mapped_column(String(40), default="")
    names: Mapped[Texts] = mapped_column(JSON)
    summaries: Mapped[Texts] = mapped_column(JSON)
    retired: Mapped[bool] = mapped_column(default=False)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    copied_from: Mapped[str] = mapped_column(String(60), default="")
    number: Mapped[int] = mapped_column(default=1)
    content_hash: Mapped[str] = mapped_column(String(64), default="")

    levels: Mapped[list["TargetLevel"]] = relationship(lazy="raise", cascade="all, delete-orphan")


class TargetLevel(Model):
    """What a profile asks of a competence. level: 1–8; weight: 1 useful, 2 important, 3 indispensable."""

    __tablename__ = "target_level"

    profile_id: Mapped[int] = mapped_column(ForeignKey("target_profile.id", ondelete="CASCADE"), primary_key=True)
    competence_id: Mapped[int] = mapped_column(ForeignKey("check_competence.id"), primary_key=True)
    level: Mapped[int]
    weight: Mapped[int]
    reason: Mapped[Texts] = mapped_column(JSON)

    competence: Mapped[Competence] = relationship(lazy="raise")


class TargetProfileVersion(Model):
    """A profile as it was in one version; all versions stay. body: `competence_check.profile_versions.body_of`."""

    __tablename__ = "target_profile_version"

    profile_id: Mapped[int] = mapped_column(ForeignKey("target_profile.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
