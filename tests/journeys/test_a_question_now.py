"""Journey 1: a question now."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import func, select

from lms.kernel.db import db
from lms.xapi.models import Statement
from lms.xapi.vocabulary import adl
from tests.journeys.accessibility import violations
from tests.journeys.conftest import LiveServer, sign_in

pytestmark = [pytest.mark.db, pytest.mark.browser]


def statements_about(server: LiveServer, path: str, verb: str) -> int:
    """How many statements with the verb are stored about the address."""
    with server.app.app_context():
        query = select(func.count()).where(Statement.activity == f"http://localhost{path}", Statement.verb == verb)
        return db.session.scalar(query) or 0


def ask(page: Page, words: str) -> None:
    page.get_by_label("Ihre Frage in eigenen Worten").fill(words)
    page.get_by_role("button", name="Finden").click()


@pytest.mark.parametrize("words", ["Warteraum Zoom", "Zoom wartraum"])
def test_anybody_types_a_question_and_opens_the_step_that_answers(visitor: Page, words: str) -> None:
    ask(visitor, words)
    first = visitor.get_by_role("main").get_by_role("listitem").first
    expect(first).to_contain_text("Warteraum")
    first.get_by_role("link").click()
    expect(visitor).to_have_url(re.compile("/kurse/zoom/warteraum$"))
    expect(visitor.get_by_role("heading", level=1)).to_contain_text("Warteraum")
    expect(visitor.get_by_role("main").get_by_role("img")).to_have_attribute("alt", re.compile(".{20,}"))
    expect(visitor.get_by_text("Geprüft am")).to_be_visible()


def test_answers_appear_while_somebody_types_and_the_arrow_keys_lead_to_them(visitor: Page) -> None:
    field = visitor.get_by_label("Ihre Frage in eigenen Worten")
    field.press_sequentially("warteraum")
    answers = visitor.get_by_role("main").get_by_role("listitem")
    expect(answers.first).to_contain_text("Warteraum")
    expect(visitor.get_by_role("status").filter(has_text="gefunden")).to_be_visible()
    assert violations(visitor) == []
    field.press("ArrowDown")
    visitor.keyboard.press("Enter")
    expect(visitor).to_have_url(re.compile("/kurse/zoom/warteraum$"))
    visitor.go_back()
    expect(answers.first).to_contain_text("Warteraum")
    visitor.get_by_label("Ihre Frage in eigenen Worten").fill("qxzvy")
    expect(visitor.get_by_role("status").filter(has_text="noch keine Anleitung")).to_be_visible()


def test_an_opening_is_recorded_when_the_step_is_in_front_of_somebody(employee: Page, live_city: LiveServer) -> None:
    before = statements_about(live_city, "/kurse/windows/bildschirm-sperren", adl.EXPERIENCED.id)
    with employee.expect_response(re.compile("/geoeffnet$")):
        employee.goto(f"{live_city.url}/kurse/windows/bildschirm-sperren")
    assert statements_about(live_city, "/kurse/windows/bildschirm-sperren", adl.EXPERIENCED.id) == before + 1


def test_finishing_steps_moves_on_and_survives_signing_out(employee: Page, live_city: LiveServer) -> None:
    employee.goto(f"{live_city.url}/kurse/phishing")
    steps = employee.get_by_role("main").get_by_role("list").first.get_by_role("link")
    title = steps.first.inner_text()
    steps.first.click()
    expect(employee.get_by_role("heading", level=1)).to_have_text(title)
    employee.get_by_role("button", name="Erledigt, weiter").click()
    expect(employee.get_by_role("heading", level=1)).not_to_have_text(title)
    second = employee.get_by_role("heading", level=1).inner_text()
    employee.wait_for_load_state("networkidle")
    employee.get_by_text("Mein Konto").click()
    employee.get_by_role("button", name="Abmelden").click()
    sign_in(employee, live_city, "mitarbeit")
    panel = employee.get_by_role("region", name="Weiter, wo Sie aufgehört haben")
    expect(panel.get_by_role("link").first).to_have_text(second)


def test_finishing_all_steps_completes_the_course_once(employee: Page, live_city: LiveServer) -> None:
    employee.goto(f"{live_city.url}/kurse/windows")
    count = employee.get_by_role("main").get_by_role("list").first.get_by_role("listitem").count()
    with live_city.app.app_context():
        before = statements_about(live_city, "/kurse/windows", adl.COMPLETED.id)
    for _ in range(count):
        open_step = employee.locator("li.ll-step:not(.ll-step--done) a").first
        if open_step.count() == 0:
            break
        open_step.click()
        employee.get_by_role("main").get_by_role("button", name=re.compile("^Erledigt")).click()
        employee.goto(f"{live_city.url}/kurse/windows")
    expect(employee.get_by_text(f"{count} von {count} Schritten erledigt")).to_be_visible()
    assert statements_about(live_city, "/kurse/windows", adl.COMPLETED.id) - before <= 1


def test_without_javascript_a_step_is_found_done_and_recorded(context: BrowserContext, live_city: LiveServer) -> None:
    assert context.browser is not None
    plain = context.browser.new_context(java_script_enabled=False, locale="de-DE")
    page = sign_in(plain.new_page(), live_city, "leitung")
    ask(page, "Bildschirm sperren")
    page.get_by_role("main").get_by_role("listitem").first.get_by_role("link").click()
    before = statements_about(live_city, "/kurse/windows/bildschirm-sperren", adl.COMPLETED.id)
    page.get_by_role("main").get_by_role("button", name=re.compile("^Erledigt")).click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert statements_about(live_city, "/kurse/windows/bildschirm-sperren", adl.COMPLETED.id) >= before
    plain.close()


def test_a_printed_step_has_no_navigation_and_no_buttons(visitor: Page, live_city: LiveServer) -> None:
    visitor.goto(f"{live_city.url}/kurse/zoom/warteraum")
    visitor.emulate_media(media="print")
    expect(visitor.get_by_role("heading", level=1)).to_be_visible()
    expect(visitor.get_by_role("navigation", name="Hauptnavigation")).to_be_hidden()
    expect(visitor.get_by_role("button", name="Drucken")).to_be_hidden()


def test_a_step_is_printed_black_on_white_also_for_those_who_read_white_on_black(
    visitor: Page, live_city: LiveServer
) -> None:
    visitor.goto(f"{live_city.url}/kurse/zoom/warteraum")
    visitor.get_by_role("button", name="dunkel").click()
    visitor.emulate_media(media="print", color_scheme="dark")
    for text in (visitor.get_by_role("heading", level=1), visitor.get_by_text("Das brauchen Sie:")):
        expect(text).to_have_css("color", "rgb(0, 0, 0)")
    expect(visitor.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
