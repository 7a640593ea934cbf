"""Journey 4: a date that fits, a seat in it, and all dates of the roadmap at once."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import violations
from tests.journeys.conftest import LiveServer

pytestmark = [pytest.mark.db, pytest.mark.browser]


def test_from_a_free_seat_to_ones_own_dates_and_out_again(employee: Page, live_city: LiveServer) -> None:
    employee.get_by_role("navigation").get_by_role("link", name="Termine").click()
    employee.get_by_text("Auswahl eingrenzen").click()
    employee.get_by_label("nur mit freien Plätzen").check()
    employee.get_by_role("button", name="Finden", exact=True).click()
    date = employee.locator(".programme-date", has=employee.get_by_role("button", name=re.compile("^Teilnehmen"))).last
    title = date.get_by_role("heading").inner_text()
    date.get_by_role("button", name=re.compile("^Teilnehmen")).click()
    expect(employee.get_by_role("status").first).to_contain_text("Sie haben einen Platz.")
    assert violations(employee) == []
    employee.goto(f"{live_city.url}/programm/meine")
    employee.locator(".programme-date", has_text=title).get_by_role("link", name="Vom Termin abmelden").click()
    employee.get_by_role("button", name="Ja, abmelden").click()
    expect(employee.get_by_role("status").first).to_contain_text("Sie sind abgemeldet.")


def test_the_roadmap_enrols_in_all_its_dates(employee: Page, live_city: LiveServer) -> None:
    employee.goto(f"{live_city.url}/roadmap")
    employee.get_by_role("button", name="In alle Termine eintragen").click()
    expect(employee.get_by_role("status").first).to_contain_text("Sie sind angemeldet")
    expect(employee.get_by_text("Sie haben einen Platz").first).to_be_visible()
    assert violations(employee) == []
