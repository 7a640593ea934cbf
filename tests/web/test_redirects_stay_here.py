"""Nobody is led to another site by a link that begins with our address."""

from urllib.parse import urlsplit

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.browser import PASSWORD, Browser, city, inhabitant

pytestmark = pytest.mark.db

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "https://evil.example",
    "https:evil.example",
    "http:///evil.example",
    "\\\\evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\x00//evil.example",
    "javascript:alert(1)",
    "data:text/html,evil",
    "evil.example",
    "/%5cevil.example",
    "/ok/..//evil.example",
    "//[evil",
    "",
]


def leads_here(location: str) -> bool:
    """Whether a browser that follows `location` stays: browsers read a backslash as a slash and drop tabs."""
    read = location.replace("\\", "/").replace("\t", "").replace("\n", "").replace("\r", "").strip("\x00\x20")
    return read.startswith("/") and not read.startswith("//") and not urlsplit(read).netloc


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_choosing_a_language_leads_back_to_this_site_only(app: Flask, wanted: str) -> None:
    answer = Browser(app).post("/sprache", {"sprache": "en", "next": wanted})
    assert answer.status_code == 303
    assert leads_here(answer.headers["Location"]), answer.headers["Location"]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_choosing_a_theme_leads_back_to_this_site_only(app: Flask, wanted: str) -> None:
    answer = Browser(app).post("/darstellung", {"darstellung": "dark", "next": wanted})
    assert answer.status_code == 303
    assert leads_here(answer.headers["Location"]), answer.headers["Location"]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_a_signed_in_person_is_led_on_within_this_site_only(app: Flask, wanted: str) -> None:
    browser = Browser(app, inhabitant(city()))
    answer = browser.get("/anmelden", query_string={"next": wanted})
    assert answer.status_code == 303
    assert leads_here(answer.headers["Location"]), answer.headers["Location"]


def test_signing_in_leads_on_within_this_site_only(app: Flask) -> None:
    inhabitant(city(), login="4711", password=PASSWORD)
    for wanted in ELSEWHERE:
        answer = Browser(app).post("/anmelden", {"login": "4711", "password": PASSWORD, "next": wanted})
        assert answer.status_code == 303, wanted
        assert leads_here(answer.headers["Location"]), wanted


def test_signing_in_leads_back_to_the_page_one_wanted(app: Flask) -> None:
    inhabitant(city(), login="4711", password=PASSWORD)
    browser = Browser(app)
    asked = browser.get("/konto?a=1")
    assert asked.status_code == 303
    assert browser.get(asked.headers["Location"]).status_code == 200
    answer = browser.post("/anmelden", {"login": "4711", "password": PASSWORD, "next": "/konto?a=1"})
    assert answer.headers["Location"] == "/konto?a=1"


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.text(st.sampled_from("/\\:.@?#% \t\n\x00aev[]ü"), max_size=14))
def test_no_text_at_all_leads_elsewhere(app: Flask, wanted: str) -> None:
    answer = Browser(app).post("/darstellung", {"darstellung": "", "next": wanted})
    assert answer.status_code == 303
    assert leads_here(answer.headers["Location"])
