"""A person lets one adviser see one result for a while; every time it is opened, the person can see that."""

from datetime import datetime, timedelta
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy import or_, select, update
from sqlalchemy.orm import joinedload

from competence_check import runs
from competence_check.models import Grant, Run, RunState, TrustEnd, Viewing
from competence_check.telling import tell_entrusted, tell_trust_ended
from lms.accounts.events import AdmissionEnded
from lms.accounts.models import Admission, Person, RoleAssignment
from lms.kernel import clock
from lms.kernel.access import Role
from lms.kernel.db import db
from lms.kernel.errors import Invalid, NotFound, Refused
from lms.learning.services import Learner

# For how many days a result can be opened to an adviser.
DAYS = (7, 30, 90)

# After opening a result an adviser may read and print it for so long before opening it anew.
READING_TIME = timedelta(minutes=30)


def find_adviser(*, learner: Learner, login: str) -> Person:
    """The adviser with exactly this login: personnel development at home, or a consultant whom the house let in.

    Managers are left out on purpose: nobody should be able to ask for a result. Raises Invalid where there is none,
    in the same words for everybody who is no adviser.
    """
    admitted = select(Admission.person_id).where(
        Admission.organisation_id == learner.organisation_id, Admission.ended_at.is_(None)
    )
    at_home = Person.organisation_id == learner.organisation_id
    query = (
        select(Person)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .where(Person.login == login.strip().lower(), Person.active, Person.id != learner.person_id)
        .where(
            or_(
                at_home & RoleAssignment.role.in_((Role.HR.value, Role.CONSULTANT.value)),
                (RoleAssignment.role == Role.CONSULTANT.value) & Person.id.in_(admitted),
            )
        )
        .options(joinedload(Person.organisation), joinedload(Person.unit))
    )
    found = db.session.scalars(query).unique().first()
    if found is None:
        raise Invalid(
            _("Unter dieser Anmeldung gibt es niemanden aus Beratung oder Personalentwicklung. Bitte fragen Sie nach.")
        )
    return found


def entrust(*, run: Run, learner: Learner, login: str, days: int) -> Grant:
    """Let the adviser see the result for so many days; a second time only moves the end. `run` is locked."""
    if run.state != RunState.FINISHED.value:
        raise Refused(_("Beenden Sie den Check zuerst. Dann können Sie das Ergebnis teilen."))
    if days not in DAYS:
        raise Invalid(_("Bitte wählen Sie, wie lange das Ergebnis zu sehen sein soll."))
    adviser = find_adviser(learner=learner, login=login)
    ends = clock.now() + timedelta(days=days)
    present = next((each for each in open_grants(run) if each.adviser_id == adviser.id), None)
    if present is not None:
        present.expires_at = ends
        return present
    grant = Grant(run_id=run.id, adviser_id=adviser.id, expires_at=ends)
    db.session.add(grant)
    db.session.flush()
    tell_entrusted(run, learner, runs.framework_of(run))
    return grant


def take_back(*, grant: Grant, run: Run, learner: Learner) -> None:
    """The adviser no longer sees the result, from now on."""
    if grant.withdrawn_at is None:
        grant.withdrawn_at, grant.withdrawn_by = clock.now(), TrustEnd.PERSON.value
        tell_trust_ended(run, learner, runs.framework_of(run))


def admission_ended(event: AdmissionEnded) -> None:
    """A consultant whom the house no longer lets in sees nothing that its people opened to them, also not later."""
    runs_here = select(Run.id).where(Run.organisation_id == event.organisation_id)
    db.session.execute(
        update(Grant)
        .where(Grant.adviser_id == event.consultant_id, Grant.withdrawn_at.is_(None), Grant.run_id.in_(runs_here))
        .where(Grant.expires_at > event.at)
        .values(withdrawn_at=event.at, withdrawn_by=TrustEnd.ADMISSION.value)
    )


def grants_of(run: Run) -> list[Grant]:
    """To whom the result was opened, latest first, also what has ended; with every time it was looked at."""
    query = (
        select(Grant)
        .where(Grant.run_id == run.id)
        .options(joinedload(Grant.adviser), joinedload(Grant.viewings))
        .order_by(Grant.granted_at.desc(), Grant.id.desc())
    )
    return list(db.session.scalars(query).unique())


def open_grants(run: Run) -> list[Grant]:
    """Those of the run that have not ended."""
    return [grant for grant in grants_of(run) if is_open(grant, clock.now())]


class TrustState(StrEnum):
    """How a grant stands: the adviser may look, or why not any more."""

    OPEN = "open"
    TAKEN_BACK = "taken-back"
    ADMISSION_ENDED = "admission-ended"
    RAN_OUT = "ran-out"


def state_of(grant: Grant, now: datetime) -> TrustState:
    """How the grant stands, as the person is told."""
    if grant.withdrawn_at is None:
        return TrustState.OPEN if grant.expires_at > now else TrustState.RAN_OUT
    return TrustState.ADMISSION_ENDED if grant.withdrawn_by == TrustEnd.ADMISSION else TrustState.TAKEN_BACK


def is_open(grant: Grant, now: datetime) -> bool:
    """Whether the adviser may see the result now."""
    return state_of(grant, now) is TrustState.OPEN


def own_grant(person_id: int, uid: str) -> Grant:
    """A grant that the person gave; raises NotFound for anybody else's."""
    query = (
        select(Grant)
        .join(Run, Run.id == Grant.run_id)
        .where(Run.person_id == person_id, Grant.uid == uid)
        .options(joinedload(Grant.run))
        .with_for_update(of=Grant)
    )
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound
    return found


def entrusted_to(adviser_id: int) -> list[tuple[Grant, Person]]:
    """The open grants of an adviser, each with the person who gave it."""
    query = (
        select(Grant, Person)
        .join(Run, Run.id == Grant.run_id)
        .join(Person, Person.id == Run.person_id)
        .where(Grant.adviser_id == adviser_id, Grant.withdrawn_at.is_(None), Grant.expires_at > clock.now())
        .options(joinedload(Grant.run))
        .order_by(Grant.granted_at.desc(), Grant.id.desc())
    )
    return [(grant, person) for grant, person in db.session.execute(query)]


def entrusted(adviser_id: int, uid: str) -> tuple[Grant, Person]:
    """One of them, with the times it was looked at; raises NotFound once it has ended, and for anybody else's."""
    for grant, person in entrusted_to(adviser_id):
        if grant.uid == uid:
            return grant, person
    raise NotFound(_("Diese Freigabe gibt es nicht oder nicht mehr."))


def open_result(grant: Grant) -> None:
    """The adviser opens the result; the person will see that and when."""
    db.session.add(Viewing(grant_id=grant.id))
    db.session.flush()


def is_being_read(grant: Grant) -> bool:
    """Whether the adviser opened the result a short while ago."""
    since = clock.now() - READING_TIME
    query = select(Viewing.id).where(Viewing.grant_id == grant.id, Viewing.seen_at > since).limit(1)
    return db.session.scalar(query) is not None
