"""Every answer carries the headers that keep browsers from doing what we never ask for."""

import re

import pytest
from flask import Flask

from lms.kernel.access import Role
from lms.web.security import HEADERS
from tests.web.browser import Browser, city, inhabitant

pytestmark = pytest.mark.db

ANSWERS = [
    ("GET", "/", 200),
    ("GET", "/anmelden", 200),
    ("GET", "/kurse", 200),
    ("GET", "/static/css/page.css", 200),
    ("GET", "/static/gibt-es-nicht.css", 404),
    ("GET", "/konto", 303),
    ("POST", "/konto/passwort", 401),
    ("GET", "/gibt-es-nicht", 404),
    ("GET", "/sprache", 405),
    ("POST", "/sprache", 400),
    ("GET", "/xapi/statements", 400),
    ("GET", "/healthz", 200),
    ("HEAD", "/", 200),
    ("OPTIONS", "/", 200),
]


@pytest.mark.parametrize(("method", "address", "status"), ANSWERS)
def test_every_kind_of_answer_carries_the_headers(app: Flask, method: str, address: str, status: int) -> None:
    answer = Browser(app).open(address, method)
    assert answer.status_code in ({400, 401} if address.startswith("/xapi") else {status})
    # Other sites may read what the record store answers to their credential; nothing else of ours.
    shared = {"Cross-Origin-Resource-Policy": "cross-origin"} if address.startswith("/xapi") else {}
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS | shared


def test_the_policy_allows_nothing_unsafe_and_nobody_elses() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'")
    assert not re.search(r"unsafe|\*|https?:|data:|blob:", policy)


@pytest.mark.parametrize("address", ["/", "/anmelden", "/suche?q=zoom", "/kurse/zoom", "/kurse/zoom/warteraum", "/x"])
def test_no_page_needs_what_the_policy_forbids(stocked_app: Flask, address: str) -> None:
    page = Browser(stocked_app).get(address).text
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", page)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', page.replace('href="http', 'data-link="http'))


def test_pages_of_signed_in_people_are_kept_by_no_shared_cache(app: Flask) -> None:
    person = inhabitant(city())
    answer = Browser(app, person).get("/konto")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer.headers["Vary"]


def test_pages_of_visitors_are_asked_for_again(app: Flask) -> None:
    answer = Browser(app).get("/")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Cookie" in answer.headers["Vary"]


def test_browsers_are_told_to_stay_on_tls_only_over_tls(app: Flask) -> None:
    browser = Browser(app)
    assert "Strict-Transport-Security" in browser.get("/", base_url="https://localhost").headers
    assert "Strict-Transport-Security" not in browser.get("/").headers


def test_the_session_cookie_cannot_be_read_by_scripts_nor_sent_from_other_sites(app: Flask) -> None:
    person = inhabitant(city(), Role.EMPLOYEE, login="4711", password="vier wörter hintereinander")
    answer = Browser(app).post("/anmelden", {"login": person.login, "password": "vier wörter hintereinander"})
    assert answer.status_code == 303
    (cookie,) = (each for each in answer.headers.getlist("Set-Cookie") if each.startswith("session="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
