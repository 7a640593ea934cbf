"""Nothing that somebody typed is lost when their session ended meanwhile, with protection against forgery on."""

import re
from html import unescape

import pytest
from flask import Flask

from lms.accounts.models import Person
from lms.kernel.access import Role
from lms.kernel.db import db
from tests.web.browser import PASSWORD, Browser, city, inhabitant, rows

pytestmark = pytest.mark.db


@pytest.fixture
def guarded(app: Flask) -> Flask:
    """The application with protection against forged forms, as in production."""
    app.config["WTF_CSRF_ENABLED"] = True
    return app


def hidden(page: str, form: str) -> dict[str, str]:
    """The hidden fields of the form that goes to `form`."""
    found = re.search(rf'<form[^>]*action="{re.escape(form)}"[^>]*>(.*?)</form>', page, re.DOTALL)
    assert found, form
    inputs = re.findall(r'<input[^>]*type="hidden"[^>]*>', found.group(1))
    fields = {}
    for each in inputs:
        name, value = re.search(r'name="([^"]*)"', each), re.search(r'value="([^"]*)"', each)
        assert name
        fields[name.group(1)] = unescape(value.group(1)) if value else ""
    return fields


def new_account(page: str, **changes: str) -> dict[str, str]:
    fields = hidden(page, "") if 'action=""' in page else dict(_own_form(page))
    return {**fields, "login": "0815", "name": "Ärger & Söhne <b>", "roles": "employee", "unit": "0", **changes}


def _own_form(page: str) -> dict[str, str]:
    names = ("csrf_token", "once")
    found = {name: re.findall(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', page) for name in names}
    return {name: values[-1] for name, values in found.items() if values}


def test_a_form_sent_after_the_session_ended_is_carried_through_the_sign_in(guarded: Flask) -> None:
    home = city()
    inhabitant(home, Role.ADMIN, login="admin", password=PASSWORD)
    browser = Browser(guarded, db.session.get_one(Person, 1))
    before = rows(Person)
    typed = new_account(browser.page("/personen/neu"))
    browser.client.delete_cookie("session")

    asked = browser.post("/personen/neu", typed)
    assert asked.status_code == 401
    assert "Ihre Eingaben sind noch da" in asked.text

    fields = hidden(asked.text, "/anmelden")
    assert fields["carried"]
    wrong = browser.post("/anmelden", {**fields, "login": "admin", "password": "falsch"})
    assert wrong.status_code == 422
    again = hidden(wrong.text, "/anmelden")
    assert again["carried"] == fields["carried"]

    resumed = browser.post("/anmelden", {**again, "login": "admin", "password": PASSWORD})
    assert resumed.status_code == 200
    carried = hidden(resumed.text, "/personen/neu")
    assert {name: carried[name] for name in typed if name != "csrf_token"} == {
        name: value for name, value in typed.items() if name != "csrf_token"
    }
    assert rows(Person) == before

    sent = browser.post("/personen/neu", carried)
    assert sent.status_code in (200, 303), sent.text
    assert rows(Person) == before + 1
    browser.post("/personen/neu", carried)
    assert rows(Person) == before + 1


def test_a_form_whose_protection_has_run_out_can_be_sent_once_more(guarded: Flask) -> None:
    browser = Browser(guarded)
    answer = browser.post("/barriere-melden", {"message": "Zu klein <i>", "csrf_token": "alt"})
    assert answer.status_code == 400
    assert "Ihre Eingaben sind noch da" in answer.text
    fields = hidden(answer.text, "/barriere-melden")
    assert fields["message"] == "Zu klein <i>"
    assert fields["csrf_token"] not in ("", "alt")


def test_a_form_from_another_site_changes_nothing(guarded: Flask) -> None:
    person = inhabitant(city())
    browser = Browser(guarded, person)
    answer = browser.post("/konto/sprache", {"language": "en"}, headers={"Referer": "https://evil.example/"})
    assert answer.status_code == 400
    db.session.rollback()
    assert db.session.get_one(Person, person.id).language is None


def test_passwords_are_never_carried(guarded: Flask) -> None:
    browser = Browser(guarded)
    secret = "streng geheimes passwort"
    typed = dict.fromkeys(("current_password", "new_password", "repeated_password"), secret)
    asked = browser.post("/konto/passwort", {**typed, "note": "bleibt"})
    assert asked.status_code == 401
    carried = hidden(asked.text, "/anmelden")["carried"]
    inhabitant(city(), login="4711", password=PASSWORD)
    resumed = browser.post(
        "/anmelden", {**hidden(asked.text, "/anmelden"), "login": "4711", "password": PASSWORD, "carried": carried}
    )
    assert "bleibt" in resumed.text
    assert secret not in asked.text + resumed.text


@pytest.mark.parametrize("tampered", ["x", "W10.x.y", "\x00", "x" * 100_000])
def test_what_was_tampered_with_is_dropped_and_signing_in_goes_on(app: Flask, tampered: str) -> None:
    inhabitant(city(), login="4711", password=PASSWORD)
    answer = Browser(app).post("/anmelden", {"login": "4711", "password": PASSWORD, "carried": tampered})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"


def test_a_form_too_large_to_carry_still_leads_to_the_sign_in(app: Flask) -> None:
    asked = Browser(app).post("/konto/sprache", {"language": "x" * 70_000})
    assert asked.status_code == 401
    assert hidden(asked.text, "/anmelden")["carried"] == ""


def test_a_page_asked_for_without_a_session_is_remembered(app: Flask) -> None:
    answer = Browser(app).get("/konto?a=b%20c")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/anmelden?next=/konto?a%3Db%2520c"
