"""Whatever stands in an address, nobody sees our own fault: every GET route and parameter, every kind of person."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from lms.accounts.models import Person
from lms.kernel.db import db
from tests.web.browser import Browser

pytestmark = pytest.mark.db

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("lms", "competence_check", "roadmap")

TEXTS = [
    "\x00", "a\x00b", "x" * 3000, "-1", "0", "2147483648", "99999999999999999999999", "1.5", "1e400", "NaN", "²",
    "", " ", "%", "'; DROP TABLE person; --", "<script>alert(1)</script>", "../../../etc/passwd", "ünïcödé\u202e🦉",
    "{}", "[]", "null", "zoom",
]  # fmt: skip
NUMBERS = [0, 1, 2**31 - 1, 2**31, 2**63, 10**30]

# What stands in for the other parts of an address while one is hostile.
HARMLESS = {"slug": "zoom", "key": "warteraum", "name": "warteraum.de.svg", "filename": "css/page.css"}
KINDS = [None, "mitarbeit", "admin", "personal", "beratung"]


@cache
def parameters() -> tuple[str, ...]:
    """Every query parameter that some view reads."""
    reading = re.compile(r"""args(?:\.get|\.getlist|\.pop)?[(\[]\s*["'](\w+)["']""")
    files = [file for package in PACKAGES for file in (ROOT / package).rglob("*.py")]
    return tuple(sorted({name for file in files for name in reading.findall(file.read_text(encoding="utf-8"))}))


def routes(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())]


def fillings(rule: Rule) -> Iterator[dict[str, object]]:
    """Values for the parts of the address: each part hostile in turn, the others harmless."""
    kinds = {name: kind or "string" for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", rule.rule)}
    hostile: dict[str, list[object]] = {"int": [*NUMBERS], "uuid": [uuid4()]}
    texts: list[object] = [text for text in TEXTS if text]
    harmless = {name: {"int": 1, "uuid": uuid4()}.get(kind, HARMLESS.get(name, "x")) for name, kind in kinds.items()}
    for name, kind in kinds.items():
        for value in hostile.get(kind, texts):
            yield {**harmless, name: value}


def browser_of(app: Flask, login: str | None) -> Browser:
    if login is None:
        return Browser(app)
    return Browser(app, db.session.scalars(select(Person).where(Person.login == login)).one())


@pytest.mark.parametrize("login", KINDS)
def test_no_part_of_an_address_makes_us_fail(city: Flask, login: str | None) -> None:
    browser = browser_of(city, login)
    failed = []
    with city.test_request_context():
        addresses = city.url_map.bind("localhost")
        asked = [
            (rule.endpoint, values, addresses.build(rule.endpoint, values))
            for rule in routes(city)
            for values in fillings(rule)
        ]
    for endpoint, values, address in asked:
        status = browser.get(address).status_code
        if status >= 500:
            failed.append((endpoint, {name: str(value)[:30] for name, value in values.items()}, status))
    assert not failed


@pytest.mark.parametrize("login", KINDS)
def test_no_query_parameter_makes_us_fail(city: Flask, login: str | None) -> None:
    browser = browser_of(city, login)
    assert {"q", "next", "seite"} <= set(parameters())
    failed = []
    for rule in routes(city):
        if rule.arguments:
            continue
        for text in TEXTS:
            query = {name: [text, text[::-1]] for name in parameters()}
            status = browser.get(rule.rule, query_string=query).status_code
            if status >= 500:
                failed.append((rule.rule, text[:30], status))
    assert not failed


def test_each_parameter_alone_makes_nothing_fail(city: Flask) -> None:
    browser = browser_of(city, "admin")
    failed = []
    for rule in routes(city):
        if rule.arguments:
            continue
        for name in parameters():
            for text in ("\x00", "99999999999999999999999", "x" * 3000, "-1"):
                status = browser.get(rule.rule, query_string={name: text}).status_code
                if status >= 500:
                    failed.append((rule.rule, name, text[:30], status))
    assert not failed


NO_TEXT = ["/kurse/%ED%A0%80", "/kurse/%ff%fe", "/%00", "/kurse/zoom%00", "/suche?q=%ff%ED%A0%80&=&&"]


@pytest.mark.parametrize("raw", NO_TEXT)
def test_bytes_that_are_no_text_make_nothing_fail(city: Flask, raw: str) -> None:
    assert browser_of(city, None).get(raw).status_code < 500


def test_a_page_of_nothing_but_its_parameters_is_the_same_page(city: Flask) -> None:
    """Unknown parameters are ignored: links from mails and newsletters carry some."""
    browser = browser_of(city, None)
    assert browser.get("/kurse?utm_source=x&x=1").status_code == 200
