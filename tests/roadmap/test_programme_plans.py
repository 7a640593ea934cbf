"""HR plans the next programme from results shared without names: seminars and dates, never who."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from competence_check.models import Run
from lms.accounts.models import Person
from lms.accounts.queries import organisation_by_slug
from lms.accounts.services import create_person, create_unit
from lms.kernel import clock
from lms.kernel.access import Role
from lms.kernel.db import db, transaction
from lms.kernel.sheets.reading import read_table
from lms.learning.services import Learner
from roadmap.groups.models import Counted, GroupResult, Participation
from tests.roadmap.people import Somebody, somebody
from tests.roadmap.test_joint_plans import MONDAY, begin, calculate, page

pytestmark = pytest.mark.db
PROGRAMME = {
    "kind": "programme",
    "title": "Herbst",
    "budget": "",
    "external": "",
    "minimum": "0",
    "most_away": "",
    "goals": "",
}


@pytest.fixture
def town(stocked_app: Flask) -> Iterator[dict[str, Somebody]]:
    """HR and two offices: in each nine people who share their result, some of whom need more than others."""
    with clock.at(MONDAY):
        hr = somebody(stocked_app, "leitung", Role.HR)
        with transaction():
            home = organisation_by_slug("stadt")
            assert home is not None
            offices = [create_unit(home, code=name, name=name, parent=None) for name in ("Bürgeramt", "Bauamt")]
        for office in offices:
            for number in range(9):
                share(stocked_app, f"{office.name}-{number}", office.id, level=1.0 if number % 2 else 6.0)
        yield {"leitung": hr}


def share(app: Flask, login: str, unit: int, level: float = 1.0) -> Person:
    """Somebody who has a result and shares it without a name."""
    with transaction():
        home = organisation_by_slug("stadt")
        assert home is not None
        person = create_person(
            organisation_id=home.id,
            login=login,
            name=f"N. {login}",
            family="case-work",
            unit_id=unit,
        )
    Somebody(Learner(person.id, person.uid, home.id), app.test_client()).take_check(level, MONDAY - timedelta(days=3))
    with transaction():
        db.session.scalars(select(Run).where(Run.person_id == person.id)).one().shared_at = clock.now()
    return person


def test_hr_sees_seminars_dates_and_counts_and_nobody_by_name(town: dict[str, Somebody]) -> None:
    uid = begin(town, **PROGRAMME)
    calculate(town, uid)
    shown = page(town, uid)
    assert "Welche Seminare, wie viele Termine" in shown
    assert "N. B" not in shown
    assert db.session.scalar(select(Participation)) is None, "a programme plan keeps nothing by person"
    body = db.session.scalars(select(GroupResult)).one().body
    assert body["people"] == 18
    counts = [number for by_unit in body["courses"].values() for number in by_unit.values()]
    assert counts
    assert all(7 <= number <= 11 for number in counts), "of 18 people at least seven take it, and seven do not"

    file = town["leitung"].browser.get(f"/gemeinsam/plaene/{uid}/datei/csv")
    rows = read_table(BytesIO(file.data), needed=("Angebot", "Personen", "Nötige Termine")).rows
    assert len(rows) == len(body["courses"])


def test_one_person_more_or_less_changes_no_figure(stocked_app: Flask, town: dict[str, Somebody]) -> None:
    uid = begin(town, **PROGRAMME)
    calculate(town, uid)
    office = db.session.scalars(select(Person.unit_id).where(Person.login == "bauamt-1")).one()
    assert office is not None
    share(stocked_app, "neu", office)
    calculate(town, uid)
    first, second = db.session.scalars(select(GroupResult).order_by(GroupResult.number))
    assert {**first.body} == {**second.body}, "the new one waits until enough others are new, too"
    assert counted(first) == counted(second)

    with transaction():
        person = db.session.scalars(select(Person).where(Person.login == "bauamt-1")).one()
        db.session.scalars(select(Run).where(Run.person_id == person.id)).one().shared_at = None
    calculate(town, uid)
    assert "Neue Zahlen würden Einzelne verraten" in page(town, uid)
    assert len(db.session.scalars(select(GroupResult)).all()) == 2


def counted(result: GroupResult) -> set[str]:
    return set(db.session.scalars(select(Counted.token).where(Counted.result_id == result.id)))
