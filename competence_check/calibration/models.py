"""Calibrations that were taken into use, and the parameters of each."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel import clock
from lms.kernel.db import Model, UtcDateTime


class CalibrationRun(Model):
    """A new version of the parameters of a framework's tasks. people, answers: what it rests on.

    Runs of the check that began before it keep the parameters they began with.
    """

    __tablename__ = "check_calibration"
    __table_args__ = (Index("ix_check_calibration_time", "framework_id", "made_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    framework_id: Mapped[int] = mapped_column(ForeignKey("check_framework.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    people: Mapped[int]
    answers: Mapped[int]


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
