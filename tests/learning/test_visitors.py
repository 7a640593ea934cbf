"""Visitors read open courses without an account, are counted under a random name, and see nothing internal."""

from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from lms.kernel.db import db
from lms.kernel.tenancy import OrganisationKind
from lms.learning.models import CourseProgress
from lms.xapi.models import Statement
from tests.learning.learners import WAITING_ROOM, said, statements
from tests.web.browser import Browser, city, inhabitant, rows

pytestmark = pytest.mark.db


def test_a_visitor_reads_an_open_course_and_is_counted_under_a_random_name(stocked_app: Flask) -> None:
    city()
    browser = Browser(stocked_app)
    assert "Den Warteraum öffnen" in browser.page(WAITING_ROOM)
    assert browser.post(f"{WAITING_ROOM}/geoeffnet").status_code == 204
    (statement,) = statements()
    name = statement["actor"]["account"]["name"]
    assert name.startswith("visitor-")
    assert UUID(name.removeprefix("visitor-")).version == 4
    assert rows(CourseProgress) == 0


def test_a_visitor_is_counted_once_per_step_and_visit(stocked_app: Flask) -> None:
    city()
    browser = Browser(stocked_app)
    for key in ("warteraum", "warteraum", "planen", "warteraum"):
        browser.post(f"/kurse/zoom/{key}/geoeffnet")
    assert said() == ["experienced zoom/warteraum", "experienced zoom/planen"]
    assert len({each["actor"]["account"]["name"] for each in statements()}) == 1


def test_two_visitors_have_two_names(stocked_app: Flask) -> None:
    city()
    for _visitor in range(2):
        Browser(stocked_app).post(f"{WAITING_ROOM}/geoeffnet")
    assert len({each["actor"]["account"]["name"] for each in statements()}) == 2


def test_visitors_are_counted_by_the_city_not_by_a_firm(stocked_app: Flask) -> None:
    city("firma", OrganisationKind.FIRM)
    home = city("stadt")
    Browser(stocked_app).post(f"{WAITING_ROOM}/geoeffnet")
    db.session.rollback()
    assert db.session.scalars(select(Statement.organisation_id)).all() == [home.id]


def test_without_a_city_nobody_is_counted_and_nothing_fails(stocked_app: Flask) -> None:
    assert Browser(stocked_app).post(f"{WAITING_ROOM}/geoeffnet").status_code == 204
    assert rows(Statement) == 0


@pytest.mark.parametrize(
    "address",
    ["/kurse/fehlzeiten", "/kurse/fehlzeiten/krank-melden", "/kurse/fehlzeiten/medien/krank-melden.de.svg"],
)
def test_internal_courses_are_shown_after_signing_in_only(stocked_app: Flask, address: str) -> None:
    browser = Browser(stocked_app)
    answer = browser.get(address)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/anmelden?next={address}")
    assert browser.post("/kurse/fehlzeiten/krank-melden/geoeffnet").status_code == 401
    browser.sign_in(inhabitant(city()))
    assert browser.get(address).status_code == 200
    assert rows(Statement) == 0


def test_an_open_page_offers_visitors_no_way_to_internal_courses(stocked_app: Flask) -> None:
    browser = Browser(stocked_app)
    for address in ("/", "/kurse", WAITING_ROOM, "/kurse/windows/homeoffice-verbinden", "/suche?q=urlaub"):
        page = browser.page(address)
        for slug in ("fehlzeiten", "e-akte", "serviceportal"):
            assert f'href="/kurse/{slug}' not in page, (address, slug)


def test_a_visitor_who_wants_to_finish_a_step_is_asked_to_sign_in(stocked_app: Flask) -> None:
    city()
    assert Browser(stocked_app).post(f"{WAITING_ROOM}/erledigt").status_code == 401
    assert rows(Statement) == 0


def test_the_name_of_a_visitor_is_not_the_name_they_have_after_signing_in(stocked_app: Flask) -> None:
    person, browser = inhabitant(city()), Browser(stocked_app)
    browser.post(f"{WAITING_ROOM}/geoeffnet")
    browser.sign_in(person)
    browser.post(f"{WAITING_ROOM}/geoeffnet")
    visitor, known = (each["actor"]["account"]["name"] for each in statements())
    assert visitor != known == person.uid
