"""A small town for tests: a city, two firms, and one account for each thing that a test wants to do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.accounts.models import Admission, Person
from lms.accounts.queries import organisation_by_slug
from lms.accounts.services import admit_consultant, create_organisation, create_person, create_unit
from lms.kernel.access import Role
from lms.kernel.db import db, transaction
from lms.kernel.tenancy import Organisation, OrganisationKind
from tests.conftest import nothing
from tests.databases import built_on

PASSWORD = "vier worte gut gemerkt"

EMPLOYEE, BY_MAIL, ADMIN, HR, CONSULTANT = "1001", "anna@stadt.example", "2001", "3001", "4001"
FIRM_ADMIN, FIRM_EMPLOYEE, OTHER_FIRM_ADMIN = "m-1", "m-2", "h-1"
CITY, FIRM, OTHER_FIRM = "stadt", "metallbau", "handelshaus"

ACCOUNTS: tuple[tuple[str, str, str, frozenset[Role]], ...] = (
    (CITY, EMPLOYEE, "Sachbearbeitung 1", frozenset({Role.EMPLOYEE})),
    (CITY, BY_MAIL, "Sachbearbeitung 2", frozenset({Role.EMPLOYEE})),
    (CITY, ADMIN, "Administration", frozenset({Role.EMPLOYEE, Role.ADMIN})),
    (CITY, HR, "Personalentwicklung", frozenset({Role.EMPLOYEE, Role.HR})),
    (CITY, CONSULTANT, "Beratung", frozenset({Role.EMPLOYEE, Role.HR, Role.CONSULTANT})),
    (FIRM, FIRM_ADMIN, "Büroleitung", frozenset({Role.EMPLOYEE, Role.HR, Role.ADMIN})),
    (FIRM, FIRM_EMPLOYEE, "Werkstatt", frozenset({Role.EMPLOYEE})),
    (OTHER_FIRM, OTHER_FIRM_ADMIN, "Geschäftsleitung", frozenset({Role.EMPLOYEE, Role.ADMIN})),
)


@built_on("empty", nothing)
def build_town(app: Flask) -> None:
    """Fill the empty database of `app`."""
    with app.app_context(), transaction():
        for slug, kind in ((CITY, "city"), (FIRM, "firm"), (OTHER_FIRM, "firm")):
            organisation = create_organisation(slug=slug, name=slug.title(), kind=OrganisationKind(kind))
            unit = create_unit(organisation, code="A", name=f"Amt von {slug}")
            for _slug, login, name, roles in (each for each in ACCOUNTS if each[0] == slug):
                create_person(
                    organisation_id=organisation.id,
                    login=login,
                    name=name,
                    unit_id=unit.id,
                    roles=roles,
                    password=PASSWORD,
                )


@dataclass(frozen=True)
class Town:
    """The town and what tests do in it. There is no application context outside of `looking` and `changing`."""

    app: Flask

    def browser(self) -> FlaskClient:
        """A browser without a session."""
        return self.app.test_client()

    def signed_in(self, login: str) -> FlaskClient:
        """A browser in which the account is signed in."""
        browser = self.browser()
        assert sign_in(browser, login).status_code == 303
        return browser

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Read from the database."""
        with self.app.app_context():
            yield

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Write to the database."""
        with self.app.app_context(), transaction():
            yield

    def admit(self, slug: str = FIRM) -> int:
        """Let the consultant into an organisation; the id of the admission."""
        with self.changing():
            admission: Admission = admit_consultant(
                organisation_id=organisation(slug).id, login=CONSULTANT, by=person(FIRM_ADMIN).id
            )
            return admission.id

    def uid(self, login: str) -> str:
        """The opaque identifier of an account."""
        with self.looking():
            return person(login).uid


def person(login: str) -> Person:
    """The account, inside an application context."""
    return db.session.scalars(select(Person).where(Person.login == login)).one()


def organisation(slug: str) -> Organisation:
    """The organisation, inside an application context."""
    found = organisation_by_slug(slug)
    assert found is not None
    return found


def sign_in(browser: FlaskClient, login: str, password: str = PASSWORD, **more: str) -> TestResponse:
    """Send the sign-in form."""
    return browser.post("/anmelden", data={"login": login, "password": password, **more})


def is_signed_in(browser: FlaskClient) -> bool:
    """Whether the browser's session is still good."""
    return browser.get("/konto").status_code == 200
