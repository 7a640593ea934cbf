"""Error pages say what happened and what to do, carry the id of the request, and never show how we are made."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from lms.kernel.access import Role
from lms.kernel.db import db
from tests.web.browser import Browser, city, inhabitant

pytestmark = pytest.mark.db

GIVEAWAYS = ("Traceback", "sqlalchemy", "psycopg", "site-packages", "werkzeug", 'File "', "SELECT ", ".py")


def shows_help(page: str) -> bool:
    """Whether a page has a heading, advice and a way on."""
    return bool(re.search(r"<h1[^>]*>[^<]{10,}</h1>", page)) and 'href="/"' in page


def error_page(app: Flask, address: str, status: int, method: str = "GET", **options: Any) -> str:
    """The page for an error, after checking what all of them promise."""
    answer = Browser(app, inhabitant(city())).open(address, method, **options)
    assert answer.status_code == status
    page = answer.text
    assert shows_help(page)
    assert answer.headers["X-Request-ID"] in page
    assert not [word for word in GIVEAWAYS if word in page]
    return page


def test_a_page_that_is_not_for_you_says_whom_to_ask(app: Flask) -> None:
    assert "wenden Sie sich an die Administration" in error_page(app, "/personen", 403)


def test_a_page_that_does_not_exist_offers_the_search(app: Flask) -> None:
    assert 'href="/suche"' in error_page(app, "/gibt-es-nicht", 404)


def test_a_course_that_does_not_exist_offers_the_search(app: Flask) -> None:
    assert 'href="/suche"' in error_page(app, "/kurse/gibt-es-nicht", 404)


def test_a_form_opened_as_a_page_says_so_and_names_the_method(app: Flask) -> None:
    assert "Formular" in error_page(app, "/darstellung", 405)
    assert "POST" in Browser(app).get("/darstellung").headers["Allow"]


def test_a_course_that_was_removed_says_so(stocked_app: Flask) -> None:
    db.session.execute(text("UPDATE course SET retired = true WHERE slug = 'zoom'"))
    db.session.commit()
    assert "entfernt" in error_page(stocked_app, "/kurse/zoom", 410)


TOO_MUCH = b"x" * (1024 * 1024 + 1)
FORMS = {
    "application/x-www-form-urlencoded": b"message=" + TOO_MUCH,
    "multipart/form-data; boundary=b": b'--b\r\nContent-Disposition: form-data; name="message"\r\n\r\n'
    + TOO_MUCH
    + b"\r\n--b--\r\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_too_much_at_once_says_so(app: Flask, form: str) -> None:
    page = error_page(app, "/barriere-melden", 413, "POST", data=FORMS[form], content_type=form)
    assert "zu groß" in page


def test_too_many_attempts_say_how_long_to_wait(app: Flask) -> None:
    browser = Browser(app)
    answers = [browser.post("/anmelden", {"login": "4711", "password": "falsch"}) for _attempt in range(11)]
    assert answers[-1].status_code == 429
    assert "Minuten" in answers[-1].text
    assert answers[-1].headers["X-Request-ID"] in answers[-1].text


def test_our_own_fault_shows_an_id_and_nothing_of_how_we_are_made(app: Flask) -> None:
    break_table("course")
    page = error_page(app, "/kurse", 500)
    assert "Der Fehler liegt bei uns" in page


def test_our_own_fault_is_explained_even_where_nobody_can_be_recognised(app: Flask) -> None:
    browser = Browser(app, inhabitant(city(), Role.ADMIN))
    break_table("person")
    for address in ("/konto", "/", "/gibt-es-nicht"):
        answer = browser.get(address)
        assert answer.status_code == 500
        assert "Der Fehler liegt bei uns" in answer.text
        assert answer.headers["X-Request-ID"] in answer.text
        assert not [word for word in GIVEAWAYS if word in answer.text]


def test_after_our_own_fault_the_next_request_works(app: Flask) -> None:
    browser = Browser(app)
    break_table("course")
    assert browser.get("/kurse").status_code == 500
    assert browser.get("/anmelden").status_code == 200


def break_table(name: str) -> None:
    """Let the platform miss one of its tables."""
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {name} RENAME TO was_{name}"))


def test_errors_speak_the_language_of_the_reader(app: Flask) -> None:
    page = Browser(app).get("/gibt-es-nicht", headers={"Accept-Language": "en"}).text
    assert '<html lang="en"' in page
    assert "Diese Seite gibt es nicht" not in page
