"""Finishing a step counts once; the last one completes the course, once; a seminar is completed by saying so."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from lms.kernel.db import db
from lms.learning.models import CourseProgress, StepProgress
from tests.learning.learners import WAITING_ROOM, finish, keys, said
from tests.web.browser import PASSWORD, Browser, city, inhabitant, rows

pytestmark = pytest.mark.db

NINE = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def test_finishing_a_step_twice_counts_once(stocked_app: Flask) -> None:
    browser = Browser(stocked_app, inhabitant(city()))
    for _time in range(3):
        finish(browser, "zoom", "warteraum")
    assert said() == ["experienced zoom/warteraum", "completed zoom/warteraum"]
    assert rows(StepProgress) == 1


def test_after_a_step_one_is_led_to_the_next_open_one(stocked_app: Flask) -> None:
    browser = Browser(stocked_app, inhabitant(city()))
    first, second, third, *_rest = keys("zoom")
    finish(browser, "zoom", second)
    assert browser.post(f"/kurse/zoom/{first}/erledigt").headers["Location"] == f"/kurse/zoom/{third}"


def test_the_last_step_completes_the_course_with_one_statement(stocked_app: Flask) -> None:
    browser, steps = Browser(stocked_app, inhabitant(city())), keys("zoom")
    finish(browser, "zoom", *steps[:-1])
    assert "completed zoom" not in said()
    answer = browser.post(f"/kurse/zoom/{steps[-1]}/erledigt")
    assert answer.headers["Location"] == "/kurse/zoom"
    assert "Geschafft" in browser.page("/kurse/zoom")
    assert said().count("completed zoom") == 1
    finish(browser, "zoom", steps[-1], steps[0])
    assert said().count("completed zoom") == 1


def test_the_steps_may_be_finished_in_any_order(stocked_app: Flask) -> None:
    browser = Browser(stocked_app, inhabitant(city()))
    finish(browser, "zoom", *reversed(keys("zoom")))
    assert said().count("completed zoom") == 1


def test_each_person_completes_for_themselves(stocked_app: Flask) -> None:
    home = city()
    for _person in range(2):
        finish(Browser(stocked_app, inhabitant(home)), "zoom", *keys("zoom"))
    assert said().count("completed zoom") == 2
    assert rows(CourseProgress) == 2


def test_a_seminar_is_completed_by_saying_so_once(stocked_app: Flask) -> None:
    browser = Browser(stocked_app, inhabitant(city()))
    for _time in range(2):
        assert browser.post("/kurse/ki-im-buero/teilgenommen").status_code == 303
    assert said() == ["completed ki-im-buero"]
    assert "Sie haben an diesem Kurs teilgenommen." in browser.page("/kurse/ki-im-buero")


def test_progress_survives_signing_out_and_another_device(stocked_app: Flask) -> None:
    inhabitant(city(), login="4711", password=PASSWORD)
    browser = Browser(stocked_app)
    browser.post("/anmelden", {"login": "4711", "password": PASSWORD})
    finish(browser, "zoom", "warteraum")
    assert "1 von 8 Schritten erledigt" in browser.page("/kurse/zoom")
    browser.post("/abmelden")
    assert "Schritten erledigt" not in browser.page("/kurse/zoom")
    elsewhere = Browser(stocked_app)
    elsewhere.post("/anmelden", {"login": "4711", "password": PASSWORD})
    assert "1 von 8 Schritten erledigt" in elsewhere.page("/kurse/zoom")


def test_the_start_page_leads_on_where_one_left_off(stocked_app: Flask) -> None:
    browser = Browser(stocked_app, inhabitant(city()))
    assert "Weiter, wo Sie aufgehört haben" not in browser.page("/")
    browser.post("/kurse/windows/drucken-pdf/geoeffnet", at=NINE)
    browser.post(f"{WAITING_ROOM}/geoeffnet", at=NINE + timedelta(hours=1))
    assert left_off(browser.page("/")) == ["zoom/warteraum", "windows/drucken-pdf"]
    browser.post("/kurse/windows/drucken-pdf/geoeffnet", at=NINE + timedelta(hours=2))
    assert left_off(browser.page("/")) == ["windows/drucken-pdf", "zoom/warteraum"]


def test_a_completed_course_no_longer_waits_on_the_start_page(stocked_app: Flask) -> None:
    browser = Browser(stocked_app, inhabitant(city()))
    finish(browser, "zoom", *keys("zoom"))
    assert "Weiter, wo Sie aufgehört haben" not in browser.page("/")


def left_off(page: str) -> list[str]:
    panel = page.partition('aria-labelledby="weiter-titel"')[2].partition("</section>")[0]
    return re.findall(r'href="/kurse/([^"]+)"', panel)


def test_a_retired_course_says_that_it_is_gone_and_waits_nowhere(stocked_app: Flask) -> None:
    browser = Browser(stocked_app, inhabitant(city()))
    finish(browser, "zoom", "warteraum")
    db.session.execute(text("UPDATE course SET retired = true WHERE slug = 'zoom'"))
    db.session.commit()
    before = said()
    for address in ("/kurse/zoom", WAITING_ROOM):
        assert browser.get(address).status_code == 410
    for address in (f"{WAITING_ROOM}/geoeffnet", "/kurse/zoom/planen/erledigt"):
        assert browser.post(address).status_code == 410
    assert said() == before
    assert "Weiter, wo Sie aufgehört haben" not in browser.page("/")


def test_a_step_that_was_retired_is_missed_by_nobody(stocked_app: Flask) -> None:
    browser = Browser(stocked_app, inhabitant(city()))
    browser.post(f"{WAITING_ROOM}/geoeffnet")
    db.session.execute(text("UPDATE step SET retired = true WHERE key = 'warteraum'"))
    db.session.commit()
    assert browser.get(WAITING_ROOM).status_code == 404
    for link in left_off(browser.page("/")):
        assert browser.get(f"/kurse/{link}").status_code == 200, link
    finish(browser, "zoom", *keys("zoom"))
    assert said().count("completed zoom") == 1
