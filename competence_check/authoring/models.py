"""What authors have on their desks, and what became of it. No person is named: an author signs with a role."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from competence_check.models import Item, new_uid
from lms.kernel import clock
from lms.kernel.db import Model, UtcDateTime


class What(StrEnum):
    """What happened to a task. AMENDED: more is said about it, in the same version."""

    PUBLISHED = "published"
    AMENDED = "amended"
    RETIRED = "retired"
    RETURNED = "returned"


class TaskImport(Model):
    """A file that was read in. taken: how many drafts came of it; left: what could not be taken over, in English."""

    __tablename__ = "check_task_import"

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=new_uid)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    taken: Mapped[int]
    left: Mapped[list[str]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class TaskDraft(Model):
    """A task that somebody writes, or the next version of one, as incomplete or wrong as it may be.

    fields: what stands in the form, by name. item_id: the published task that it changes; None for a new one.
    revision: grows with every save, so that two authors notice each other. import_id: the file it came from. closed:
    published or given up; the empty row stays, so that what somebody else still types finds its task.
    """

    __tablename__ = "check_task_draft"
    __table_args__ = (
        # A task has one next version at a time.
        Index(
            "uq_check_task_draft_open",
            "item_id",
            unique=True,
            sqlite_where=text("closed = false"),
            postgresql_where=text("closed = false"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=new_uid)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    framework_id: Mapped[int] = mapped_column(ForeignKey("check_framework.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("check_item.id"), index=True)
    import_id: Mapped[int | None] = mapped_column(ForeignKey("check_task_import.id", ondelete="SET NULL"))
    format: Mapped[str] = mapped_column(String(20))
    fields: Mapped[dict[str, str]] = mapped_column(JSON)
    revision: Mapped[int] = mapped_column(default=1)
    closed: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    item: Mapped[Item | None] = relationship(lazy="raise")


class TaskEvent(Model):
    """What happened to a task of an organisation. by: a role, as the author signs; note: what is new."""

    __tablename__ = "check_task_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("check_item.id"), index=True)
    version: Mapped[int]
    what: Mapped[str] = mapped_column(String(20))
    by: Mapped[str] = mapped_column(String(120))
    note: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class TaskPicture(Model):
    """A picture that authors put in. name: tells its content, so that another picture is another version of a task."""

    __tablename__ = "check_task_picture"
    __table_args__ = (UniqueConstraint("organisation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(120))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
