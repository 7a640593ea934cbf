"""Opening a step is recorded when it is in front of somebody: once within half an hour, never by a prefetch."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from lms.kernel.access import Role
from lms.learning.models import CourseProgress
from lms.xapi.models import Statement
from tests.learning.learners import WAITING_ROOM, said, statements
from tests.web.browser import Browser, city, inhabitant, rows

pytestmark = pytest.mark.db

NINE = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def test_opening_again_within_half_an_hour_is_one_statement(stocked_app: Flask) -> None:
    browser = Browser(stocked_app, inhabitant(city()))
    for minutes in (0, 1, 29):
        answer = browser.post(f"{WAITING_ROOM}/geoeffnet", at=NINE + timedelta(minutes=minutes))
        assert answer.status_code == 204
    assert said() == ["experienced zoom/warteraum"]


def test_opening_again_half_an_hour_later_is_two_statements(stocked_app: Flask) -> None:
    browser = Browser(stocked_app, inhabitant(city()))
    for minutes in (0, 31):
        browser.post(f"{WAITING_ROOM}/geoeffnet", at=NINE + timedelta(minutes=minutes))
    assert said() == ["experienced zoom/warteraum"] * 2
    assert rows(CourseProgress) == 1


def test_each_step_is_opened_by_itself(stocked_app: Flask) -> None:
    browser = Browser(stocked_app, inhabitant(city()))
    for key in ("warteraum", "planen", "planen"):
        browser.post(f"/kurse/zoom/{key}/geoeffnet", at=NINE)
    assert said() == ["experienced zoom/warteraum", "experienced zoom/planen"]


def test_the_statement_names_an_opaque_account_the_course_and_the_moment(stocked_app: Flask) -> None:
    person = inhabitant(city(), login="4711")
    Browser(stocked_app, person).post(f"{WAITING_ROOM}/geoeffnet", at=NINE)
    (statement,) = statements()
    assert statement["actor"]["account"]["name"] == person.uid
    assert "4711" not in str(statement)
    assert person.name not in str(statement)
    assert datetime.fromisoformat(statement["timestamp"]) == NINE
    (course,) = statement["context"]["contextActivities"]["parent"]
    assert course["id"] == "http://localhost/kurse/zoom"
    assert statement["object"]["definition"]["name"]["de"].startswith("Den Warteraum öffnen")


def test_all_statements_of_a_person_in_a_course_share_one_registration(stocked_app: Flask) -> None:
    browser = Browser(stocked_app, inhabitant(city()))
    for key in ("warteraum", "planen"):
        browser.post(f"/kurse/zoom/{key}/geoeffnet", at=NINE)
    browser.post("/kurse/windows/drucken-pdf/geoeffnet", at=NINE)
    first, second, other = (each["context"]["registration"] for each in statements())
    assert first == second != other


def test_looking_at_a_page_records_nothing(stocked_app: Flask) -> None:
    browser = Browser(stocked_app, inhabitant(city()))
    for address in ("/kurse/zoom", WAITING_ROOM, f"{WAITING_ROOM}?print=1"):
        browser.page(address)
    assert rows(Statement) == rows(CourseProgress) == 0


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/kurse/zoom/gibt-es-nicht/geoeffnet", 404),
        ("/kurse/gibt-es-nicht/warteraum/geoeffnet", 404),
        ("/kurse/zoom%00/warteraum/geoeffnet", 404),
        ("/kurse/zoom/" + "x" * 3000 + "/erledigt", 404),
        ("/kurse/ki-im-buero/x/erledigt", 404),
        ("/kurse/zoom/teilgenommen", 403),
    ],
)
def test_what_cannot_be_done_is_refused_and_leaves_nothing(stocked_app: Flask, address: str, status: int) -> None:
    assert Browser(stocked_app, inhabitant(city())).post(address).status_code == status
    assert rows(Statement) == rows(CourseProgress) == 0


def test_a_guest_learns_in_open_courses_and_knows_nothing_of_internal_ones(stocked_app: Flask) -> None:
    browser = Browser(stocked_app, inhabitant(city(), Role.GUEST))
    assert browser.post(f"{WAITING_ROOM}/geoeffnet").status_code == 204
    assert browser.get("/kurse/fehlzeiten").status_code == 404
    assert browser.post("/kurse/fehlzeiten/krank-melden/erledigt").status_code == 404
    assert rows(Statement) == 1
