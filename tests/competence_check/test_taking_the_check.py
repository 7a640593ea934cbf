"""Taking the check in a browser: begin, answer, go back, pause, finish, and everything that can go wrong."""

import json
import re

import pytest
from sqlalchemy import func, select

from competence_check.models import Answer, Competence, Estimate, Item, Run
from competence_check.rules import MOST_TASKS
from lms.kernel.db import db
from lms.xapi.models import Statement
from tests.competence_check.conftest import House, answer_all, begin, counted, once_of

pytestmark = pytest.mark.db

FORM = {"version": "1"}


def answers() -> dict[int, Answer]:
    return {answer.item_id: answer for answer in db.session.scalars(select(Answer))}


def number_of(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_the_start_page_says_how_long_and_who_sees_what(house: House) -> None:
    house.person("1")
    page = house.browser("1").get("/kompetenzcheck").text
    assert re.search(r"21 kurze Selbsteinschätzungen, etwa \d bis \d Minuten", page)
    assert re.search(r"Zusammen etwa 1[12] bis 1\d Minuten", page)
    assert "sehen nur Sie" in page
    assert "Keine Angabe" in page


def test_a_run_begins_with_21_self_ratings_and_then_chooses_one_task_after_the_other(house: House) -> None:
    person = house.person("1")
    begin(house.browser("1"))
    run = db.session.scalars(select(Run)).one()
    items = {item.id: item for item in db.session.scalars(select(Item))}
    assert [items[number].kind for number in run.item_order] == ["self_rating"] * 21
    assert (run.organisation_id, run.family, run.state) == (house.organisation_id, "case-work", "open")
    assert [len(answer_all(person, only=many).item_order) for many in (20, 21, 22, 30)] == [21, 22, 23, 31]
    tasks = answer_all(person).item_order[21:]
    assert len(tasks) == len(set(tasks)) == MOST_TASKS
    areas = dict(db.session.execute(select(Item.id, Competence.area_id).join(Competence)).all())
    assert len({areas[task] for task in tasks[:5]}) == 5


def test_beginning_twice_leads_to_the_same_run(house: House) -> None:
    house.person("1")
    browser = house.browser("1")
    once = once_of(browser.get("/kompetenzcheck"))
    first, second, third = (
        browser.post("/kompetenzcheck", data={"once": key, "family": ""}).headers["Location"]
        for key in (once, once, "6ba7b810-9dad-41d1-80b4-00c04fd430c8")
    )
    assert first == second == third
    assert number_of(Run) == 1


def test_an_unknown_role_family_is_refused_and_nothing_begins(house: House) -> None:
    house.person("1")
    browser = house.browser("1")
    once = once_of(browser.get("/kompetenzcheck"))
    assert browser.post("/kompetenzcheck", data={"once": once, "family": "pirat"}).status_code == 422
    assert number_of(Run) == 0


def test_every_question_is_one_page_with_the_question_as_heading_in_the_legend(house: House) -> None:
    run = answer_all(house.person("1"), only=21 + 12)
    browser = house.browser("1")
    for number in (1, 21, *range(22, 35)):
        page = browser.get(f"/kompetenzcheck/{run.uid}/frage/{number}")
        assert page.status_code == 200
        assert re.search(r"<legend[^>]*><h1[^>]*>[^<]+", page.text)
        assert page.text.count("<h1") == 1
        assert "Speichern und später fortsetzen" in page.text
        assert ("Weiß ich nicht" in page.text) == (number > 21)
        assert not re.search(r"\son\w+=|style=", page.text)


def test_progress_is_a_range_of_tasks_and_minutes(house: House) -> None:
    run = answer_all(house.person("1"), only=21 + 3)
    page = house.browser("1").get(f"/kompetenzcheck/{run.uid}/frage/25").text
    assert re.search(r"Aufgabe 4 · noch etwa \d+ bis \d+ Aufgaben · noch etwa \d+ bis \d+ Minuten", page)


def test_an_answer_is_kept_at_once_and_leads_to_the_next_question(house: House) -> None:
    house.person("1")
    browser = house.browser("1")
    uid = begin(browser)
    sent = browser.post(f"/kompetenzcheck/{uid}/frage/1", data={**FORM, "step": "3"})
    assert (sent.status_code, sent.headers["Location"]) == (303, f"/kompetenzcheck/{uid}/frage/2")
    kept = next(iter(answers().values()))
    assert (kept.response, kept.score, kept.item_version) == ({"step": 3}, 3.0, 1)
    again = browser.get(f"/kompetenzcheck/{uid}/frage/1").text
    assert re.search(r'value="3" checked', again)


def test_answering_again_replaces_and_does_not_count_twice(house: House) -> None:
    house.person("1")
    browser = house.browser("1")
    uid = begin(browser)
    for step in ("3", "3", "0", "unknown"):
        assert browser.post(f"/kompetenzcheck/{uid}/frage/1", data={**FORM, "step": step}).status_code == 303
    kept = answers()
    assert len(kept) == 1
    assert next(iter(kept.values())).score is None


def test_not_knowing_earns_nothing_and_is_kept(house: House) -> None:
    person = house.person("1")
    browser = house.browser("1")
    run = answer_all(person, only=21)
    assert browser.post(f"/kompetenzcheck/{run.uid}/frage/22", data={**FORM, "unknown": "1"}).status_code == 303
    assert answers()[run.item_order[21]].score == 0
    assert "Bisher haben Sie" in browser.get(f"/kompetenzcheck/{run.uid}/frage/22").text


def test_an_answer_that_does_not_belong_to_the_task_is_refused_and_nothing_is_lost(house: House) -> None:
    house.person("1")
    browser = house.browser("1")
    uid = begin(browser)
    browser.post(f"/kompetenzcheck/{uid}/frage/1", data={**FORM, "step": "3"})
    for data in ({}, {"step": "99"}, {"step": "a\x00"}):
        page = browser.post(f"/kompetenzcheck/{uid}/frage/1", data={**FORM, **data})
        assert page.status_code == 422
        assert "<title>Fehler:" in page.text
        assert 'href="#antwort-1"' in page.text
    assert next(iter(answers().values())).score == 3


def test_pausing_keeps_a_chosen_answer_and_needs_none(house: House) -> None:
    house.person("1")
    browser = house.browser("1")
    uid = begin(browser)
    for data in ({"step": "3"}, {}):
        paused = browser.post(f"/kompetenzcheck/{uid}/frage/1", data={**FORM, **data, "later": "1"})
        assert paused.status_code == 303
        assert paused.headers["Location"].startswith("/kompetenzcheck#")
    assert len(answers()) == 1
    assert browser.get(f"/kompetenzcheck/{uid}/weiter").headers["Location"].endswith("/frage/2")
    assert "Weitermachen" in browser.get("/kompetenzcheck").text


@pytest.mark.parametrize("version", ["", "abc", "-1", "²", "1" * 50])
def test_a_version_that_was_tampered_with_is_no_error_of_ours(house: House, version: str) -> None:
    house.person("1")
    browser = house.browser("1")
    uid = begin(browser)
    sent = browser.post(f"/kompetenzcheck/{uid}/frage/1", data={"version": version, "step": "1"})
    assert sent.status_code == 422


def test_a_question_that_does_not_exist_is_not_found(house: House) -> None:
    house.person("1")
    browser = house.browser("1")
    uid = begin(browser)
    for place in ("frage/0", "frage/x", "frage/-1"):
        assert browser.get(f"/kompetenzcheck/{uid}/{place}").status_code == 404


def test_nobody_reaches_the_run_of_somebody_else(house: House) -> None:
    house.person("1")
    house.person("2")
    uid = begin(house.browser("1"))
    other = house.browser("2")
    pages = ("weiter", "frage/1", "abschliessen", "ergebnis", "rueckblick", "loeschen", "freigeben")
    for path in (*pages, "ergebnis.json", "ergebnis.pdf"):
        assert other.get(f"/kompetenzcheck/{uid}/{path}").status_code == 404, path
    acts = ("weiter", "frage/1", "abschliessen", "teilen", "zuruecknehmen", "loeschen", "klarer", "freigeben")
    for path in acts:
        assert other.post(f"/kompetenzcheck/{uid}/{path}", data={**FORM, "step": "1"}).status_code == 404, path
    assert number_of(Run) == 1


def test_one_may_finish_early_after_a_task_of_every_area(house: House) -> None:
    person = house.person("1")
    run = answer_all(person, only=21 + 4)
    browser = house.browser("1")
    assert "fehlt noch" in browser.get(f"/kompetenzcheck/{run.uid}/abschliessen").text
    assert browser.post(f"/kompetenzcheck/{run.uid}/abschliessen").headers["Location"].endswith("/abschliessen")
    assert number_of(Estimate) == 0
    answer_all(person, only=21 + 5)
    assert "Jetzt zum Ergebnis" in browser.get(f"/kompetenzcheck/{run.uid}/frage/27").text
    assert browser.post(f"/kompetenzcheck/{run.uid}/abschliessen").status_code == 303
    assert number_of(Estimate) == 26


def test_finishing_twice_changes_nothing_and_later_answers_are_refused_kindly(house: House) -> None:
    run = answer_all(house.person("1"))
    browser = house.browser("1")
    for _time in range(2):
        assert browser.post(f"/kompetenzcheck/{run.uid}/abschliessen").headers["Location"].endswith("/ergebnis")
    assert number_of(Estimate) == 26
    late_number = len(run.item_order)
    before = {number: answer.response for number, answer in answers().items()}
    late = browser.post(f"/kompetenzcheck/{run.uid}/frage/{late_number}", data={**FORM, "unknown": "1"})
    assert late.status_code == 409
    assert "schon abgeschlossen" in late.text
    assert browser.get(f"/kompetenzcheck/{run.uid}/frage/{late_number}").status_code == 409
    assert {number: answer.response for number, answer in answers().items()} == before


def test_statements_say_that_somebody_took_the_check_and_never_how_it_went(house: House) -> None:
    person = house.person("anna@stadt.example")
    run = answer_all(person)
    browser = house.browser(person.login)
    for path in ("abschliessen", "teilen", "zuruecknehmen"):
        browser.post(f"/kompetenzcheck/{run.uid}/{path}")
    payloads = [row.payload for row in db.session.scalars(select(Statement).order_by(Statement.seq))]
    verbs = [json.loads(payload)["verb"]["id"].rpartition("/")[2] for payload in payloads]
    assert verbs == ["initialized", "completed", "shared", "terminated"]
    assert json.loads(payloads[1])["result"].keys() == {"completion", "duration"}
    for payload in payloads:
        assert not re.search(r"score|scaled|Stufe|level|theta|anna@", payload)


def test_nobody_meets_a_task_twice_within_a_year(house: House) -> None:
    person = house.person("1")
    browser = house.browser("1")
    met: list[int] = []
    for _time in range(3):
        run = answer_all(person)
        met += run.item_order[21:]
        browser.post(f"/kompetenzcheck/{run.uid}/abschliessen")
    assert len(met) == len(set(met)) == 3 * MOST_TASKS


def test_every_page_of_the_check_needs_few_queries(house: House) -> None:
    run = answer_all(house.person("1"), only=30)
    browser = house.browser("1")
    for path in (
        "/",
        "/kompetenzcheck",
        f"/kompetenzcheck/{run.uid}/frage/30",
        f"/kompetenzcheck/{run.uid}/abschliessen",
    ):
        with counted() as statements:
            assert browser.get(path).status_code == 200
        assert len(statements) <= 12, (path, statements)
