"""The result as a PDF: accessible, in the language of the person, with the levels, their ranges and the next steps."""

import re

import pytest
from flask_babel import force_locale

from competence_check import runs
from competence_check.models import Item
from competence_check.result_page import result_page
from competence_check.result_paper import as_pdf, values
from competence_check.tasks.format import Response
from lms.accounts.models import Person
from lms.catalogue.queries import offered_courses
from lms.kernel.db import db, transaction
from tests.competence_check.conftest import House, answer_all, counted, right, unknown
from tests.web.test_papers import plain

pytestmark = pytest.mark.db


def unsure(item: Item) -> Response:
    """Somebody who rates themselves in the middle and solves the easy tasks."""
    return right(item) if item.band in ("", "basic") else unknown(item)


def test_the_result_is_an_accessible_pdf_that_only_the_person_gets(house: House) -> None:
    run = answer_all(house.person("1"), how=unsure)
    house.person("2")
    browser = house.browser("1")
    where = f"/kompetenzcheck/{run.uid}/ergebnis.pdf"
    assert browser.get(where).headers["Location"].endswith("/weiter")
    browser.post(f"/kompetenzcheck/{run.uid}/abschliessen")
    assert where in browser.get(f"/kompetenzcheck/{run.uid}/ergebnis").text
    assert house.browser("2").get(where).status_code == 404
    for language in ("de", "en"):
        with transaction():
            db.session.get_one(Person, run.person_id).language = language
        with counted() as statements:
            answer = browser.get(where)
        assert len(statements) <= 12, statements
        assert answer.headers["Content-Type"] == "application/pdf"
        made = plain(answer.data)
        assert b"pdfuaid" in made
        assert re.search(rb"/Lang ?\(" + language.encode(), made)
        for kind in (b"/H1", b"/H2", b"/H3", b"/TH", b"/TD", b"/L"):
            assert kind in made


def test_it_says_every_level_with_its_range_and_three_steps_with_minutes(house: House) -> None:
    run = answer_all(house.person("1"), how=unsure)
    house.browser("1").post(f"/kompetenzcheck/{run.uid}/abschliessen")
    with house.app.test_request_context():
        page = result_page(runs.own_run(run.person_id, run.uid), offered_courses())
        framework = runs.framework_of(page.run)
        with force_locale("de"):
            shown = values(page, framework)
            assert as_pdf(page, framework).startswith(b"%PDF")
    rows = [row for group in shown["groups"] for row in group["rows"]]
    assert (len(shown["areas"]), len(rows)) == (5, 21)
    for row in (*shown["areas"], *rows):
        assert row["level"].startswith("Stufe ")
        assert row["range"]
        assert 0 <= row["low"] <= row["best"] <= row["high"] <= 1
    assert {row["own"] for row in rows} == {"etwa Stufe 4"}
    assert len(shown["steps"]) == 3
    for step in shown["steps"]:
        assert re.fullmatch(r"\d+ Minuten?", step["minutes"])
        assert step["need"]
        assert "/kurse/" in step["address"]
