"""Every page, as each role sees it: no barrier that axe-core knows, nothing cut off, nothing in the console."""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page
from sqlalchemy import select

from lms.accounts.models import Person
from lms.kernel.db import db
from roadmap.groups.models import GroupPlan, GroupResult
from roadmap.models import Roadmap
from tests.journeys.accessibility import ColourScheme, violations
from tests.journeys.conftest import LiveServer, sign_in

pytestmark = [pytest.mark.db, pytest.mark.browser]

PAGES = {
    "": (
        *("/", "/suche?q=krank", "/suche?q=xyzxyz", "/kurse", "/kurse/zoom", "/kurse/zoom/warteraum", "/anmelden"),
        *("/hilfe", "/barrierefreiheit", "/datenschutz", "/impressum", "/barriere-melden", "/gibt-es-nicht"),
        *("/xapi/profile", "/angebote", "/bedarf", "/foerderung", "/datenschutz/gespeichert"),
        *("/ziele", "/ziele/profile/case-work", "/ziele/vorhaben/e-akte-einfuehren?profil=case-work"),
    ),
    "mitarbeit": (
        *("/", "/kurse/e-akte", "/kurse/ki-im-buero", "/konto", "/kompetenzcheck", "/roadmap", "/roadmap/neu"),
        *(
            "/koennen?q=Besprechungen",
            "/koennen?q=xyzxyz",
            "/programm?frei=ja",
            "/programm?q=xyzxyz",
            "/programm/meine",
        ),
        *("/roadmap/kalender", "{roadmap}/vergleich?weekly_minutes=240&external=y", "{roadmap}/stufen"),
        *("{roadmap}/foerderung", "{roadmap}/fassungen", "{roadmap}/fassungen/1"),
    ),
    "leitung": ("/", "/kompetenzcheck"),
    "betrieb": (
        *("/", "/personen", "/kompetenzcheck/team", "/roadmap", "/gemeinsam", "/gemeinsam/{plan}", "/rueckblick"),
        *("/gemeinsam/plaene", "/gemeinsam/plaene/neu", "/gemeinsam/plaene/{plan}"),
    ),
    "personal": (
        *("/", "/kompetenzcheck/team", "/kompetenzcheck/einladungen", "/freigaben", "/beratung", "/koennen/fehlt"),
        *("/kompetenzcheck/messguete", "/kompetenzcheck/team?rahmen=digitale-kultur"),
        *(
            "/programm/planung",
            "/programm/planung?zeit=vergangen",
            "/programm/planung/neu",
            "/programm/planung/einlesen",
        ),
        *("/gemeinsam/plaene", "/rueckblick/kurse", "/ziele/profile/case-work"),
    ),
    "admin": (
        *("/personen", "/personen/neu", "/lernnachweise", "/lernnachweise/zugaenge", "/lernnachweise/zugaenge/neu"),
        *("/lernnachweise/weiterleitung", "/lernnachweise/weiterleitung/neu", "/barrieren"),
        *("/lernnachweise?was=/kurse/zoom", "/lernnachweise/aufbewahrung", "/lernnachweise/person-entfernen"),
        *("/kompetenzcheck/aufgaben", "/kompetenzcheck/aufgaben/neu", "/kompetenzcheck/aufgaben/abdeckung"),
        *("/kompetenzcheck/aufgaben/einlesen", "/kompetenzcheck/aufgaben/ausgeben?format=mark"),
    ),
    "beratung": ("/betriebe", "/freigaben"),
}


@dataclass(frozen=True)
class View:
    """How somebody looks at the pages: the width of their window in px, their colours, their language."""

    width: int
    scheme: ColourScheme
    locale: str

    def take(self, page: Page) -> None:
        """Make the window as wide as this."""
        page.set_viewport_size({"width": self.width, "height": 900})


DESK = View(1280, "light", "de-DE")
PHONE = View(390, "dark", "en-GB")
# What a page looks like does not depend on where its data lie: each database has one of the two walks.
WALKS = {"sqlite": (DESK, PHONE), "postgresql": (PHONE, DESK)}


def test_every_page_can_be_read_and_used_by_everybody(browser: Browser, live_city: LiveServer) -> None:
    """At a desk and on a phone, in light and in dark colours, in German and in English."""
    with live_city.app.app_context():
        view, other = WALKS[db.engine.dialect.name]
    found: list[str] = []
    plan = _plan_of_the_firm(live_city)
    for login, addresses in PAGES.items():
        # Colours that are still on their way to another scheme are in neither.
        context = browser.new_context(locale=view.locale, reduced_motion="reduce")
        page = context.new_page()
        if login:
            _sign_in_whatever_the_language(page, live_city, login)
        known = {"plan": plan, "roadmap": _roadmap_of(live_city, login)}
        for address in addresses:
            found += [
                f"{login or 'nobody'} {address}: {each}"
                for each in _faults(page, live_city.url + address.format(**known), view, other)
            ]
        context.close()
    assert found == []


def _plan_of_the_firm(server: LiveServer) -> str:
    """The joint plan that has a result."""
    with server.app.app_context():
        query = select(GroupPlan.uid).join(GroupResult, GroupResult.group_id == GroupPlan.id)
        return db.session.scalars(query).one()


def _roadmap_of(server: LiveServer, login: str) -> str:
    """The address of the person's own roadmap."""
    with server.app.app_context():
        query = select(Roadmap.uid).join(Person, Person.id == Roadmap.person_id).where(Person.login == login)
        return f"/roadmap/{db.session.scalars(query.where(Roadmap.active)).one_or_none()}"


def _faults(page: Page, url: str, view: View, other: View) -> list[str]:
    """What is wrong with the page at `url`: in its view, in the colours of the other, in the width of the other."""
    noise: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and "404" not in message.text:
            noise.append(message.text)

    page.on("console", hear)
    page.emulate_media(color_scheme=view.scheme)
    view.take(page)
    page.goto(url)
    found = [*_cut_off(page, view), *violations(page, also_in=other.scheme)]
    other.take(page)
    found += _cut_off(page, other)
    page.remove_listener("console", hear)
    return [*found, *noise]


def _cut_off(page: Page, view: View) -> list[str]:
    """Whether the page sticks out of the window."""
    wide = int(page.evaluate("document.documentElement.scrollWidth"))
    return [f"{wide} px wide at {view.width} px"] if wide > view.width else []


def _sign_in_whatever_the_language(page: Page, server: LiveServer, login: str) -> None:
    page.context.add_cookies([{"name": "sprache", "value": "de", "url": server.url}])
    sign_in(page, server, login)
    page.context.clear_cookies(name="sprache")
