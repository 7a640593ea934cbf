"""What one can do with accounts. Services neither commit nor know the request."""

import secrets

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from lms.accounts import passwords, throttle
from lms.accounts.events import AccountClosed, AdmissionEnded
from lms.accounts.models import Admission, Person, RoleAssignment, Unit, new_uid
from lms.accounts.viewer import find_active
from lms.kernel import clock
from lms.kernel.access import Role
from lms.kernel.db import db
from lms.kernel.errors import Invalid, NotFound, Refused
from lms.kernel.plugin import publish
from lms.kernel.tenancy import SLUG, Organisation, OrganisationKind

ASSIGNABLE = tuple(role for role in Role if role not in (Role.NOBODY, Role.ADVISER))


class TooManyAttempts(Refused):
    """Sign-in is paused for this account or address."""


def normal_login(login: str) -> str:
    """How a personnel number or an e-mail address is kept."""
    return login.strip().lower()


def authenticate(*, login: str, password: str, address: str) -> Person | None:
    """The active person whom `login` and `password` name, else None; counts failures.

    Raises TooManyAttempts when the account or the address has to wait.
    """
    login = normal_login(login)
    if throttle.too_many(login, address):
        raise TooManyAttempts
    person = find_active(Person.login == login)
    if not passwords.is_right(password, person.password_hash if person else None) or person is None:
        throttle.count_failure(login, address)
        return None
    throttle.forget_failures(login)
    if passwords.is_outdated(person.password_hash or ""):
        person.password_hash = passwords.hash_password(password)
    return person


def choose_password(person: Person, new: str) -> None:
    """Give `person` the password they chose and end all sessions. Raises Invalid where a rule is broken."""
    if len(new) < passwords.SHORTEST:
        message = _("Nehmen Sie mindestens %(n)d Zeichen, zum Beispiel vier Wörter.", n=passwords.SHORTEST)
        raise Invalid(fields={"new_password": message})
    if person.login in new.lower():
        raise Invalid(fields={"new_password": _("Das Passwort darf Ihre Anmeldung nicht enthalten.")})
    set_password(person, new)


def set_password(person: Person, new: str) -> None:
    """Give `person` a password that was drawn for them, whatever the rules for chosen ones; all sessions end."""
    person.password_hash = passwords.hash_password(new)
    person.session_key = new_uid()


