"""Reading writes nothing: a browser that prefetches, a crawler, a curious person leave no trace."""

import pytest
from flask import Flask
from sqlalchemy import select

from lms.accounts.models import Person
from lms.kernel.db import db
from tests.web.browser import Browser, all_rows

pytestmark = pytest.mark.db

SAMPLES = {"slug": "zoom", "key": "warteraum", "name": "warteraum.de.svg", "filename": "css/page.css"}


@pytest.mark.parametrize("login", [None, "mitarbeit", "leitung", "personal", "admin", "beratung", "betrieb"])
def test_visiting_every_page_changes_no_table(city: Flask, login: str | None) -> None:
    person = db.session.scalars(select(Person).where(Person.login == login)).one() if login else None
    browser = Browser(city, person)
    pages = [
        rule.rule
        for rule in city.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and (not rule.arguments or rule.endpoint.startswith("learning."))
    ]
    for name, value in SAMPLES.items():
        pages = [page.replace(f"<{name}>", value).replace(f"<path:{name}>", value) for page in pages]
    before = all_rows()
    for method in ("GET", "HEAD"):
        for page in pages:
            assert browser.open(page, method).status_code < 500, page
    assert all_rows() == before


def test_what_browsers_send_when_they_prefetch_changes_nothing(city: Flask) -> None:
    browser = Browser(city, db.session.scalars(select(Person).where(Person.login == "mitarbeit")).one())
    before = all_rows()
    browser.page("/kurse/zoom/warteraum", headers={"Sec-Purpose": "prefetch;prerender", "Purpose": "prefetch"})
    assert all_rows() == before
