"""Administrators look after the accounts of their organisation, and only of theirs."""

import re
from contextlib import suppress
from threading import Barrier, BrokenBarrierError, Thread
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lms.accounts import services
from lms.accounts.models import Person, RoleAssignment, Unit
from lms.kernel.access import Role
from lms.kernel.db import db
from tests.accounts.town import ADMIN, CITY, EMPLOYEE, FIRM, FIRM_EMPLOYEE, Town, is_signed_in, person, sign_in
from tests.accounts.town import organisation as organisation_of

pytestmark = pytest.mark.db

START_PASSWORD = re.compile(r"<code>([a-z2-9]{4}(?:-[a-z2-9]{4}){3})</code>")


def unit_id(town: Town, slug: str = CITY) -> int:
    """The id of the organisation's only unit."""
    with town.looking():
        return db.session.scalars(select(Unit.id).where(Unit.organisation_id == organisation_of(slug).id)).one()


def create(browser: FlaskClient, login: object = "neu-1", **fields: object) -> TestResponse:
    """Send the form for a new account; `fields` replace what is right."""
    form = {"once": str(uuid4()), "login": login, "name": "Neu", "unit": "0", "roles": ["employee"], "active": "y"}
    return browser.post("/personen/neu", data=form | fields)


def change(browser: FlaskClient, uid: str, **fields: object) -> TestResponse:
    """Send the form of an account; `fields` replace what leaves it as it is."""
    form = {"once": str(uuid4()), "login": "-", "name": "Neuer Name", "unit": "0", "roles": ["employee"], "active": "y"}
    return browser.post(f"/personen/{uid}", data=form | fields)


def test_a_new_account_can_sign_in_with_the_start_password_that_is_shown_once(town: Town) -> None:
    admin = town.signed_in(ADMIN)
    answer = create(admin, "Neu-1", unit=str(unit_id(town)))
    shown = START_PASSWORD.search(answer.text)
    assert answer.status_code == 200
    assert shown
    assert sign_in(town.browser(), "neu-1", shown[1]).status_code == 303
    assert not START_PASSWORD.search(admin.get(f"/personen/{town.uid('neu-1')}").text)
    with town.looking():
        assert person("neu-1").unit_id is not None
        assert shown[1] not in (person("neu-1").password_hash or "")


def test_sending_the_form_twice_creates_one_account_and_leads_to_it(town: Town) -> None:
    admin, once = town.signed_in(ADMIN), str(uuid4())
    assert create(admin, once=once).status_code == 200
    again = create(admin, once=once)
    assert (again.status_code, again.location) == (303, f"/personen/{town.uid('neu-1')}")


def test_a_double_click_creates_one_account_without_an_error(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    admins = [town.signed_in(ADMIN), town.signed_in(ADMIN)]
    once, meeting, statuses = str(uuid4()), Barrier(2), list[int]()
    real = services.start_password

    def both_have_looked() -> str:
        with suppress(BrokenBarrierError):  # SQLite lets the second look only when the first is done
            meeting.wait(timeout=1)
        return real()

    monkeypatch.setattr(services, "start_password", both_have_looked)
    threads = [Thread(target=lambda a=admin: statuses.append(create(a, once=once).status_code)) for admin in admins]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 303]


def test_a_login_that_is_taken_anywhere_on_the_platform_is_refused_at_the_field(town: Town) -> None:
    answer = create(town.signed_in(ADMIN), FIRM_EMPLOYEE.upper())
    assert answer.status_code == 422
    assert "Mit dieser Anmeldung gibt es schon ein Konto." in answer.text
    assert not START_PASSWORD.search(answer.text)


BROKEN: list[dict[str, object]] = [
    {"login": ""},
    {"login": "   "},
    {"login": "x" * 201},
    {"login": "nul\x00"},
    {"name": ""},
    {"name": "   "},
    {"name": "x" * 201},
    {"unit": "keine"},
    {"unit": "999999999999999999999"},
    {"roles": []},
    {"roles": ["kaiser"]},
    {"roles": ["adviser"]},
    {"roles": ["nobody"]},
    {"once": "kein Schlüssel"},
]


@pytest.mark.parametrize("fields", BROKEN, ids=str)
def test_a_broken_form_creates_nothing_and_comes_back(town: Town, fields: dict[str, object]) -> None:
    answer = create(town.signed_in(ADMIN), **({"login": "neu-1"} | fields))
    assert answer.status_code == 422
    assert "Bitte prüfen Sie Ihre Angaben" in answer.text
    with town.looking():
        assert db.session.scalar(select(func.count()).select_from(Person)) == 8


def test_a_unit_of_another_organisation_cannot_be_chosen(town: Town) -> None:
    admin, foreign = town.signed_in(ADMIN), str(unit_id(town, FIRM))
    assert create(admin, unit=foreign).status_code == 422
    assert change(admin, town.uid(EMPLOYEE), unit=foreign).status_code == 422
    assert f'value="{foreign}"' not in admin.get("/personen/neu").text


@pytest.mark.parametrize("login", ["7", "a", "-"])
def test_a_short_personnel_number_never_hinders_a_start_password(town: Town, login: str) -> None:
    admin = town.signed_in(ADMIN)
    assert START_PASSWORD.search(create(admin, login).text)
    for _each in range(10):
        assert START_PASSWORD.search(admin.post(f"/personen/{town.uid(login)}/passwort").text)


