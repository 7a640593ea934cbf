"""A form that creates something creates one, however often, however fast and by whomever it is sent."""

from contextvars import Context
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from lms.kernel.db import db
from lms.pages.models import BarrierReport
from lms.web.forms import Submission
from tests.web.browser import Browser, city, inhabitant, rows

pytestmark = pytest.mark.db


def report(**changes: str) -> dict[str, str]:
    return {"once": str(uuid4()), "message": "Die Schrift ist zu klein.", "page": "/kurse", "contact": "", **changes}


def test_a_form_sent_twice_creates_once_and_leads_to_the_same_place(app: Flask) -> None:
    browser, form = Browser(app), report()
    answers = [browser.post("/barriere-melden", form) for _time in range(3)]
    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {(303, "/barriere-melden/danke")}
    assert rows(BarrierReport) == 1


def test_two_forms_create_two(app: Flask) -> None:
    browser = Browser(app)
    for _form in range(2):
        browser.post("/barriere-melden", report())
    assert rows(BarrierReport) == 2


def test_a_form_sent_by_two_tabs_at_the_same_moment_creates_once(app: Flask) -> None:
    person, form = inhabitant(city()), report()
    start, answers = Barrier(4), []

    def send() -> None:
        browser = Browser(app, person)
        start.wait()
        answers.append(browser.post("/barriere-melden", form))

    db.session.rollback()
    browsers = [Thread(target=Context().run, args=(in_context, app, send)) for _tab in range(4)]
    for each in browsers:
        each.start()
    for each in browsers:
        each.join()
    assert [answer.status_code for answer in answers] == [303] * 4
    assert {answer.headers["Location"] for answer in answers} == {"/barriere-melden/danke"}
    assert rows(BarrierReport) == rows(Submission) == 1


def in_context(app: Flask, send: object) -> None:
    with app.app_context():
        assert callable(send)
        send()


def test_a_form_with_a_mistake_comes_back_with_what_was_typed(app: Flask) -> None:
    answer = Browser(app).post("/barriere-melden", report(message="", contact="Zimmer 12"))
    assert answer.status_code == 422
    assert "Beschreiben Sie kurz, was nicht klappt." in answer.text
    assert 'value="Zimmer 12"' in answer.text
    assert "<title>Fehler:" in answer.text
    assert rows(BarrierReport) == 0


def test_a_corrected_form_creates_once(app: Flask) -> None:
    browser, form = Browser(app), report(message="")
    assert browser.post("/barriere-melden", form).status_code == 422
    assert browser.post("/barriere-melden", {**form, "message": "Jetzt aber."}).status_code == 303
    assert rows(BarrierReport) == 1


@pytest.mark.parametrize("key", ["", "x", "x" * 5000, "\x00", "../../", "00000000-0000-0000-0000-00000000000g"])
def test_a_key_that_we_never_gave_is_refused_with_a_page(app: Flask, key: str) -> None:
    answer = Browser(app).post("/barriere-melden", report(once=key))
    assert answer.status_code == 422
    assert "Die Schrift ist zu klein." in answer.text
    assert rows(BarrierReport) == 0


def test_the_key_of_somebody_elses_form_does_not_carry_mine_out_as_done(app: Flask) -> None:
    home, form = city(), report()
    assert Browser(app, inhabitant(home)).post("/barriere-melden", form).status_code == 303
    answer = Browser(app, inhabitant(home)).post("/barriere-melden", {**form, "message": "Etwas ganz anderes."})
    assert answer.status_code == 422
    assert "Etwas ganz anderes." in answer.text
    assert rows(BarrierReport) == 1


@pytest.mark.parametrize("field", ["message", "page", "contact"])
@pytest.mark.parametrize("typed", ["\x00", "x" * 20_000])
def test_what_cannot_be_stored_comes_back_with_the_reason(app: Flask, field: str, typed: str) -> None:
    answer = Browser(app).post("/barriere-melden", report(**{field: typed}))
    assert answer.status_code == 422
    assert f'id="{field}-fehler"' in answer.text
    assert rows(BarrierReport) == 0


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "'; DROP TABLE person; --", "Ünïcödé 🦉\u202e\u2028"])
def test_whatever_can_be_stored_is_stored_as_it_was_typed(app: Flask, typed: str) -> None:
    assert Browser(app).post("/barriere-melden", report(message=typed)).status_code == 303
    db.session.rollback()
    assert db.session.scalars(select(BarrierReport.message)).one() == typed
