"""The pages of a roadmap: who sees them, what they cost, and what is recorded."""

import re
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.accounts.demo import DEMO_PASSWORD
from lms.kernel.db import db, transaction
from lms.xapi.models import Statement
from roadmap.models import Roadmap
from tests.roadmap.people import Somebody, count_queries, somebody, versions

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("monday")]


def test_every_kind_of_event_is_recorded_as_a_statement(anna: Somebody) -> None:
    anna.start(profile="trades")
    anna.press("stunden", weekly_minutes="120")
    for slug in anna.slugs():
        anna.finish(slug)
    home = f"http://localhost/roadmap/{anna.roadmap().uid}"
    about = [statement for statement in db.session.scalars(select(Statement)) if home in str(vars(statement))]
    assert len(about) == 2 + len(anna.steps()) + 1


def test_every_month_has_one_heading_also_where_a_step_may_begin_before_the_one_it_follows(anna: Somebody) -> None:
    anna.start()
    with transaction():
        _first, dated, alone, *_others = anna.steps()
        dated.start_date, alone.start_date = date(2026, 12, 2), date(2026, 11, 30)
    headings = re.findall(r"roadmap-month[^>]*>([^<]+)<", anna.browser.get("/roadmap").text)
    assert headings[:2] == ["November 2026", "Dezember 2026"]
    assert len(headings) == len(set(headings))


def test_somebody_elses_roadmap_does_not_exist(anna: Somebody, stocked_app: Flask) -> None:
    anna.start()
    uid, course = anna.roadmap().uid, anna.slugs()[0]
    for other in (somebody(stocked_app, "carl"), somebody(stocked_app, "dora", organisation="firma")):
        for path in ("", "/fassungen", "/fassungen/1"):
            assert other.browser.get(f"/roadmap/{uid}{path}").status_code == 404
        for button in ("stunden", "weglassen", "zurueckholen", "ergebnis", "ab-heute"):
            form = {"weekly_minutes": "120", "course": course}
            assert other.browser.post(f"/roadmap/{uid}/{button}", data=form).status_code == 404
    assert versions() == 1


def test_nobody_is_asked_to_sign_in(stocked_app: Flask) -> None:
    assert stocked_app.test_client().get("/roadmap").status_code in (302, 303)


def test_the_start_page_shows_the_next_step_or_invites(anna: Somebody) -> None:
    assert "Und wie geht es weiter?" in anna.browser.get("/").text
    anna.start()
    assert "Ihr nächster Schritt" in anna.browser.get("/").text


def test_pages_need_at_most_twelve_queries(anna: Somebody) -> None:
    counter = count_queries()
    anna.browser.get("/roadmap/neu")
    assert counter.count <= 12
    anna.start()
    anna.press("weglassen", course=anna.slugs()[0])
    uid = anna.roadmap().uid
    for path in ("/roadmap", f"/roadmap/{uid}", f"/roadmap/{uid}/fassungen", f"/roadmap/{uid}/fassungen/1"):
        counter.begin()
        assert anna.browser.get(path).status_code == 200
        assert counter.count <= 12, path


def test_english_pages_are_english(anna: Somebody) -> None:
    anna.start()
    anna.browser.set_cookie("sprache", "en")
    page = anna.browser.get("/roadmap").text
    assert "Your steps" in page
    assert "Weglassen" not in page


def test_one_active_roadmap_per_person_is_kept_by_the_database(anna: Somebody) -> None:
    anna.start()
    query = select(func.count()).select_from(Roadmap).where(Roadmap.active)
    assert db.session.scalar(query) == 1


def test_the_demo_city_has_roadmaps_for_people_with_a_result(city: Flask) -> None:
    roadmaps = db.session.scalars(select(Roadmap)).all()
    assert len(roadmaps) > 10
    assert versions() == len(roadmaps)
    browser = city.test_client()
    browser.post("/anmelden", data={"login": "mitarbeit", "password": DEMO_PASSWORD})
    assert "Ihre Schritte" in browser.get("/roadmap").text
