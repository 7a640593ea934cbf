"""The search page and the list of courses: what a visitor and what an employee find there."""

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from lms.catalogue.models import Step
from lms.content_commands import content
from lms.kernel.db import db
from tests.catalogue.small_content import COURSE, replace, small_content, write_course
from tests.web.browser import Browser, city, inhabitant

pytestmark = pytest.mark.db


def answers(page: str) -> list[str]:
    """The steps that a search page offers, best first."""
    return re.findall(r'<h2 class="ll-result__title"><a[^>]*href="/kurse/([^"]+)"', page)


@pytest.mark.parametrize("words", ["Warteraum Zoom", "Zoom wartraum", "  WARTERAUM   zoom?! "])
def test_a_visitor_finds_the_waiting_room_first(stocked_app: Flask, words: str) -> None:
    page = Browser(stocked_app).page("/suche", query_string={"q": words})
    assert answers(page)[0] == "zoom/warteraum"


def test_what_only_looks_like_the_question_is_not_listed(stocked_app: Flask) -> None:
    browser = Browser(stocked_app)
    browser.sign_in(inhabitant(city()))
    assert "ideenwerkstatt" not in browser.page("/suche?q=wartraum")
    assert answers(browser.page("/suche?q=Drucker")) == ["windows/drucken-pdf"]


def test_the_address_found_leads_to_the_step(stocked_app: Flask) -> None:
    browser = Browser(stocked_app)
    first = answers(browser.page("/suche?q=Warteraum+Zoom"))[0]
    assert "Den Warteraum öffnen" in browser.page(f"/kurse/{first}")


def test_internal_courses_are_found_by_employees_only(stocked_app: Flask) -> None:
    browser = Browser(stocked_app)
    assert not [key for key in answers(browser.page("/suche?q=Urlaub+beantragen")) if key.startswith("fehlzeiten/")]
    assert "/kurse/fehlzeiten" not in browser.page("/kurse")
    browser.sign_in(inhabitant(city()))
    assert answers(browser.page("/suche?q=Urlaub+beantragen"))[0] == "fehlzeiten/urlaub-beantragen"
    assert "/kurse/fehlzeiten" in browser.page("/kurse")


def test_what_was_typed_stands_in_the_field_and_cannot_become_markup(stocked_app: Flask) -> None:
    page = Browser(stocked_app).page("/suche", query_string={"q": '"><script>alert(1)</script>'})
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


@pytest.mark.parametrize("query", ["", "   ", "\x00"])
def test_an_empty_search_is_a_page_with_the_field_and_no_complaint(stocked_app: Flask, query: str) -> None:
    page = Browser(stocked_app).page("/suche", query_string={"q": query})
    assert 'name="q"' in page
    assert "noch keine Anleitung" not in page


def test_a_search_that_finds_nothing_says_what_to_do_and_lists_what_there_is(stocked_app: Flask) -> None:
    browser = Browser(stocked_app)
    page = browser.page("/suche?q=qxzvy")
    assert "noch keine Anleitung" in page
    assert 'href="/kurse/zoom"' in page
    assert "/kurse/fehlzeiten" not in page
    assert 'href="/anmelden?next=/suche?q%3Dqxzvy"' in page
    browser.sign_in(inhabitant(city()))
    page = browser.page("/suche?q=qxzvy")
    assert 'href="/kurse/fehlzeiten"' in page
    assert "/anmelden" not in page


def test_an_answer_begins_to_answer_in_the_list(stocked_app: Flask) -> None:
    assert "Klicken Sie in der Leiste unten auf Teilnehmer" in Browser(stocked_app).page("/suche?q=Warteraum")


def test_a_very_long_search_is_answered(stocked_app: Flask) -> None:
    page = Browser(stocked_app).page("/suche", query_string={"q": "Warteraum Zoom " + "x" * 5000})
    assert answers(page)[0] == "zoom/warteraum"


def test_newly_loaded_content_is_found_without_a_restart(app: Flask, tmp_path: Path) -> None:
    folder, browser = small_content(tmp_path), Browser(app)
    load(app, folder)
    assert answers(browser.page("/suche?q=Quittung")) == []
    file = write_course(folder, "kasse", COURSE, steps=("eins", "zwei"))
    replace(file, "Den Warteraum öffnen", "Eine Quittung drucken")
    load(app, folder)
    assert answers(browser.page("/suche?q=Quittung"))[0] == "kasse/eins"


def test_a_visitor_finds_an_open_course_behind_any_number_of_internal_ones(app: Flask, tmp_path: Path) -> None:
    folder = small_content(tmp_path)
    internal = COURSE.replace("open = true", "open = false").replace("Den Warteraum öffnen", "Quittung Quittung")
    for number in range(20):
        write_course(folder, f"intern-{number}", internal.replace("Bildschirm", "Quittung"), steps=("eins", "zwei"))
    (folder / "courses/besprechung/steps/zwei.de.md").write_text("Am Ende gibt es eine Quittung.", encoding="utf-8")
    load(app, folder)
    assert answers(Browser(app).page("/suche?q=Quittung")) == ["besprechung/zwei"]


def test_related_steps_are_computed_when_content_is_loaded(stocked_app: Flask) -> None:
    related = db.session.scalars(select(Step.related).where(Step.retired.is_(False))).all()
    assert all(len(each) <= 3 for each in related)
    assert sum(bool(each) for each in related) > len(related) / 2


def test_a_step_does_not_repeat_the_steps_that_stand_beside_it(stocked_app: Flask) -> None:
    for key in ("bildschirm", "untertitel", "warteraum"):
        page = Browser(stocked_app).page(f"/kurse/zoom/{key}")
        assert not re.findall("/kurse/zoom/", page.partition("Das könnte auch helfen")[2].partition("</ul>")[0])
    assert "Das könnte auch helfen" in Browser(stocked_app).page("/kurse/zoom/untertitel")


def test_the_list_of_courses_says_how_long_and_how_fresh(stocked_app: Flask) -> None:
    page = Browser(stocked_app).page("/kurse")
    assert "Minuten · geprüft am 12.10.2026" in page


def load(app: Flask, folder: Path) -> None:
    db.session.rollback()
    done = app.test_cli_runner().invoke(content, ["load", "--folder", str(folder)])
    assert done.exit_code == 0, done.output
