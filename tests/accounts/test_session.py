"""The session: who can read, fix or steal it, and what happens to what was typed when it ended."""

import re

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.accounts.town import EMPLOYEE, PASSWORD, Town, build_town, is_signed_in, person, sign_in
from tests.databases import Templates

pytestmark = pytest.mark.db


def flags_of(answer: TestResponse) -> set[str]:
    """The attributes of the session cookie that `answer` sets."""
    cookie = next(each for each in answer.headers.getlist("Set-Cookie") if each.startswith("session="))
    return {part.strip().partition("=")[0] for part in cookie.split(";")[1:]} | {
        part.strip() for part in cookie.split(";")[1:]
    }


def test_the_session_cookie_is_hidden_from_scripts_and_other_sites(town: Town) -> None:
    flags = flags_of(sign_in(town.browser(), EMPLOYEE))
    assert {"HttpOnly", "SameSite=Lax", "Expires"} <= flags
    assert "Secure" not in flags


def test_the_session_cookie_travels_by_tls_only_where_the_platform_is_reached_by_tls(templates: Templates) -> None:
    with templates.copy("town", build_town, PUBLIC_URL="https://lernen.stadt.example") as app:
        browser = app.test_client()
        answer = browser.post(
            "/anmelden", data={"login": EMPLOYEE, "password": PASSWORD}, base_url="https://lernen.stadt.example"
        )
        assert {"HttpOnly", "SameSite=Lax", "Secure"} <= flags_of(answer)
        assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_nothing_that_was_in_the_session_before_survives_signing_in(town: Town) -> None:
    browser = town.browser()
    with browser.session_transaction() as session:
        session["planted"] = "by somebody else"
        session["firm"] = 2
    sign_in(browser, EMPLOYEE)
    with browser.session_transaction() as session:
        assert "planted" not in session
        assert "firm" not in session


def test_the_session_says_nothing_about_the_person_but_an_opaque_name(town: Town) -> None:
    browser = town.signed_in(EMPLOYEE)
    with browser.session_transaction() as session:
        kept = dict(session)
    with town.looking():
        someone = person(EMPLOYEE)
        assert kept["_user_id"] == f"{someone.uid}:{someone.session_key}"
        assert someone.name not in str(kept)
    assert EMPLOYEE not in str(kept).replace(kept["_user_id"], "")


@pytest.mark.parametrize("name", ["", "nobody", ":", "x:y:z"])
def test_a_session_of_an_account_that_is_gone_belongs_to_nobody(town: Town, name: str) -> None:
    browser = town.browser()
    with browser.session_transaction() as session:
        session["_user_id"] = name
    assert browser.get("/konto").status_code == 303
    assert browser.get("/").status_code == 200


def test_pages_of_signed_in_people_are_not_kept_by_shared_caches(town: Town) -> None:
    answer = town.signed_in(EMPLOYEE).get("/konto")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer.headers["Vary"]


def hidden(page: str, name: str) -> str:
    """The value of a hidden field, as a browser would send it."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, name
    return found[1]


def send_report_too_late(browser: FlaskClient) -> TestResponse:
    """Send a form whose session has ended; the page that the person sees."""
    return browser.post("/konto/sprache", data={"language": "en", "password": "geheim"})


def test_what_was_typed_when_the_session_ended_comes_back_and_is_sent_with_one_button(town: Town) -> None:
    town.app.config["WTF_CSRF_ENABLED"] = True
    browser = town.browser()
    token = hidden(browser.get("/anmelden").text, "csrf_token")
    asked = browser.post("/konto/sprache", data={"language": "en", "csrf_token": token})
    assert asked.status_code == 401
    assert "Ihre Eingaben sind noch da" in asked.text
    fields = {name: hidden(asked.text, name) for name in ("csrf_token", "carried")}
    resumed = sign_in(browser, EMPLOYEE, **fields)
    assert resumed.status_code == 200
    assert hidden(resumed.text, "language") == "en"
    sent = browser.post("/konto/sprache", data={"language": "en", "csrf_token": hidden(resumed.text, "csrf_token")})
    assert sent.status_code == 303
    with town.looking():
        assert person(EMPLOYEE).language == "en"


def test_passwords_are_never_carried(town: Town) -> None:
    browser = town.browser()
    asked = browser.post("/konto/passwort", data={"current_password": "geheim-1", "new_password": "geheim-2"})
    assert asked.status_code == 401
    resumed = sign_in(browser, EMPLOYEE, carried=hidden(asked.text, "carried"))
    assert "geheim" not in asked.text + resumed.text


def test_a_tampered_form_is_not_brought_back(town: Town) -> None:
    browser = town.browser()
    carried = hidden(send_report_too_late(browser).text, "carried")
    answer = sign_in(browser, EMPLOYEE, carried=carried[:-2] + "xx")
    assert answer.status_code == 303
    assert is_signed_in(browser)


def test_a_form_from_another_site_is_not_carried_out(town: Town) -> None:
    browser = town.signed_in(EMPLOYEE)
    town.app.config["WTF_CSRF_ENABLED"] = True
    assert browser.post("/konto/sprache", data={"language": "en"}).status_code == 400
    with town.looking():
        assert person(EMPLOYEE).language is None
