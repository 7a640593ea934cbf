"""Language and colours are chosen by a button, without JavaScript, and kept."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import get_babel

from lms.kernel.db import db, transaction
from tests.web.browser import Browser, city, inhabitant

pytestmark = pytest.mark.db


def language_of(page: str) -> str:
    found = re.search(r'<html lang="(\w+)"', page)
    assert found
    return found.group(1)


def test_the_browser_decides_until_somebody_chooses(app: Flask) -> None:
    for header, expected in [
        ("en-GB,en;q=0.9", "en"),
        ("de-AT,de;q=0.9,en;q=0.5", "de"),
        ("fr,en;q=0.2", "en"),
        ("fr", "de"),
        ("", "de"),
        ("!!;;q=x,,\x7f", "de"),
    ]:
        page = Browser(app).page("/", headers={"Accept-Language": header})
        assert language_of(page) == expected, header


def test_the_cookie_comes_before_the_browser(app: Flask) -> None:
    browser = Browser(app)
    assert browser.post("/sprache", {"sprache": "en", "next": "/kurse"}).headers["Location"] == "/kurse"
    assert language_of(browser.page("/", headers={"Accept-Language": "de"})) == "en"


def test_the_account_comes_before_the_cookie(app: Flask) -> None:
    person = inhabitant(city())
    with transaction():
        person.language = "de"
    browser = Browser(app, person)
    browser.post("/sprache", {"sprache": "en"})
    assert language_of(browser.page("/konto", headers={"Accept-Language": "en"})) == "de"


def test_an_account_without_a_language_leaves_it_to_cookie_and_browser(app: Flask) -> None:
    browser = Browser(app, inhabitant(city()))
    assert language_of(browser.page("/konto", headers={"Accept-Language": "en"})) == "en"
    browser.post("/sprache", {"sprache": "de"})
    assert language_of(browser.page("/konto", headers={"Accept-Language": "en"})) == "de"


def test_a_language_chosen_in_the_account_holds_on_every_device(app: Flask) -> None:
    person = inhabitant(city())
    assert Browser(app, person).post("/konto/sprache", {"language": "en"}).status_code == 303
    db.session.expire_all()
    assert language_of(Browser(app, person).page("/", headers={"Accept-Language": "de"})) == "en"


@pytest.mark.parametrize("wanted", ["", "fr", "DE", "de'", "x" * 10_000, "\x00"])
def test_an_unknown_language_is_refused_and_nothing_kept(app: Flask, wanted: str) -> None:
    answer = Browser(app).post("/sprache", {"sprache": wanted})
    assert answer.status_code == 400
    assert "sprache=" not in str(answer.headers.getlist("Set-Cookie"))


@pytest.mark.parametrize("cookie", ["fr", "", "<script>", "de;en"])
def test_a_language_cookie_that_we_never_set_is_ignored(app: Flask, cookie: str) -> None:
    browser = Browser(app)
    browser.client.set_cookie("sprache", cookie)
    assert language_of(browser.page("/", headers={"Accept-Language": "en"})) == "en"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chosen_theme_stands_on_every_page(app: Flask, theme: str) -> None:
    browser = Browser(app)
    assert browser.post("/darstellung", {"darstellung": theme, "next": "/"}).status_code == 303
    page = browser.page("/anmelden")
    assert f'data-kern-theme="{theme}"' in page
    assert browser.post("/darstellung", {"darstellung": ""}).status_code == 303
    assert "data-kern-theme" not in browser.page("/anmelden")


@pytest.mark.parametrize("wanted", ["blue", "dark\x00", "x" * 10_000])
def test_an_unknown_theme_is_refused(app: Flask, wanted: str) -> None:
    assert Browser(app).post("/darstellung", {"darstellung": wanted}).status_code == 400


@pytest.mark.parametrize("cookie", ['"><script>alert(1)</script>', "blue", "x" * 3000])
def test_a_theme_cookie_that_we_never_set_changes_nothing(app: Flask, cookie: str) -> None:
    browser = Browser(app)
    browser.client.set_cookie("darstellung", cookie)
    assert "data-kern-theme" not in browser.page("/")


def test_english_pages_are_english(stocked_app: Flask) -> None:
    page = Browser(stocked_app).page("/suche?q=zoom", headers={"Accept-Language": "en"})
    assert "Admit" in page or "Zoom" in page
    assert "Ihre Frage in eigenen Worten" not in page
    assert "Barriere melden" not in page


def test_every_catalogue_of_the_project_is_read_by_the_application(app: Flask) -> None:
    root = Path(__file__).resolve().parents[2]
    packages = ("lms", "competence_check", "roadmap")
    expected = {str(root / package / "translations") for package in packages}
    assert expected <= set(get_babel(app).translation_directories)
