"""Courses and their steps, as loaded from content files; the same for every organisation."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.kernel.db import Model
from lms.kernel.toml import Texts

TextLists = dict[str, list[str]]


class Course(Model):
    """A job aid with steps, or a seminar without.

    kind: "job_aid" or "seminar". format: presence, online, on_demand or hybrid. minutes: the whole learning time.
    outcomes: [{"competence": "2.1", "needs": 1, "reaches": 3}]. requires: slugs to be finished before.
    needs: what people would ask for, as sentences ("Ich möchte …").
    retired: no longer offered; kept because people learned with it.
    """

    __tablename__ = "course"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    format: Mapped[str] = mapped_column(String(20))
    minutes: Mapped[int]
    title: Mapped[Texts] = mapped_column(JSON)
    summary: Mapped[Texts] = mapped_column(JSON)
    description: Mapped[Texts] = mapped_column(JSON)
    keywords: Mapped[TextLists] = mapped_column(JSON)
    needs: Mapped[TextLists] = mapped_column(JSON, default=dict, nullable=True)
    product: Mapped[str] = mapped_column(String(200))
    version: Mapped[str] = mapped_column(String(100))
    checked_on: Mapped[date]
    checked_by: Mapped[Texts] = mapped_column(JSON)
    published: Mapped[date]
    is_open: Mapped[bool]
    outcomes: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    requires: Mapped[list[str]] = mapped_column(JSON)
    sample: Mapped[bool]
    retired: Mapped[bool] = mapped_column(default=False)
    content_hash: Mapped[str] = mapped_column(String(64))

    steps: Mapped[list["Step"]] = relationship(
        lazy="raise",
        back_populates="course",
        order_by="Step.position",
        primaryjoin="and_(Course.id == Step.course_id, Step.retired.is_(False))",
    )


class Step(Model):
    """One step of a job aid: the answer to one question. body: safe HTML by language."""

    __tablename__ = "step"
    __table_args__ = (UniqueConstraint("course_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"))
    key: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    minutes: Mapped[int]
    title: Mapped[Texts] = mapped_column(JSON)
    needs: Mapped[Texts] = mapped_column(JSON)
    body: Mapped[Texts] = mapped_column(JSON)
    image: Mapped[Texts] = mapped_column(JSON)
    alt: Mapped[Texts] = mapped_column(JSON)
    questions: Mapped[TextLists] = mapped_column(JSON)
    keywords: Mapped[TextLists] = mapped_column(JSON)
    related: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    retired: Mapped[bool] = mapped_column(default=False)

    course: Mapped[Course] = relationship(lazy="raise", back_populates="steps")
