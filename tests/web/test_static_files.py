"""Static files: everything a page names is there, and may be kept for a year because its address changes with it."""

import re

import pytest
from flask import Flask

from lms.kernel.access import Role
from tests.web.browser import Browser, city, inhabitant

pytestmark = pytest.mark.db

PAGES = ["/", "/konto", "/suche?q=zoom", "/kurse", "/kurse/zoom", "/kurse/zoom/warteraum", "/barriere-melden"]


@pytest.mark.parametrize("address", PAGES)
def test_every_file_that_a_page_names_is_there(stocked_app: Flask, address: str) -> None:
    browser = Browser(stocked_app, inhabitant(city(), Role.ADMIN))
    page = browser.page(address)
    files = set(re.findall(r'(?:src|href)="([^"]*/(?:static|medien)/[^"]*)"', page))
    assert len(files) >= 5
    assert {file: browser.get(file.replace("&amp;", "&")).status_code for file in files} == dict.fromkeys(files, 200)


def test_the_script_that_records_openings_reaches_the_browser(stocked_app: Flask) -> None:
    browser = Browser(stocked_app)
    (script,) = re.findall(r'src="([^"]*opened\.js[^"]*)"', browser.page("/kurse/zoom/warteraum"))
    answer = browser.get(script.replace("&amp;", "&"))
    assert answer.status_code == 200
    assert "data-opened" in answer.text


def test_a_marked_file_is_kept_and_an_unmarked_one_asked_for_again(app: Flask) -> None:
    browser = Browser(app)
    (marked,) = re.findall(r'href="(/static/css/page\.css\?v=[0-9a-f]{10})"', browser.page("/"))
    assert browser.get(marked).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert browser.get("/static/css/page.css").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "address",
    ["/static/../plugin.py", "/static/%2e%2e/plugin.py", "/kurse/zoom/medien/..%2fcourse.toml"],
)
def test_nothing_outside_the_folders_is_served(stocked_app: Flask, address: str) -> None:
    assert Browser(stocked_app).get(address).status_code == 404
