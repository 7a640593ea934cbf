"""Calibrations that were taken into use, and the parameters of each."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from competence_check.models import new_uid
from lms.kernel import clock
from lms.kernel.db import Model, UtcDateTime


class CalibrationRun(Model):
    """Parameters of a framework's tasks, learnt from answers. people, answers: what they rest on.

    taken_at: since when checks that begin use them; None as long as nobody took them. Checks that began before keep
    the parameters they began with. findings: `calibration.report.findings`.
    """

    __tablename__ = "check_calibration"
    __table_args__ = (Index("ix_check_calibration_taken", "framework_id", "taken_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=new_uid)
    framework_id: Mapped[int] = mapped_column(ForeignKey("check_framework.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    people: Mapped[int]
    answers: Mapped[int]
    findings: Mapped[dict[str, Any]] = mapped_column(JSON)


class CalibratedItem(Model):
    """The parameters of one version of a task. difficulty, discrimination, error in logits; answers: how many."""

    __tablename__ = "check_calibrated_item"

    calibration_id: Mapped[int] = mapped_column(
        ForeignKey("check_calibration.id", ondelete="CASCADE"), primary_key=True
    )
    item_id: Mapped[int] = mapped_column(ForeignKey("check_item.id"), primary_key=True)
    item_version: Mapped[int]
    difficulty: Mapped[float]
    discrimination: Mapped[float]
    error: Mapped[float]
    answers: Mapped[int]
