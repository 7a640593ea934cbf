"""Every simulated task in a real browser: on a phone, for axe-core, by keyboard alone, and without scripts."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from competence_check.models import Answer, Framework, Item, Run, new_uid
from lms.accounts.models import Person
from lms.kernel.db import db, transaction
from tests.journeys.accessibility import violations
from tests.journeys.conftest import LiveServer, sign_in

pytestmark = [pytest.mark.db, pytest.mark.browser]

MAILS = "drei-mails-am-montag"


def run_of(server: LiveServer, keys: tuple[str, ...] = ()) -> tuple[str, list[str]]:
    """A run of the demo employee that asks these tasks, else one of every surface; its address and surfaces."""
    with server.app.app_context():
        wanted = Item.key.in_(keys) if keys else Item.format.in_(("simulated", "mark"))
        items = list(db.session.scalars(select(Item).where(wanted).order_by(Item.id)))
        by_surface = {item.body.get("surface", item.format): item for item in items}
        person = db.session.scalars(select(Person).where(Person.login == "mitarbeit")).one()
        with transaction():
            for former in db.session.scalars(select(Run).where(Run.person_id == person.id, Run.state == "open")):
                db.session.delete(former)
            db.session.flush()
            run = Run(
                uid=new_uid(),
                person_id=person.id,
                organisation_id=person.organisation_id,
                framework_id=db.session.scalars(select(Framework.id).where(Framework.slug == "digcomp-3.0")).one(),
                item_order=[item.id for item in by_surface.values()],
            )
            db.session.add(run)
        return f"{server.url}/kompetenzcheck/{run.uid}/frage", list(by_surface)


def score(server: LiveServer) -> float | None:
    """Of the latest answer."""
    with server.app.app_context():
        return db.session.scalars(select(Answer.score).order_by(Answer.id.desc()).limit(1)).one()


def test_every_surface_passes_axe_and_fits_a_phone(employee: Page, live_city: LiveServer) -> None:
    address, surfaces = run_of(live_city)
    assert len(surfaces) == 12
    employee.set_viewport_size({"width": 390, "height": 800})
    for number, surface in enumerate(surfaces, start=1):
        employee.goto(f"{address}/{number}")
        closed = employee.locator(".cs-look__button[aria-expanded=false]")
        while closed.count():
            left = closed.count()
            closed.first.click()
            expect(closed).to_have_count(left - 1)
        assert violations(employee) == [], surface
        assert employee.evaluate("document.documentElement.scrollWidth") <= 390, surface


def test_pictures_of_tasks_are_seen_told_and_fit_a_phone(employee: Page, live_city: LiveServer) -> None:
    address, formats = run_of(live_city, ("vier-adresszeilen", "parkautomat-mit-aufkleber", "karte-der-beschwerden"))
    assert sorted(formats) == ["match", "number", "single"]
    employee.set_viewport_size({"width": 390, "height": 800})
    for number, _format in enumerate(formats, start=1):
        employee.goto(f"{address}/{number}")
        picture = employee.get_by_role("main").get_by_role("img").first
        expect(picture).to_have_attribute("alt", re.compile(r"\w+( \S+){9}"))
        assert picture.evaluate("image => image.complete && image.naturalWidth") > 0
        assert violations(employee) == []
        assert employee.evaluate("document.documentElement.scrollWidth") <= 390


def test_mails_are_judged_by_keyboard_alone(employee: Page, live_city: LiveServer) -> None:
    address, _surfaces = run_of(live_city, (MAILS,))
    employee.goto(f"{address}/1")
    for button in ("blick-kennwort-link", "blick-termin-link", "blick-rechnung-anhang"):
        employee.locator(f"#{button}").focus()
        employee.keyboard.press("Enter")
        expect(employee.locator(f"#{button}")).to_have_attribute("aria-expanded", "true")
        expect(employee.locator(f"#{button}")).to_be_focused()
    for mail, steps in (("kennwort", 1), ("termin", 0), ("rechnung", 1)):
        employee.locator(f"#s-{mail}-bearbeiten").focus()
        employee.keyboard.press("Space")
        for _step in range(steps):
            employee.keyboard.press("ArrowDown")
    outline = employee.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    shadow = employee.evaluate("getComputedStyle(document.activeElement).boxShadow")
    assert (outline, shadow) != ("none", "none")
    employee.get_by_role("button", name="Weiter").focus()
    employee.keyboard.press("Enter")
    employee.wait_for_url(lambda url: not url.endswith("/frage/1"))
    assert score(live_city) == 1


def test_a_search_is_announced_and_nothing_is_sent_off_by_the_enter_key(employee: Page, live_city: LiveServer) -> None:
    address, _surfaces = run_of(live_city, ("satzung-im-intranet",))
    employee.goto(f"{address}/1")
    employee.get_by_label("Suchwörter").fill("fassung")
    employee.keyboard.press("Enter")
    expect(employee.locator("[data-said]")).to_have_text("2 Treffer")
    expect(employee.get_by_label("Suchwörter")).to_be_focused()
    assert employee.url.endswith("/frage/1")


def test_a_table_is_repaired_without_scripts(browser: Browser, live_city: LiveServer) -> None:
    address, _surfaces = run_of(live_city, ("summe-ohne-dezember",))
    page = browser.new_context(java_script_enabled=False, locale="de-DE").new_page()
    sign_in(page, live_city, "mitarbeit")
    page.goto(f"{address}/1")
    page.get_by_label("B5: Formel der Summe").fill("=SUMME(B2:B4)")
    page.get_by_role("button", name="Neu rechnen").click()
    expect(page.get_by_text("ergibt 1410")).to_be_visible()
    page.get_by_role("button", name="Weiter").click()
    page.wait_for_url(lambda url: not url.endswith("/frage/1"))
    assert score(live_city) == 1
    page.context.close()


def test_words_are_marked_by_keyboard(employee: Page, live_city: LiveServer) -> None:
    address, _surfaces = run_of(live_city, ("personenbezug-im-vermerk",))
    employee.goto(f"{address}/1")
    for words in ("Frau Aydin", "am Lindenweg 7", "0171 39200 15", "MU-AY 714"):
        employee.get_by_role("checkbox", name=words).focus()
        employee.keyboard.press("Space")
    employee.get_by_role("button", name="Weiter").press("Enter")
    employee.wait_for_url(lambda url: not url.endswith("/frage/1"))
    assert score(live_city) == 1
