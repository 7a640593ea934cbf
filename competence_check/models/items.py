"""What can be asked: self-ratings and tasks, in their versions, and how often."""

from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, String, or_, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from competence_check.models.frameworks import Competence
from lms.kernel.db import Model


class ItemKind(StrEnum):
    """What is asked: how somebody sees themselves, or a task."""

    SELF_RATING = "self_rating"
    TASK = "task"


class Item(Model):
    """A self-rating or a task in its present version.

    organisation_id: whose task it is, written there (`competence_check.authoring`) and asked only there; None for what
    comes from content files, which is asked of everybody.
    body: everything people read and what is right, in all languages, in the shape of docs/content.md.
    families: role families it fits; empty means everybody. Retired items are not asked any more.
    words: how many words one reads to answer it.
    """

    __tablename__ = "check_item"
    __table_args__ = (
        # NULL equals nothing: one index for what is everybody's, another for what organisations wrote.
        Index(
            "uq_check_item_key",
            "competence_id",
            "kind",
            "key",
            unique=True,
            sqlite_where=text("organisation_id IS NULL"),
            postgresql_where=text("organisation_id IS NULL"),
        ),
        Index(
            "uq_check_item_own_key",
            "organisation_id",
            "competence_id",
            "kind",
            "key",
            unique=True,
            sqlite_where=text("organisation_id IS NOT NULL"),
            postgresql_where=text("organisation_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
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

    @classmethod
    def asked_in(cls, organisation_id: int | None) -> ColumnElement[bool]:
        """The items that people of the organisation can be asked: everybody's and its own; of None: everybody's."""
        return or_(cls.organisation_id.is_(None), cls.organisation_id == organisation_id)


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
