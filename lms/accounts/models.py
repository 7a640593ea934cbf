"""People and where they belong."""

from datetime import datetime
from uuid import uuid4

from flask_login import UserMixin
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from lms.kernel import clock
from lms.kernel.access import Role
from lms.kernel.db import Model, UtcDateTime
from lms.kernel.tenancy import Organisation


def new_uid() -> str:
    """A fresh opaque identifier."""
    return str(uuid4())


class Unit(Model):
    """An organisational unit. path: ids from the root, "/1/4/9/", so that a subtree is one comparison."""

    __tablename__ = "unit"
    __table_args__ = (
        UniqueConstraint("organisation_id", "code"),
        Index("ix_unit_path", "organisation_id", "path"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    code: Mapped[str] = mapped_column(String(30))
    name: Mapped[str] = mapped_column(String(200))
    path: Mapped[str] = mapped_column(String(300), default="")


class Person(Model, UserMixin):  # type: ignore[misc]
    """Somebody with an account: what features call the viewer and the learner.

    uid: opaque, the only name of the person in learning records. login: personnel number or e-mail address, lower
    case, unique on the platform. session_key: changes with the password and ends all other sessions.
    """

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_unit", "organisation_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(String(36), unique=True, default=new_uid)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    login: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    family: Mapped[str] = mapped_column(String(40), default="")
    language: Mapped[str | None] = mapped_column(String(5))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    session_key: Mapped[str] = mapped_column(String(36), default=new_uid)
    oidc_subject: Mapped[str | None] = mapped_column(String(255), unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    unit: Mapped[Unit | None] = relationship(lazy="raise")
    assignments: Mapped[list["RoleAssignment"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", back_populates="person"
    )


class RoleAssignment(Model):
    """A role of a person; unit_id says for which unit a manager is responsible."""

    __tablename__ = "role_assignment"
    __table_args__ = (UniqueConstraint("person_id", "role", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))

    person: Mapped[Person] = relationship(lazy="raise", back_populates="assignments")


class Admission(Model):
    """A firm lets a consultant in, until somebody ends it."""

    __tablename__ = "admission"
    __table_args__ = (Index("ix_admission_person", "person_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    admitted_by: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    admitted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])


class AttemptWindow(Model):
    """How often something was tried in the current window; key is a hash, never a name or an address."""

    __tablename__ = "attempt_window"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


def roles_of(assignments: list[RoleAssignment]) -> frozenset[Role]:
    """The roles named by `assignments`."""
    return frozenset(Role(assignment.role) for assignment in assignments)