def test_new_roles_count_at_the_next_click_of_the_person(town: Town) -> None:
    admin, browser = town.signed_in(ADMIN), town.signed_in(EMPLOYEE)
    assert browser.get("/personen").status_code == 403
    change(admin, town.uid(EMPLOYEE), roles=["employee", "admin"])
    assert browser.get("/personen").status_code == 200
    change(admin, town.uid(EMPLOYEE), roles=["guest"])
    assert browser.get("/personen").status_code == 403
    with town.looking():
        query = select(RoleAssignment.role).join(Person).where(Person.login == EMPLOYEE)
        assert db.session.scalars(query).all() == ["guest"]


def test_a_manager_is_responsible_for_the_unit_they_move_to(town: Town) -> None:
    admin, uid, unit = town.signed_in(ADMIN), town.uid(EMPLOYEE), unit_id(town)
    with town.changing():
        other = services.create_unit(organisation_of(CITY), code="B", name="Anderes Amt").id
    query = select(RoleAssignment.unit_id).where(RoleAssignment.role == Role.MANAGER.value)
    for wanted in (unit, other):
        assert change(admin, uid, roles=["employee", "manager"], unit=str(wanted)).status_code == 303
        with town.looking():
            assert db.session.scalars(query).all() == [wanted]


def test_switching_an_account_off_signs_the_person_out_and_on_again_does_not_bring_old_sessions_back(
    town: Town,
) -> None:
    admin, browser, uid = town.signed_in(ADMIN), town.signed_in(EMPLOYEE), town.uid(EMPLOYEE)
    assert change(admin, uid, active="").status_code == 303
    assert not is_signed_in(browser)
    old = town.browser()
    assert change(admin, uid, active="y").status_code == 303
    assert not is_signed_in(old)
    assert sign_in(old, EMPLOYEE).status_code == 303


def test_a_new_start_password_ends_the_old_one_and_all_sessions(town: Town) -> None:
    browser = town.signed_in(EMPLOYEE)
    answer = town.signed_in(ADMIN).post(f"/personen/{town.uid(EMPLOYEE)}/passwort")
    shown = START_PASSWORD.search(answer.text)
    assert shown
    assert not is_signed_in(browser)
    assert sign_in(town.browser(), EMPLOYEE).status_code == 422
    assert sign_in(town.browser(), EMPLOYEE, shown[1]).status_code == 303


@pytest.mark.parametrize("fields", [{"roles": ["employee"]}, {"roles": ["employee", "admin"], "active": ""}])
def test_administrators_cannot_lock_themselves_out(town: Town, fields: dict[str, object]) -> None:
    admin = town.signed_in(ADMIN)
    answer = change(admin, town.uid(ADMIN), **fields)
    assert answer.status_code == 422
    assert "Sie können sich die Administration nicht selbst entziehen." in answer.text
    assert admin.get("/personen").status_code == 200


def test_the_login_of_an_account_never_changes(town: Town) -> None:
    uid = town.uid(EMPLOYEE)
    assert change(town.signed_in(ADMIN), uid, login="anders").status_code == 303
    assert town.uid(EMPLOYEE) == uid


@pytest.mark.parametrize(
    "wanted, found",
    [
        ("sachbearbeitung", {EMPLOYEE, "anna@stadt.example"}),
        ("ANNA@", {"anna@stadt.example"}),
        ("1001", {EMPLOYEE}),
        ("amt von stadt", {EMPLOYEE, "anna@stadt.example", ADMIN, "3001", "4001"}),
        ("amt von metallbau", set()),
        ("%", set()),
        ("_", set()),
        ("\x00", {EMPLOYEE, "anna@stadt.example", ADMIN, "3001", "4001"}),
        ("x" * 5000, set()),
    ],
)
def test_search_finds_names_logins_and_units_of_ones_own_organisation(town: Town, wanted: str, found: set[str]) -> None:
    answer = town.signed_in(ADMIN).get("/personen", query_string={"q": wanted})
    assert answer.status_code == 200
    assert set(re.findall(r'data-label="Anmeldung">([^<]+)</td>', answer.text)) == found


def test_many_accounts_come_in_pages_with_the_search_kept(town: Town) -> None:
    with town.changing():
        for number in range(60):
            services.create_person(
                organisation_id=organisation_of(CITY).id, login=f"viele-{number:02}", name=f"Viele {number:02}"
            )
    admin = town.signed_in(ADMIN)
    second = admin.get("/personen?q=viele&seite=2").text
    assert "Seite 2 von 3" in second
    assert "60 Konten" in second
    assert second.count("viele-") == 25
    assert 'href="/personen?seite=3&amp;q=viele"' in second
    for page in ("0", "-1", "1.5", "abc", "999999", "9" * 40, "²", "٣"):
        assert admin.get("/personen", query_string={"seite": page}).status_code == 200


@pytest.mark.parametrize("path", ["", "/passwort"])
def test_people_of_another_organisation_do_not_exist(town: Town, path: str) -> None:
    admin, uid = town.signed_in(ADMIN), town.uid(FIRM_EMPLOYEE)
    with town.looking():
        before = person(FIRM_EMPLOYEE).password_hash
    assert admin.get(f"/personen/{uid}").status_code == 404
    assert admin.post(f"/personen/{uid}{path}", data={"name": "Meins", "roles": ["admin"]}).status_code == 404
    with town.looking():
        assert (person(FIRM_EMPLOYEE).name, person(FIRM_EMPLOYEE).password_hash) == ("Werkstatt", before)