def start_password() -> str:
    """A random password that can be read out: four groups of four."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _i in range(4)) for _group in range(4))


def create_organisation(*, slug: str, name: str, kind: OrganisationKind) -> Organisation:
    """A new tenant. Raises Invalid for a slug that is malformed or taken, or without a name."""
    name = _filled("name", name, 200)
    if not SLUG.fullmatch(_filled("slug", slug, 60)):
        raise Invalid(_("Das Kürzel darf nur Kleinbuchstaben, Ziffern und Bindestriche enthalten."))
    if db.session.scalar(select(Organisation.id).where(Organisation.slug == slug)):
        raise Invalid(_("Das Kürzel ist schon vergeben."))
    organisation = Organisation(slug=slug, name=name, kind=kind.value)
    db.session.add(organisation)
    db.session.flush()
    return organisation


def create_unit(organisation: Organisation, *, code: str, name: str, parent: Unit | None = None) -> Unit:
    """A new unit below `parent` or at the top. Raises Invalid for a code that is taken, or without a name."""
    code, name = _filled("code", code, 30), _filled("name", name, 200)
    if db.session.scalar(select(Unit.id).where(Unit.organisation_id == organisation.id, Unit.code == code)):
        raise Invalid(fields={"code": _("Mit diesem Kürzel gibt es schon eine Einheit.")})
    unit = Unit(organisation_id=organisation.id, parent_id=parent.id if parent else None, code=code, name=name)
    db.session.add(unit)
    db.session.flush()
    unit.path = f"{parent.path if parent else '/'}{unit.id}/"
    return unit


def create_person(
    *,
    organisation_id: int,
    login: str,
    name: str,
    unit_id: int | None = None,
    roles: frozenset[Role] = frozenset({Role.EMPLOYEE}),
    password: str | None = None,
    family: str = "",
) -> Person:
    """A new account. Raises Invalid where the login is taken, or without a login or a name."""
    login, name = normal_login(_filled("login", login, 200)), _filled("name", name, 200)
    if db.session.scalar(select(Person.id).where(Person.login == login)):
        raise login_is_taken()
    person = Person(organisation_id=organisation_id, unit_id=unit_id, login=login, name=name, family=family)
    person.assignments = [
        RoleAssignment(role=role.value, unit_id=unit_id if role is Role.MANAGER else None) for role in sorted(roles)
    ]
    if password is not None:
        set_password(person, password)
    db.session.add(person)
    db.session.flush()
    return person


def login_is_taken() -> Invalid:
    """What to raise where two accounts would have the same login."""
    return Invalid(fields={"login": _("Mit dieser Anmeldung gibt es schon ein Konto.")})


def _filled(field: str, text: str, most: int) -> str:
    """`text` without space around it. Raises Invalid where nothing or too much is left."""
    text = text.strip()
    if not 0 < len(text) <= most or "\x00" in text:
        raise Invalid(fields={field: _("Bitte geben Sie 1 bis %(most)d Zeichen ein.", most=most)})
    return text


def change_person(
    person: Person, *, name: str, unit_id: int | None, roles: frozenset[Role], active: bool, by: int
) -> None:
    """Change an account. Raises Invalid if administrators would lock themselves out."""
    if person.id == by and (Role.ADMIN not in roles or not active):
        raise Invalid(_("Sie können sich die Administration nicht selbst entziehen. Bitten Sie eine andere Person."))
    has_moved = person.unit_id != unit_id
    person.name, person.unit_id = _filled("name", name, 200), unit_id
    if person.active and not active:
        person.session_key = new_uid()
        home, now = person.organisation_id, clock.now()
        publish(AccountClosed(actor=person.uid, organisation_id=home, at=now, person_id=person.id))
    person.active = active
    kept = [assignment for assignment in person.assignments if Role(assignment.role) in roles]
    missing = roles - {Role(assignment.role) for assignment in kept}
    added = [RoleAssignment(role=role.value, unit_id=unit_id if role is Role.MANAGER else None) for role in missing]
    for assignment in kept:
        if has_moved and assignment.role == Role.MANAGER.value:
            assignment.unit_id = unit_id
    person.assignments = [*kept, *added]


def person_of(organisation_id: int, uid: str) -> Person:
    """The person with `uid` in the organisation, with roles. Raises NotFound."""
    query = (
        select(Person)
        .where(Person.organisation_id == organisation_id, Person.uid == uid)
        .options(selectinload(Person.assignments))
    )
    person = db.session.scalars(query).one_or_none()
    if person is None:
        raise NotFound
    return person


def person_with_roles(person_id: int) -> Person:
    """The active person with this id, ready to become the viewer. Raises NotFound."""
    person = find_active(Person.id == person_id)
    if person is None:
        raise NotFound
    return person


def admit_consultant(*, organisation_id: int, login: str, by: int) -> Admission:
    """Let the consultant with `login` into the organisation; a second time changes nothing. Raises Invalid."""
    consultant = find_active(Person.login == normal_login(login))
    if consultant is None or Role.CONSULTANT.value not in {each.role for each in consultant.assignments}:
        raise Invalid(fields={"login": _("Unter dieser Anmeldung kennen wir keine Beratungsperson.")})
    if consultant.organisation_id == organisation_id:
        raise Invalid(fields={"login": _("Diese Person gehört schon zu Ihrer Organisation.")})
    query = select(Admission).where(
        Admission.organisation_id == organisation_id,
        Admission.person_id == consultant.id,
        Admission.ended_at.is_(None),
    )
    admission = db.session.scalars(query).first()
    if admission is None:
        admission = Admission(organisation_id=organisation_id, person_id=consultant.id, admitted_by=by)
        db.session.add(admission)
        db.session.flush()
    return admission


def end_admission(admission: Admission, *, by: str) -> None:
    """The consultant may no longer enter; at once, also in open sessions. by: uid of who ends it."""
    if admission.ended_at is None:
        admission.ended_at = clock.now()
        publish(
            AdmissionEnded(
                actor=by,
                organisation_id=admission.organisation_id,
                at=admission.ended_at,
                consultant_id=admission.person_id,
            )
        )
