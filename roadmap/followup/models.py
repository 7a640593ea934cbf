"""What courses were found to teach, in versions."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel import clock
from lms.kernel.db import Model, UtcDateTime


class CourseGain(Model):
    """How many levels a course is expected to teach in a competence, from its author's word and measured outcomes.

    stated: what the author promises to somebody who brings just what is needed. mean, low, high: levels, see
    `roadmap.followup.expected_gain`. people: how many outcomes are in it. since: the version that computed it; later
    versions repeat it until enough outcomes are new.
    """

    __tablename__ = "roadmap_gain"

    version: Mapped[int] = mapped_column(primary_key=True)
    course: Mapped[str] = mapped_column(String(60), primary_key=True)
    competence: Mapped[str] = mapped_column(String(20), primary_key=True)
    since: Mapped[int]
    stated: Mapped[float]
    mean: Mapped[float]
    low: Mapped[float]
    high: Mapped[float]
    people: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class CountedOutcome(Model):
    """That an outcome was counted, so that two versions cannot be compared to find one. token: a keyed hash of the two
    results, by which nobody can be found."""

    __tablename__ = "roadmap_gain_counted"

    since: Mapped[int] = mapped_column(primary_key=True)
    course: Mapped[str] = mapped_column(String(60), primary_key=True)
    competence: Mapped[str] = mapped_column(String(20), primary_key=True)
    token: Mapped[str] = mapped_column(String(32), primary_key=True)
