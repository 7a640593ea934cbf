"""The demo city has the shape of a real administration and is always the same."""

from collections import Counter
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from competence_check.teams.models import TeamSnapshot
from lms.accounts.demo import CITY, DEMO_ACCOUNTS, DEMO_PASSWORD
from lms.accounts.models import Person, Unit
from lms.demo.commands import run_steps
from lms.demo.credential import demo_credential
from lms.kernel import clock
from lms.kernel.db import db
from lms.kernel.demo import DemoPlan
from lms.kernel.tenancy import Organisation
from lms.learning.models import CourseProgress
from lms.xapi.models import Statement
from roadmap.models import Roadmap
from tests.conftest import CITY_END

pytestmark = pytest.mark.db


def picture(app: Flask) -> list[Any]:
    """What the city is made of, without what is random by design (statement ids, password hashes)."""
    with app.app_context():
        people = db.session.execute(select(Person.login, Person.uid, Person.unit_id, Person.family).order_by(Person.id))
        progress = db.session.execute(
            select(CourseProgress.person_id, CourseProgress.registration, CourseProgress.completed_at).order_by(
                CourseProgress.id
            )
        )
        statements = db.session.execute(
            select(Statement.actor, Statement.verb, Statement.activity, Statement.timestamp).order_by(Statement.seq)
        )
        roadmaps = db.session.execute(select(Roadmap.person_id, Roadmap.profile).order_by(Roadmap.id))
        return [[tuple(row) for row in rows] for rows in (people, progress, statements, roadmaps)]


def build(app: Flask, seed: int) -> list[Any]:
    """Build a city with `seed` and look at it."""
    with app.app_context(), clock.at(CITY_END):
        run_steps(DemoPlan(people=60, statements=0, end=CITY_END, random=Random(seed)))
    return picture(app)


def test_the_city_has_units_firms_and_an_account_for_every_role(city: Flask) -> None:
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 3
    assert (db.session.scalar(select(func.count()).select_from(Unit)) or 0) >= 30
    logins = set(db.session.scalars(select(Person.login)))
    assert {account.login for account in DEMO_ACCOUNTS} <= logins
    assert {account.role for account in DEMO_ACCOUNTS} == {"employee", "manager", "hr", "admin", "consultant", "firm"}


@pytest.mark.parametrize("login", [account.login for account in DEMO_ACCOUNTS])
def test_every_demo_account_can_sign_in(city: Flask, login: str) -> None:
    answer = city.test_client().post("/anmelden", data={"login": login, "password": DEMO_PASSWORD})
    assert answer.status_code == 303


def test_a_year_of_learning_is_recorded_in_the_order_of_time(city: Flask) -> None:
    of_the_city = select(Organisation.id).where(Organisation.slug == CITY).scalar_subquery()
    query = select(Statement.stored).where(Statement.organisation_id == of_the_city).order_by(Statement.seq)
    times = list(db.session.scalars(query))
    assert len(times) > 500
    assert times == sorted(times)
    assert (times[-1] - times[0]).days > 200
    verbs = Counter(db.session.scalars(select(Statement.verb)))
    assert len(verbs) >= 4


def test_learning_records_name_nobody(city: Flask) -> None:
    names = set(db.session.scalars(select(Person.name))) | set(db.session.scalars(select(Person.login)))
    for payload in db.session.scalars(select(Statement.payload).limit(300)):
        assert not [name for name in names if f'"{name}"' in payload]


def test_the_same_seed_builds_the_same_city(stocked_app: Flask, templates: Any) -> None:
    from tests.conftest import with_content  # noqa: PLC0415  only to make a second, equal database

    first = build(stocked_app, seed=7)
    with templates.copy("content", with_content) as other:
        assert build(other, seed=7) == first


def test_the_city_is_built_once_and_a_mayor_sees_figures_of_most_units_while_the_smallest_are_protected(
    stocked_app: Flask,
) -> None:
    runner = stocked_app.test_cli_runner()
    first = runner.invoke(args=["demo", "build"])
    assert first.exit_code == 0, first.output
    count = db.session.scalar(select(func.count()).select_from(Person))
    again = runner.invoke(args=["demo", "build"])
    assert "already" in again.output
    assert db.session.scalar(select(func.count()).select_from(Person)) == count

    query = select(TeamSnapshot.body).join(Organisation).where(Organisation.slug == CITY).order_by(TeamSnapshot.id)
    before, last = db.session.scalars(query).all()[-2:]
    units, shown = len(last["units"]), len(last["shown"])
    assert units * 0.6 < shown < units
    assert len(set(before["shown"]) & set(last["shown"])) > units / 3
    assert any(before["people"][unit] != people for unit, people in last["people"].items() if unit in before["people"])


def test_the_city_grows_by_people_and_learning_events(city: Flask) -> None:
    runner = city.test_cli_runner()
    before = db.session.scalar(select(func.count()).select_from(Person)) or 0
    grown = runner.invoke(args=["demo", "grow", "--people", "150", "--statements", "4000"])
    assert grown.exit_code == 0, grown.output
    assert db.session.scalar(select(func.count()).select_from(Person)) == before + 150
    assert (db.session.scalar(select(func.count()).select_from(Statement)) or 0) >= 4000


def test_an_xapi_credential_is_printed_that_works(stocked_app: Flask) -> None:
    runner = stocked_app.test_cli_runner()
    runner.invoke(args=["demo", "build", "--people", "50"])
    printed = runner.invoke(args=["demo", "accounts"]).output
    credential = demo_credential(stocked_app.extensions["settings"].instance)
    assert credential is not None
    assert credential.secret in printed
    answer = stocked_app.test_client().get(
        "/xapi/statements?limit=3",
        auth=(credential.key, credential.secret),
        headers={"X-Experience-API-Version": "1.0.3"},
    )
    assert answer.status_code == 200
    assert len(answer.get_json()["statements"]) == 3
