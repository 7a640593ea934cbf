"""What roles ask for."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from competence_check.models.frameworks import Competence
from lms.kernel import clock
from lms.kernel.db import Model, UtcDateTime
from lms.kernel.toml import Texts


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
