"""Journey 2: where do I stand?"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.accessibility import violations
from tests.journeys.conftest import LiveServer, sign_in

pytestmark = [pytest.mark.db, pytest.mark.browser]

SELF_RATINGS = 21


def begin(page: Page, server: LiveServer) -> None:
    """Begin a new check as somebody who has no open one."""
    page.goto(f"{server.url}/kompetenzcheck")
    page.get_by_role("main").locator("form").get_by_role("button").last.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def rate_oneself(page: Page) -> None:
    """Choose the middle step for all 21 competences."""
    for number in range(1, SELF_RATINGS + 1):
        expect(page).to_have_title(re.compile(f"Einschätzung {number} von {SELF_RATINGS}"))
        page.get_by_role("radio").nth(2).check()
        page.get_by_role("button", name="Weiter", exact=True).click()
    expect(page).to_have_title(re.compile("Aufgabe 1"))


def one_choice_is_enough(page: Page) -> bool:
    """Whether the task asks for one choice and nothing else, unlike a table or a mailbox."""
    fields = page.locator("form.cc-question :is(input:not([type=hidden]), select, textarea)")
    kinds = fields.evaluate_all("all => [...new Set(all.map(each => each.type + ' ' + each.name))]")
    return len(kinds) == 1 and kinds[0].startswith("radio")


@pytest.fixture
def somebody(visitor: Page, live_city: LiveServer) -> Page:
    """Somebody who has not taken the check yet."""
    return sign_in(visitor, live_city, "beratung")


def test_the_check_is_begun_paused_and_taken_up_where_it_was_left(somebody: Page, live_city: LiveServer) -> None:
    begin(somebody, live_city)
    for _ in range(3):
        somebody.get_by_role("radio").nth(1).check()
        somebody.get_by_role("button", name="Weiter", exact=True).click()
    somebody.get_by_role("radio").nth(3).check()
    somebody.get_by_role("button", name="Speichern und später fortsetzen").click()
    somebody.goto(f"{live_city.url}/kompetenzcheck")
    somebody.get_by_role("main").get_by_role("link", name=re.compile("ortsetzen|eiter")).first.click()
    expect(somebody).to_have_title(re.compile("Einschätzung 5 von"))
    somebody.go_back()
    somebody.go_forward()
    expect(somebody.get_by_role("heading", level=1)).to_be_visible()


def test_the_whole_check_leads_to_a_result_with_its_uncertainty(somebody: Page, live_city: LiveServer) -> None:
    begin(somebody, live_city)
    rate_oneself(somebody)
    number = 0
    while "frage" in somebody.url:
        number += 1
        expect(somebody).to_have_title(re.compile(f"Aufgabe {number}"))
        if number % 3 and one_choice_is_enough(somebody):
            somebody.get_by_role("radio").first.check()
            somebody.get_by_role("button", name="Weiter", exact=True).click()
        else:
            somebody.get_by_role("button", name="Weiß ich nicht").click()
        somebody.wait_for_url(re.compile(f"frage/{SELF_RATINGS + number + 1}$|abschliessen"))
    assert 5 <= number <= 32
    main = somebody.get_by_role("main")
    if "ergebnis" not in somebody.url:
        main.locator("form").get_by_role("button").first.click()
    expect(somebody).to_have_url(re.compile("/ergebnis$"))
    expect(main.get_by_role("heading", level=2).first).to_contain_text("gut")
    expect(main.get_by_role("table").first.get_by_role("row")).to_have_count(6)
    expect(main.get_by_role("button", name=re.compile("Drei Aufgaben mehr")).first).to_be_visible()
    expect(main.get_by_text(re.compile("zwischen Stufe")).filter(visible=True).first).to_be_visible()
    assert violations(somebody) == []


def test_an_answer_that_is_missing_is_asked_for_and_nothing_is_lost(somebody: Page, live_city: LiveServer) -> None:
    begin(somebody, live_city)
    somebody.get_by_role("button", name="Weiter", exact=True).click()
    expect(somebody).to_have_title(re.compile("^Fehler:"))
    expect(somebody.get_by_role("alert")).to_be_focused()
    assert violations(somebody) == []


def test_a_result_is_counted_in_the_unit_only_while_the_person_wants_it(employee: Page, live_city: LiveServer) -> None:
    employee.goto(f"{live_city.url}/kompetenzcheck")
    employee.get_by_role("link", name="Ergebnis ansehen").click()
    button = employee.get_by_role("button", name=re.compile("mitzählen"))
    before = button.inner_text()
    button.click()
    expect(employee.get_by_role("button", name=re.compile("mitzählen"))).not_to_have_text(before)


def test_hr_sees_gaps_of_units_and_never_of_fewer_than_seven(visitor: Page, live_city: LiveServer) -> None:
    page = sign_in(visitor, live_city, "personal")
    page.get_by_text("Team und Bedarf").press("Enter")
    page.get_by_role("link", name="Team-Überblick").press("Enter")
    rows = page.get_by_role("main").get_by_role("table").first.get_by_role("row")
    expect(rows.nth(1)).to_contain_text("Stadt Musterstadt")
    expect(page.get_by_text("zu wenige Personen").first).to_be_visible()
    counts = [int(text) for text in page.locator("tbody tr td:nth-child(2)").all_inner_texts() if text.isdigit()]
    assert counts
    assert min(counts) >= 7
