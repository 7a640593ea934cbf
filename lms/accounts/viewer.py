"""The signed-in person of a request: who they are and in which organisation they act."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.accounts.models import Admission, Person, roles_of
from lms.kernel.access import Role
from lms.kernel.db import db
from lms.kernel.tenancy import Organisation


@dataclass(frozen=True)
class SignedIn:
    """A person with an account, for the length of one request; see `lms.kernel.access.Viewer`."""

    id: int
    uid: str
    name: str
    roles: frozenset[Role]
    organisation_id: int
    organisation_name: str
    home_organisation_id: int
    unit_id: int | None
    family: str
    language: str | None
    session_key: str
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """What the session keeps: the person and the key that a new password changes."""
        return f"{self.uid}:{self.session_key}"


def load_viewer(session_id: str, firm: int | None) -> SignedIn | None:
    """The person whom a session belongs to, inside the firm with id `firm` if it admitted them; None if outdated."""
    uid, _, session_key = session_id.partition(":")
    person = find_active(Person.uid == uid)
    if person is None or person.session_key != session_key:
        return None
    return as_viewer(person, _admitting_firm(person, firm) if firm else None)


def find_active(criterion: object) -> Person | None:
    """The active person that meets `criterion`, with roles and organisation."""
    query = (
        select(Person)
        .where(Person.active, criterion)  # type: ignore[arg-type]
        .options(joinedload(Person.assignments), joinedload(Person.organisation))
    )
    return db.session.scalars(query).unique().one_or_none()


def as_viewer(person: Person, firm: Organisation | None = None) -> SignedIn:
    """`person` as the viewer; inside `firm` with the rights of an adviser and no others."""
    here = firm or person.organisation
    return SignedIn(
        id=person.id,
        uid=person.uid,
        name=person.name,
        roles=frozenset({Role.ADVISER}) if firm else roles_of(person.assignments),
        organisation_id=here.id,
        organisation_name=here.name,
        home_organisation_id=person.organisation_id,
        unit_id=person.unit_id,
        family=person.family,
        language=person.language,
        session_key=person.session_key,
    )


def _admitting_firm(person: Person, firm: int) -> Organisation | None:
    if Role.CONSULTANT not in roles_of(person.assignments):
        return None
    query = (
        select(Organisation)
        .join(Admission, Admission.organisation_id == Organisation.id)
        .where(Organisation.id == firm, Admission.person_id == person.id, Admission.ended_at.is_(None))
    )
    return db.session.scalars(query).first()
