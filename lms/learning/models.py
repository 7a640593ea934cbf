"""How far people are in their courses."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.catalogue.models import Course, Step
from lms.kernel.db import Model, UtcDateTime


class CourseProgress(Model):
    """A person in a course. registration: the xAPI registration of all statements about it."""

    __tablename__ = "course_progress"
    __table_args__ = (
        UniqueConstraint("person_id", "course_id"),
        Index("ix_course_progress_recent", "person_id", "last_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    registration: Mapped[str] = mapped_column(String(36))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_step_id: Mapped[int | None] = mapped_column(ForeignKey("step.id"))
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    course: Mapped[Course] = relationship(lazy="raise")
    last_step: Mapped[Step | None] = relationship(lazy="raise")


class StepProgress(Model):
    """A finished step."""

    __tablename__ = "step_progress"
    __table_args__ = (UniqueConstraint("progress_id", "step_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    progress_id: Mapped[int] = mapped_column(ForeignKey("course_progress.id", ondelete="CASCADE"))
    step_id: Mapped[int] = mapped_column(ForeignKey("step.id"))
    completed_at: Mapped[datetime] = mapped_column(UtcDateTime)
