"""People who take the check, on the project's own content."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.engine import Engine
from werkzeug.test import TestResponse

from competence_check import runs, services
from competence_check.models import Item, ItemKind, Run
from competence_check.queries import framework_called
from competence_check.review import right_response
from competence_check.tasks.format import UNKNOWN, Response
from lms.accounts.models import Person, Unit
from lms.accounts.services import create_organisation, create_person, create_unit
from lms.kernel.access import Role
from lms.kernel.db import db, transaction
from lms.kernel.tenancy import OrganisationKind
from lms.learning.services import Learner

PASSWORD = "vier worte gut gemerkt"


def right(item: Item) -> Response:
    """The best answer to an item; in a self-rating the middle."""
    return {"step": 2} if item.kind == ItemKind.SELF_RATING.value else right_response(item.format, item.body)


def unknown(_item: Item) -> Response:
    """What somebody answers who does not know."""
    return dict(UNKNOWN)


@dataclass(frozen=True)
class House:
    """An organisation in which people take the check."""

    app: Flask
    organisation_id: int
    units: tuple[int, ...]

    def person(self, login: str, unit: int = 0, role: Role = Role.EMPLOYEE) -> Person:
        """A new account."""
        with transaction():
            made = create_person(
                organisation_id=self.organisation_id,
                login=login,
                name=login,
                unit_id=self.units[unit],
                roles=frozenset({role}),
                password=PASSWORD,
                family="case-work",
            )
        return db.session.get_one(Person, made.id)

    def browser(self, login: str) -> FlaskClient:
        """A browser in which the account is signed in."""
        browser = self.app.test_client()
        assert browser.post("/anmelden", data={"login": login, "password": PASSWORD}).status_code == 303
        return browser


def learner(person: Person) -> Learner:
    """The person as services want them."""
    return Learner(person.id, person.uid, person.organisation_id)


def begin(browser: FlaskClient) -> str:
    """Begin the check as the page does; the uid of the run."""
    once = once_of(browser.get("/kompetenzcheck"))
    answer = browser.post("/kompetenzcheck", data={"once": once, "family": "case-work"})
    assert answer.status_code == 303
    return answer.headers["Location"].split("/")[-2]


def once_of(page: TestResponse) -> str:
    """The key of the form on the page; where there is no form, any."""
    _before, found, after = page.text.partition('name="once"')
    return after.split('value="')[1].split('"')[0] if found else "6ba7b810-9dad-41d1-80b4-00c04fd430c8"


def answer_all(person: Person, how: Callable[[Item], Response] = right, only: int | None = None) -> Run:
    """The person's open run, begun if need be, with answers to all questions that come or to the first `only` ones."""
    framework = framework_called()
    assert framework is not None
    with transaction():
        run = services.begin(learner=learner(person), framework=framework, family=person.family)
        # The order grows with every answer.
        while (number := next_question(run)) is not None and (only is None or run.item_order.index(number) < only):
            item = runs.item_with_competence(number)
            services.answer(run=run, item=item, version=item.version, response=how(item))
    return runs.own_run(person.id, run.uid)


def next_question(run: Run) -> int | None:
    """The item that comes next in the run, None where there is none."""
    answered = runs.answered_ids(run)
    return next((item for item in run.item_order if item not in answered), None)


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that the database gets meanwhile, without beginning and end."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")):
            statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture
def house(stocked_app: Flask) -> House:
    """A city with a unit and two parts of it."""
    with transaction():
        organisation = create_organisation(slug="stadt", name="Stadt", kind=OrganisationKind.CITY)
        above = create_unit(organisation, code="A", name="Amt")
        for code in ("B", "C"):
            create_unit(organisation, code=code, name=f"Abteilung {code}", parent=above)
    units = tuple(db.session.scalars(select(Unit.id).order_by(Unit.code)))
    return House(stocked_app, above.organisation_id, units)
