"""Somebody who cannot use something says so without an account; those who answer for it see it and close it."""

from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from lms.kernel.access import Role
from lms.kernel.db import db
from lms.kernel.tenancy import OrganisationKind
from lms.pages.models import BarrierReport
from tests.web.browser import Browser, city, inhabitant

pytestmark = pytest.mark.db


def report(browser: Browser, message: str) -> None:
    answer = browser.post("/barriere-melden", {"once": str(uuid4()), "message": message})
    assert answer.status_code == 303


def test_a_visitor_reports_and_is_thanked(app: Flask) -> None:
    browser = Browser(app)
    report(browser, "Der Kontrast ist zu schwach.")
    assert "Sie ist angekommen" in browser.page("/barriere-melden/danke")


def test_the_form_knows_the_page_one_came_from(app: Flask) -> None:
    page = Browser(app).page("/barriere-melden", query_string={"seite": '/kurse/zoom"><b>'})
    assert 'value="/kurse/zoom&#34;&gt;&lt;b&gt;"' in page


def test_a_report_keeps_neither_name_nor_address_of_its_sender(app: Flask) -> None:
    person = inhabitant(city(), login="4711")
    report(Browser(app, person), "Zu klein.")
    db.session.rollback()
    stored = db.session.scalars(select(BarrierReport)).one()
    assert stored.contact == ""
    assert not hasattr(stored, "person_id")


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUTHOR])
def test_those_who_answer_for_it_see_what_is_open(app: Flask, role: Role) -> None:
    home = city()
    report(Browser(app, inhabitant(home)), "Von einer Kollegin")
    report(Browser(app), "Von einem Besucher")
    page = Browser(app, inhabitant(home, role)).page("/barrieren")
    assert "Von einer Kollegin" in page
    assert "Von einem Besucher" in page


def test_others_may_not_read_reports(app: Flask) -> None:
    assert Browser(app, inhabitant(city())).get("/barrieren").status_code == 403
    assert Browser(app).get("/barrieren").status_code == 303


def test_a_closed_report_is_gone_from_the_list_and_stays_closed(app: Flask) -> None:
    browser = Browser(app, inhabitant(city(), Role.ADMIN))
    report(browser, "Zu klein.")
    db.session.rollback()
    number = db.session.scalars(select(BarrierReport.id)).one()
    for _time in range(2):
        assert browser.post(f"/barrieren/{number}/erledigt").status_code == 303
    assert "Zu klein." not in browser.page("/barrieren")


def test_reports_of_another_organisation_do_not_exist(app: Flask) -> None:
    report(Browser(app, inhabitant(city())), "Nur für die Stadt")
    db.session.rollback()
    number = db.session.scalars(select(BarrierReport.id)).one()
    stranger = Browser(app, inhabitant(city("firma", OrganisationKind.FIRM), Role.ADMIN))
    assert "Nur für die Stadt" not in stranger.page("/barrieren")
    assert stranger.post(f"/barrieren/{number}/erledigt").status_code == 404
    db.session.rollback()
    assert db.session.scalars(select(BarrierReport.done_at)).one() is None


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**30])
def test_a_report_that_does_not_exist_is_not_found(app: Flask, number: int) -> None:
    assert Browser(app, inhabitant(city(), Role.ADMIN)).post(f"/barrieren/{number}/erledigt").status_code == 404
