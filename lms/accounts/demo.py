"""People for the demo city. Names are roles with a number; nobody is invented."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, insert, select

from lms.accounts import services
from lms.accounts.demo_units import CITY_UNITS, FAMILY_NAMES, FIRM_UNITS, FIRMS, DemoUnit
from lms.accounts.models import Person, RoleAssignment, Unit
from lms.accounts.passwords import hash_password
from lms.accounts.queries import organisation_by_slug, units_of
from lms.kernel.access import Role
from lms.kernel.db import db
from lms.kernel.demo import DemoPlan
from lms.kernel.tenancy import Organisation, OrganisationKind

CITY = "stadt"
CITY_NAME = "Stadt Musterstadt"
DEMO_PASSWORD = "vier-worte-zum-lernen"  # noqa: S105  printed by `make demo`, for a city that does not exist


@dataclass(frozen=True)
class DemoAccount:
    """An account for trying the platform. role: what the issue calls it; unit: code in its organisation."""

    login: str
    role: str
    name: str
    organisation: str
    unit: str
    family: str
    roles: frozenset[Role]


DEMO_ACCOUNTS = (
    DemoAccount("mitarbeit", "employee", "Sachbearbeitung, Bürgerbüro Mitte", CITY, "FB 33/1", "case-work",
                frozenset({Role.EMPLOYEE})),
    DemoAccount("leitung", "manager", "Leitung, Bürgerservice", CITY, "FB 33", "team-lead",
                frozenset({Role.EMPLOYEE, Role.MANAGER})),
    DemoAccount("personal", "hr", "Personalentwicklung", CITY, "FB 11/1", "back-office",
                frozenset({Role.EMPLOYEE, Role.HR, Role.PROGRAMME})),
    DemoAccount("admin", "admin", "Administration der Lernplattform", CITY, "FB 11/3", "it-coordination",
                frozenset({Role.EMPLOYEE, Role.ADMIN, Role.AUTHOR})),
    DemoAccount("beratung", "consultant", "Beratung der Wirtschaftsförderung", CITY, "Dez II", "back-office",
                frozenset({Role.EMPLOYEE, Role.CONSULTANT})),
    DemoAccount("betrieb", "firm", "Büroleitung, Metallbau Nord", "metallbau-nord", "B", "sme-office",
                frozenset({Role.EMPLOYEE, Role.HR, Role.ADMIN})),
)  # fmt: skip


@dataclass(frozen=True)
class DemoPerson:
    """What later steps need to know of a person."""

    id: int
    uid: str
    organisation_id: int
    unit_id: int | None
    family: str
    login: str


def is_built() -> bool:
    """Whether the demo city exists."""
    return organisation_by_slug(CITY) is not None


def build_people(plan: DemoPlan) -> None:
    """Build organisations, units and accounts, or add `plan.people` accounts where the city exists.

    Leaves the new people, as `DemoPerson`, in `plan.made["people"]`.
    """
    before = db.session.scalar(select(func.max(Person.id))) or 0
    city = organisation_by_slug(CITY)
    if city is None:
        city = _organisation(CITY, CITY_NAME, OrganisationKind.CITY, CITY_UNITS)
        for slug, name, people in FIRMS:
            firm = _organisation(slug, name, OrganisationKind.FIRM, FIRM_UNITS)
            _add_people(plan, firm, FIRM_UNITS, people)
        _add_people(plan, city, CITY_UNITS, plan.people - len(DEMO_ACCOUNTS))
        _add_demo_accounts(plan)
    else:
        _add_people(plan, city, CITY_UNITS, plan.people)
    columns = (Person.id, Person.uid, Person.organisation_id, Person.unit_id, Person.family, Person.login)
    rows = db.session.execute(select(*columns).where(Person.id > before).order_by(Person.id))
    plan.made["people"] = [DemoPerson(*row) for row in rows]


def _organisation(slug: str, name: str, kind: OrganisationKind, units: tuple[DemoUnit, ...]) -> Organisation:
    organisation = services.create_organisation(slug=slug, name=name, kind=kind)
    made: dict[str, Unit] = {}
    for unit in units:
        made[unit.code] = services.create_unit(
            organisation, code=unit.code, name=unit.name, parent=made.get(unit.above)
        )
    return organisation


def _uid(plan: DemoPlan) -> str:
    return str(UUID(int=plan.random.getrandbits(128), version=4))


def _add_people(plan: DemoPlan, organisation: Organisation, units: tuple[DemoUnit, ...], count: int) -> None:
    ids = {unit.code: unit.id for unit in units_of(organisation.id)}
    first = db.session.scalar(select(func.count()).where(Person.organisation_id == organisation.id)) or 0
    homes = _shared_out(units, count)
    rows = []
    for number, unit in enumerate(homes, start=first + 1):
        family = "team-lead" if unit.family != "sme-management" and plan.random.random() < 0.06 else unit.family
        rows.append(
            {
                "uid": _uid(plan),
                "organisation_id": organisation.id,
                "unit_id": ids[unit.code],
                "login": f"{organisation.slug}-{number:05d}",
                "name": f"{FAMILY_NAMES[family]} {number:04d}",
                "family": family,
                "active": True,
            }
        )
    if rows:
        db.session.execute(insert(Person), rows)
        _make_employees([str(row["login"]) for row in rows])


def _make_employees(logins: list[str]) -> None:
    ids = [
        person_id
        for start in range(0, len(logins), 500)
        for person_id in db.session.scalars(select(Person.id).where(Person.login.in_(logins[start : start + 500])))
    ]
    rows = [{"person_id": person_id, "role": Role.EMPLOYEE.value} for person_id in ids]
    db.session.execute(insert(RoleAssignment), rows)


def _shared_out(units: tuple[DemoUnit, ...], count: int) -> list[DemoUnit]:
    """`count` places in the units, by their shares, the largest remainders rounded up."""
    whole = sum(unit.share for unit in units)
    exact = [unit.share * count / whole for unit in units]
    places = [int(part) for part in exact]
    for index in sorted(range(len(units)), key=lambda index: places[index] - exact[index])[: count - sum(places)]:
        places[index] += 1
    return [unit for unit, number in zip(units, places, strict=True) for _ in range(number)]


def _add_demo_accounts(plan: DemoPlan) -> None:
    hashed = hash_password(DEMO_PASSWORD)
    for account in DEMO_ACCOUNTS:
        organisation = organisation_by_slug(account.organisation)
        assert organisation is not None
        units = {unit.code: unit.id for unit in units_of(organisation.id)}
        person = services.create_person(
            organisation_id=organisation.id,
            login=account.login,
            name=account.name,
            unit_id=units[account.unit],
            roles=account.roles,
            family=account.family,
        )
        person.uid = _uid(plan)
        person.password_hash = hashed
        if Role.CONSULTANT in account.roles:
            consultant = account.login
    firm = organisation_by_slug("metallbau-nord")
    assert firm is not None
    services.admit_consultant(organisation_id=firm.id, login=consultant, by=person.id)
