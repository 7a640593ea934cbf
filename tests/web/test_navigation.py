"""The main navigation: short for everybody, in menus that need no script, and it says where somebody is."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from flask import Flask

from lms.kernel.access import Role
from tests.web.browser import Browser, city, inhabitant

pytestmark = pytest.mark.db

ROLES = [
    {Role.EMPLOYEE},
    {Role.EMPLOYEE, Role.MANAGER},
    {Role.EMPLOYEE, Role.HR, Role.PROGRAMME},
    {Role.EMPLOYEE, Role.ADMIN, Role.AUTHOR},
    {Role.EMPLOYEE, Role.HR, Role.ADMIN},
    {Role.CONSULTANT},
    {Role.GUEST},
]


@dataclass
class Navigation(HTMLParser):
    """What the main navigation of a page shows at once, and what is in its menus by the text of their summary."""

    open: list[str] = field(default_factory=list)
    menus: dict[str, list[str]] = field(default_factory=dict)
    current: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.inside = self.summary = False
        self.menu = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "nav":
            self.inside = values.get("aria-label") == "Hauptnavigation"
        if self.inside and tag == "summary":
            self.summary = True
        if self.inside and tag == "a":
            (self.menus[self.menu] if self.menu else self.open).append(values["href"] or "")
        if self.inside and values.get("aria-current"):
            self.current.append(f"{tag} {values['aria-current']}")

    def handle_data(self, data: str) -> None:
        if self.summary and data.strip():
            self.menu = data.strip()
            self.menus[self.menu] = []

    def handle_endtag(self, tag: str) -> None:
        if tag == "summary":
            self.summary = False
        if tag == "details":
            self.menu = ""
        if tag == "nav":
            self.inside = False


def navigation(page: str) -> Navigation:
    found = Navigation()
    found.feed(page)
    return found


def test_every_role_sees_at_most_eight_entries_at_once_and_each_leads_somewhere_and_tells_where_one_is(
    stocked_app: Flask,
) -> None:
    house = city()
    for roles in ROLES:
        browser = Browser(stocked_app, inhabitant(house, *roles))
        shown = navigation(browser.page("/"))
        assert len(shown.open) + len(shown.menus) <= 8, roles
        assert shown.current == ["a page"]
        addresses = [*shown.open, *(each for links in shown.menus.values() for each in links)]
        assert len(addresses) == len(set(addresses))
        # A menu of one entry would only hide it.
        assert all(1 < len(links) <= 8 for links in shown.menus.values()), roles
        for menu, links in shown.menus.items():
            assert menu in ("Team und Bedarf", "Verwaltung")
            for address in links:
                assert navigation(browser.page(address)).current == ["summary true", "a page"], address


def test_all_that_hr_looks_after_is_in_one_menu_in_the_order_of_the_work(app: Flask) -> None:
    shown = navigation(Browser(app, inhabitant(city(), Role.EMPLOYEE, Role.HR)).page("/"))
    assert shown.menus["Team und Bedarf"] == [
        "/kompetenzcheck/team",
        "/kompetenzcheck/einladungen",
        "/freigaben",
        "/gemeinsam/plaene",
        "/koennen/fehlt",
        "/rueckblick/kurse",
        "/ziele",
    ]
