"""Whatever stands in an address, nobody sees our own fault: every GET route and parameter, every kind of person."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import ClassVar
from uuid import uuid4

import pytest
from flask import Flask, Request
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.routing import Rule

from lms.accounts.models import Person, roles_of
from lms.kernel.access import POLICY, access_of
from lms.kernel.db import db
from tests.web.browser import Browser

pytestmark = pytest.mark.db

TEXTS = [
    "\x00", "a\x00b", "x" * 3000, "-1", "0", "2147483648", "99999999999999999999999", "1.5", "1e400", "NaN", "²",
    "", " ", "%", "'; DROP TABLE person; --", "<script>alert(1)</script>", "../../../etc/passwd", "ünïcödé\u202e🦉",
    "{}", "[]", "null", "zoom",
]  # fmt: skip
NUMBERS = [0, 1, 2**31 - 1, 2**31, 2**63, 10**30]

# What stands in for the other parts of an address while one is hostile.
HARMLESS = {"slug": "zoom", "key": "warteraum", "name": "warteraum.de.svg", "filename": "css/page.css"}
KINDS = [None, "mitarbeit", "admin", "personal", "beratung"]


class Noting(ImmutableMultiDict[str, str]):
    """The parameters of an address, which notes the names that a view asks for, itself or through a form."""

    asked: ClassVar[set[str]] = set()

    def __contains__(self, name: object) -> bool:
        self.asked.add(str(name))
        return super().__contains__(name)

    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        return super().__getitem__(name)


class NotingRequest(Request):
    """A request that notes which parameters are read."""

    parameter_storage_class = Noting


def parameters_of(browser: Browser, address: str) -> set[str]:
    """The names that the page behind `address` reads from it, also those it reads only where others are given."""
    Noting.asked.clear()
    names: set[str] = set()
    while True:
        browser.get(address, query_string=dict.fromkeys(names, "1"))
        if Noting.asked <= names:
            return names
        names |= Noting.asked


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


def person_called(login: str) -> Person:
    return db.session.scalars(
        select(Person).where(Person.login == login).options(selectinload(Person.assignments))
    ).one()


def browser_of(app: Flask, login: str | None) -> Browser:
    return Browser(app, person_called(login) if login else None)


def is_open(endpoint: str, person: Person | None) -> bool:
    """Whether the view gets to see the address: for those without the right it ends at the door, whatever it holds.

    Visitors are sent to sign in with the address in hand, so all of it counts for them.
    """
    permission = access_of(endpoint).permission
    return person is None or permission is None or bool(POLICY[permission] & roles_of(person.assignments))


@pytest.mark.parametrize("login", KINDS)
def test_no_part_of_an_address_makes_us_fail(city: Flask, login: str | None) -> None:
    person = person_called(login) if login else None
    browser = Browser(city, person)
    failed = []
    with city.test_request_context():
        addresses = city.url_map.bind("localhost")
        asked = [
            (rule.endpoint, values, addresses.build(rule.endpoint, values))
            for rule in routes(city)
            for values in islice(fillings(rule), None if is_open(rule.endpoint, person) else 1)
        ]
    for endpoint, values, address in asked:
        status = browser.get(address).status_code
        if status >= 500:
            failed.append((endpoint, {name: str(value)[:30] for name, value in values.items()}, status))
    assert not failed


def pages(app: Flask, browser: Browser) -> Iterator[tuple[str, set[str]]]:
    """Every address without parts, with the parameters it reads."""
    app.request_class = NotingRequest
    for rule in routes(app):
        if not rule.arguments:
            yield rule.rule, parameters_of(browser, rule.rule)


@pytest.mark.parametrize("login", KINDS)
def test_no_query_parameter_makes_us_fail(city: Flask, login: str | None) -> None:
    browser = browser_of(city, login)
    failed, seen = [], set()
    for address, names in pages(city, browser):
        seen |= names
        for text in TEXTS if names else ():
            query = {name: [text, text[::-1]] for name in names}
            status = browser.get(address, query_string=query).status_code
            if status >= 500:
                failed.append((address, text[:30], status))
    assert not failed
    assert "q" in seen


def test_each_parameter_alone_makes_nothing_fail(city: Flask) -> None:
    browser = browser_of(city, "admin")
    failed, seen = [], set()
    for address, names in pages(city, browser):
        seen |= names
        for name in names:
            for text in ("\x00", "99999999999999999999999", "x" * 3000, "-1"):
                status = browser.get(address, query_string={name: text}).status_code
                if status >= 500:
                    failed.append((address, name, text[:30], status))
    assert not failed
    assert {"q", "next", "seite", "nach", "rahmen"} <= seen


NO_TEXT = ["/kurse/%ED%A0%80", "/kurse/%ff%fe", "/%00", "/kurse/zoom%00", "/suche?q=%ff%ED%A0%80&=&&"]


@pytest.mark.parametrize("raw", NO_TEXT)
def test_bytes_that_are_no_text_make_nothing_fail(city: Flask, raw: str) -> None:
    assert browser_of(city, None).get(raw).status_code < 500


def test_a_page_of_nothing_but_its_parameters_is_the_same_page(city: Flask) -> None:
    """Unknown parameters are ignored: links from mails and newsletters carry some."""
    browser = browser_of(city, None)
    assert browser.get("/kurse?utm_source=x&x=1").status_code == 200
