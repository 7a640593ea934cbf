"""The roadmap as PDF and as a workbook: accessible, in both languages, with everything that the page says."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from lms.kernel import clock
from lms.kernel.sheets.reading import read_table
from roadmap.overview import overview
from roadmap.papers.paper import values
from tests.roadmap.people import Somebody, count_queries, somebody
from tests.roadmap.test_best_plan_in_the_background import work
from tests.roadmap.test_funding_of_plans import take_an_offer
from tests.web.test_papers import plain

pytestmark = pytest.mark.db
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def anna(stocked_app: Flask) -> Iterator[Somebody]:
    """With a plan that has everything: goals, a contradiction, changes, an offer with funding, a stated level."""
    with clock.at(MONDAY):
        anna = somebody(stocked_app, family="case-work")
        anna.take_check(2.0, MONDAY - timedelta(days=3))
        anna.start(weekly_minutes="30", deadline="2027-01-31", goals=["e-rechnung"], demand="y")
        anna.press("stufen", **{"level_2.1": "1", "reason_2.1": "=HYPERLINK(1) #panic() Neu"})
        work()
        take_an_offer(anna)
        anna.press("foerderung", size="30")
        yield anna


def test_the_pdf_is_accessible_and_says_what_the_page_says(anna: Somebody, stocked_app: Flask) -> None:
    where, counter = f"/roadmap/{anna.roadmap().uid}/lernweg.pdf", count_queries()
    assert where in anna.browser.get("/roadmap").text
    for language in ("de", "en"):
        anna.browser.set_cookie("sprache", language)
        counter.begin()
        answer = anna.browser.get(where)
        assert counter.count <= 12
        assert answer.headers["Content-Type"] == "application/pdf"
        made = plain(answer.data)
        assert b"pdfuaid" in made
        assert re.search(rb"/Lang ?\(" + language.encode(), made)
        for kind in (b"/H1", b"/H2", b"/H3", b"/TH", b"/TD", b"/L"):
            assert kind in made
    with stocked_app.test_request_context():
        shown = values(overview(anna.roadmap(), anna.version()))
    assert [step["number"] for step in shown["steps"]] == [step.position for step in anna.steps()]
    assert all(step["reasons"] for step in shown["steps"][:-1])
    assert all(0 <= step["offset"] < step["offset"] + step["width"] <= 1 + 1e-9 for step in shown["steps"])
    assert shown["steps"][-1]["funding"].startswith("Förderung: Eine Anfrage lohnt sich nach §")
    assert [gap["stated"] for gap in shown["gaps"] if gap["stated"]] == ["=HYPERLINK(1) #panic() Neu"]
    assert shown["open"]
    assert shown["changes"]
    assert "fertig bis 31. Januar 2027" in shown["conflict"]["constraints"]
    assert any("Bis zum 31. Januar 2027 reicht die Lernzeit nicht" in sentence for _name, sentence in shown["open"])
    (step,) = shown["funding"]["steps"]
    assert len(step["programmes"]) == 3
    assert ["Kosten", "900 €"] in shown["facts"]


def test_the_workbook_has_days_and_numbers_as_such_and_no_formula(anna: Somebody) -> None:
    answer = anna.browser.get(f"/roadmap/{anna.roadmap().uid}/lernweg.xlsx")
    assert answer.status_code == 200
    book: Any = load_workbook(BytesIO(answer.data))
    assert book.sheetnames == ["Überblick", "Schritte", "Lücken", "Was offen bleibt", "Förderung"]
    rows = list(book["Schritte"].iter_rows(min_row=2, values_only=True))
    steps = anna.steps()
    assert [row[0] for row in rows] == [step.position for step in steps]
    assert [row[3].date() for row in rows] == [step.start_date for step in steps]
    assert sum(row[5] for row in rows) == pytest.approx(sum(step.minutes for step in steps) / 60, abs=0.1)
    assert rows[-1][6] == 900
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert any(cell.value == "=HYPERLINK(1) #panic() Neu" for cell in book["Lücken"]["H"])
    rules = read_table(BytesIO(answer.data), sheet="Förderung").rows
    assert {row["Stand"] for row in rules} >= {"erfüllt", "offen"}
    anna.browser.set_cookie("sprache", "en")
    english = anna.browser.get(f"/roadmap/{anna.roadmap().uid}/lernweg.xlsx").data
    assert load_workbook(BytesIO(english)).sheetnames[1] == "Steps"
