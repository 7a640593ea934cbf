"""What is stored about accounts."""

from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from lms.accounts.models import Admission, Person, Unit
from lms.kernel.db import db
from lms.kernel.tenancy import Organisation


def units_of(organisation_id: int) -> list[Unit]:
    """All units of the organisation, in the order of their codes."""
    return list(db.session.scalars(select(Unit).where(Unit.organisation_id == organisation_id).order_by(Unit.code)))


def people_of(organisation_id: int, *, wanted: str, page: int) -> Pagination:
    """A page of the organisation's people whose name, login or unit contains `wanted`."""
    query = (
        select(Person)
        .outerjoin(Unit, Unit.id == Person.unit_id)
        .where(Person.organisation_id == organisation_id)
        .options(selectinload(Person.assignments), joinedload(Person.unit))
        .order_by(Person.name, Person.id)
    )
    if wanted:
        part = Person.name.icontains(wanted, autoescape=True)
        query = query.where(
            or_(
                part,
                Person.login.icontains(wanted, autoescape=True),
                Unit.name.icontains(wanted, autoescape=True),
            )
        )
    return db.paginate(query, page=page, per_page=25, error_out=False)


def open_admissions_of(organisation_id: int) -> list[Admission]:
    """The consultants whom the organisation lets in."""
    query = (
        select(Admission)
        .where(Admission.organisation_id == organisation_id, Admission.ended_at.is_(None))
        .options(joinedload(Admission.person).joinedload(Person.organisation))
        .order_by(Admission.admitted_at)
    )
    return list(db.session.scalars(query))


def firms_open_to(person_id: int) -> list[Organisation]:
    """The organisations that admitted the consultant."""
    query = (
        select(Organisation)
        .join(Admission, Admission.organisation_id == Organisation.id)
        .where(Admission.person_id == person_id, Admission.ended_at.is_(None))
        .order_by(Organisation.name)
    )
    return list(db.session.scalars(query).unique())


def organisation_by_slug(slug: str) -> Organisation | None:
    """The organisation called `slug`."""
    return db.session.scalars(select(Organisation).where(Organisation.slug == slug)).one_or_none()
