"""Dates of seminars, and who takes part."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.accounts.models import Person, new_uid
from lms.catalogue.models import Course
from lms.kernel import clock
from lms.kernel.db import Model, UtcDateTime
from lms.programme.rules import Closed, EnrolmentState, Part, SessionState, closed


class ProgrammeSession(Model):
    """A date of a seminar, held by an organisation for its own people.

    code: what the organiser calls it, unique in the organisation. parts: [["2027-01-12T08:00:00+00:00", "…"]], start
    and end of each in order; starts_at and ends_at are those of the whole. place, link: at least one of them; the link
    is for those who take part. minimum: fewer people than that, and it is cancelled. deadline: the last day to enrol.
    reason: why it was cancelled. sequence: how often it was changed, for calendars.
    """

    __tablename__ = "programme_session"
    __table_args__ = (
        UniqueConstraint("organisation_id", "code"),
        Index("ix_programme_session_start", "organisation_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=new_uid)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    parts: Mapped[list[list[str]]] = mapped_column(JSON)
    place: Mapped[str] = mapped_column(String(200))
    link: Mapped[str] = mapped_column(String(500))
    seats: Mapped[int]
    minimum: Mapped[int]
    deadline: Mapped[date]
    state: Mapped[str] = mapped_column(String(12), default=SessionState.PLANNED.value)
    reason: Mapped[str] = mapped_column(String(500), default="")
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    course: Mapped[Course] = relationship(lazy="raise")

    @property
    def times(self) -> tuple[Part, ...]:
        """The parts in order."""
        return tuple(Part(datetime.fromisoformat(start), datetime.fromisoformat(end)) for start, end in self.parts)

    @times.setter
    def times(self, parts: tuple[Part, ...]) -> None:
        self.parts = [[part.start.isoformat(), part.end.isoformat()] for part in parts]
        self.starts_at, self.ends_at = parts[0].start, parts[-1].end

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.state == SessionState.CANCELLED

    @property
    def closed(self) -> Closed | None:
        """Why nobody can enrol any more, as of now."""
        return closed(self.state, self.starts_at, self.deadline, clock.now())


class Enrolment(Model):
    """A person and a date.

    turn: counted within the date, decides who moves up first. news: what the person has not seen yet, a `News`.
    """

    __tablename__ = "programme_enrolment"
    __table_args__ = (
        UniqueConstraint("session_id", "person_id"),
        Index("ix_programme_enrolment_person", "person_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    session_id: Mapped[int] = mapped_column(ForeignKey("programme_session.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(12))
    turn: Mapped[int]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    news: Mapped[str] = mapped_column(String(12), default="")

    session: Mapped[ProgrammeSession] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")

    def become(self, state: EnrolmentState, news: str = "") -> None:
        """Stand differently to the date from now on. news: what the person is told."""
        self.state, self.news, self.changed_at = state.value, news, clock.now()


class News:
    """What a person is told about a date until they have seen it."""

    MOVED_UP = "moved_up"
    CANCELLED = "cancelled"
    CHANGED = "changed"
