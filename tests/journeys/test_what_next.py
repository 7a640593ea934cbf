"""Journey 3: what next?"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import violations
from tests.journeys.conftest import LiveServer

pytestmark = [pytest.mark.db, pytest.mark.browser]


@pytest.fixture
def on_the_roadmap(employee: Page, live_city: LiveServer) -> Page:
    """The employee plans a new roadmap for team leads with two hours a week."""
    employee.goto(f"{live_city.url}/roadmap/neu")
    employee.get_by_role("radio", name="Teamleitung").check()
    employee.get_by_role("radio", name="2 Stunden", exact=True).check()
    employee.get_by_role("button", name="Lernweg anlegen").click()
    expect(employee).to_have_url(f"{live_city.url}/roadmap")
    return employee


def steps(page: Page) -> list[str]:
    """The titles of the steps that are still to be done."""
    return page.locator(".roadmap-step:not(.roadmap-step--done) .roadmap-step__title").all_inner_texts()


def test_a_result_and_a_target_become_steps_with_dates_minutes_and_reasons(on_the_roadmap: Page) -> None:
    assert len(steps(on_the_roadmap)) >= 2
    first = on_the_roadmap.locator(".roadmap-step").first
    expect(first.locator(".roadmap-step__when")).to_contain_text(re.compile("ab |Uhr"))
    expect(first).to_contain_text(re.compile("Minuten|Stunde"))
    expect(first.locator(".roadmap-step__reason")).to_be_visible()
    assert violations(on_the_roadmap) == []


def test_a_course_that_is_left_out_is_gone_and_can_come_back(on_the_roadmap: Page) -> None:
    left_out = steps(on_the_roadmap)[-1]
    on_the_roadmap.get_by_role("button", name=f"Weglassen – {left_out}").click()
    assert left_out not in steps(on_the_roadmap)
    on_the_roadmap.get_by_role("button", name=re.compile(re.escape(left_out))).click()
    assert left_out in steps(on_the_roadmap)


def test_other_hours_a_week_redraw_the_roadmap(on_the_roadmap: Page) -> None:
    dates = on_the_roadmap.locator(".roadmap-step__when").all_inner_texts()
    on_the_roadmap.get_by_label("Lernzeit pro Woche").select_option("30")
    on_the_roadmap.get_by_role("button", name="Neu planen").click()
    expect(on_the_roadmap.get_by_label("Lernzeit pro Woche")).to_have_value("30")
    assert on_the_roadmap.locator(".roadmap-step__when").all_inner_texts() != dates


def test_finishing_a_course_moves_the_roadmap_on(on_the_roadmap: Page, live_city: LiveServer) -> None:
    lasts_hours = on_the_roadmap.locator(".kern-body--muted", has_text=re.compile(r"Stunde"))
    seminar = on_the_roadmap.locator(".roadmap-step", has=lasts_hours).first
    title = seminar.locator(".roadmap-step__title").inner_text()
    seminar.get_by_role("link", name=title).first.click()
    on_the_roadmap.get_by_role("button", name="Ich habe teilgenommen").click()
    on_the_roadmap.goto(f"{live_city.url}/roadmap")
    assert title not in steps(on_the_roadmap)
    expect(on_the_roadmap.locator(".roadmap-step--done", has_text=title)).to_be_visible()


def test_pressing_twice_plans_once(employee: Page, live_city: LiveServer) -> None:
    employee.goto(f"{live_city.url}/roadmap/neu")
    employee.get_by_role("radio", name="Teamleitung").check()
    form = employee.locator("form.roadmap-start")
    fields = form.evaluate("form => [...new FormData(form)]")
    answers = employee.evaluate(
        """async ([url, fields]) => {
            const send = () => fetch(url, {method: "POST", body: new URLSearchParams(fields), redirect: "follow"});
            return (await Promise.all([send(), send()])).map(answer => answer.status);
        }""",
        [form.get_attribute("action"), fields],
    )
    assert set(answers) == {200}
    employee.goto(f"{live_city.url}/roadmap")
    expect(employee.locator(".roadmap-step").first).to_be_visible()
