"""HR plans the next programme from results shared without names: seminars and dates, never who."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from math import ceil

import pytest
from flask import Flask
from sqlalchemy import select

from competence_check.models import Run
from lms.accounts.models import Person
from lms.accounts.queries import organisation_by_slug
from lms.accounts.services import create_person, create_unit
from lms.catalogue.queries import offered_courses
from lms.kernel import clock
from lms.kernel.access import Role
from lms.kernel.db import db, transaction
from lms.kernel.i18n import text
from lms.kernel.sheets.reading import read_table
from lms.learning.services import Learner
from roadmap.groups.dates import Planned, still_needed
from roadmap.groups.models import Counted, GroupResult, Participation
from tests.programme.people import session
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
    rows = read_table(BytesIO(file.data), needed=("Angebot", "Personen", "Weitere Termine nötig")).rows
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


def test_dates_that_stand_already_are_taken_off_what_is_needed(town: dict[str, Somebody]) -> None:
    uid = begin(town, **{**PROGRAMME, "seats": "4"})
    calculate(town, uid)
    rows = table(town, uid)
    course, row = next((name, row) for name, row in rows.items() if row["Weitere Termine nötig"] != "jederzeit")
    people = int(row["Personen"])
    assert row["Weitere Termine nötig"] == str(ceil(people / 4))
    with transaction():
        home = organisation_by_slug("stadt")
        assert home is not None
        slug = next(each for each in offered_courses() if text(each.title) == course).slug
    session(home, slug, seats=5)
    assert table(town, uid)[course]["Weitere Termine nötig"] == str(ceil((people - 5) / 4))
    assert table(town, uid)[course]["Davon freie Plätze"] == "5"


def table(town: dict[str, Somebody], uid: str) -> dict[str, dict[str, str]]:
    """The rows of the file by the name of the course."""
    file = town["leitung"].browser.get(f"/gemeinsam/plaene/{uid}/datei/csv")
    rows = read_table(BytesIO(file.data), needed=("Angebot",)).rows
    return {row.cells["Angebot"]: dict(row.cells) for row in rows}


def test_how_many_more_dates_are_needed_is_a_range_where_seats_are_taken() -> None:
    """Whether those who have a seat are among those counted would tell who they are."""
    assert still_needed(20, 10, Planned()) == (2, 2)
    assert still_needed(20, 10, Planned(dates=1, seats=10, free=10)) == (1, 1)
    assert still_needed(20, 10, Planned(dates=1, seats=10, free=0)) == (1, 2)
    assert still_needed(5, 10, Planned(dates=2, seats=20, free=3)) == (0, 1)


def test_who_learned_something_is_not_found_by_comparing_two_plans(
    stocked_app: Flask, town: dict[str, Somebody]
) -> None:
    """HR notes who was at a seminar: the figures must not say that exactly this person had needed it."""
    uid = begin(town, **PROGRAMME)
    calculate(town, uid)
    first = db.session.scalars(select(GroupResult)).one()
    slug = next(iter(first.body["courses"]))
    person = db.session.scalars(select(Person).where(Person.login == "bauamt-1")).one()
    with clock.at(MONDAY + timedelta(hours=1)):
        Somebody(Learner(person.id, person.uid, person.organisation_id), stocked_app.test_client()).finish(slug)
    with clock.at(MONDAY + timedelta(hours=2)):
        calculate(town, uid)
    newest = db.session.scalars(select(GroupResult).order_by(GroupResult.number.desc())).first()
    assert newest is not None and newest.number == 2
    assert {**newest.body} == {**first.body}


def counted(result: GroupResult) -> set[str]:
    return set(db.session.scalars(select(Counted.token).where(Counted.result_id == result.id)))
