"""Frameworks: areas and competences."""

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.kernel.db import Model
from lms.kernel.toml import Texts


class Framework(Model):
    """A framework of competences. Retired frameworks stay for the results made with them.

    least_tasks: how many tasks each of its competences should have.
    """

    __tablename__ = "check_framework"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    names: Mapped[Texts] = mapped_column(JSON)
    version: Mapped[str] = mapped_column(String(40))
    sources: Mapped[Texts] = mapped_column(JSON)
    least_tasks: Mapped[int] = mapped_column(default=12)
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
