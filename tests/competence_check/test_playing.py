"""Simulated tasks in a browser without scripts: look into things, search, try, answer; all by forms."""

import re

import pytest
from sqlalchemy import select

from competence_check.models import Answer, Framework, Item, Run, new_uid
from lms.accounts.models import Person
from lms.kernel.db import db, transaction
from tests.competence_check.conftest import House

pytestmark = pytest.mark.db

KEYS = ["drei-mails-am-montag", "satzung-im-intranet", "summe-ohne-dezember", "personenbezug-im-vermerk"]


@pytest.fixture
def uid(house: House) -> str:
    """A run that asks a mail, a search, a table and a text to mark, in this order."""
    person = house.person("1")
    items = {item.key: item.id for item in db.session.scalars(select(Item).where(Item.key.in_(KEYS)))}
    with transaction():
        run = Run(
            uid=new_uid(),
            person_id=person.id,
            organisation_id=person.organisation_id,
            framework_id=db.session.scalars(select(Framework.id).where(Framework.slug == "digcomp-3.0")).one(),
            item_order=[items[key] for key in KEYS],
        )
        db.session.add(run)
    return run.uid


def hidden(page: str) -> dict[str, list[str]]:
    """The hidden fields of the page's form, as a browser sends them along."""
    fields: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", page):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value:
            fields.setdefault(name[1], []).append(value[1])
    return fields


def answers() -> list[Answer]:
    return list(db.session.scalars(select(Answer).order_by(Answer.id)))


def test_a_link_shows_its_target_only_after_a_look_and_choices_stay(house: House, uid: str) -> None:
    browser, path = house.browser("1"), f"/kompetenzcheck/{uid}/frage/1"
    page = browser.get(path).text
    assert "konto-pruefen.example" not in page
    looked = browser.post(path, data={**hidden(page), "s-termin": "bearbeiten", "act": "open:kennwort.link"})
    assert looked.status_code == 200
    assert "https://musterstadt.example.konto-pruefen.example/anmelden" in looked.text
    assert re.search(r'id="s-termin-bearbeiten"[^>]* checked', looked.text)
    assert answers() == []
    folded = browser.post(path, data={**hidden(looked.text), "act": "shut:kennwort.link"}).text
    assert "konto-pruefen.example" not in folded
    assert hidden(folded)["opened"] == ["kennwort.link"]


def test_an_answer_counts_what_was_looked_into(house: House, uid: str) -> None:
    browser, path = house.browser("1"), f"/kompetenzcheck/{uid}/frage/1"
    judged = {"s-kennwort": "melden", "s-termin": "bearbeiten", "s-rechnung": "melden"}
    page = browser.get(path).text
    assert browser.post(path, data={**hidden(page), **judged}).status_code == 303
    assert answers()[0].score == pytest.approx(1 / 3)
    page = browser.get(path).text
    assert page.count(" checked") == 3
    for detail in ("termin.link", "rechnung.anhang"):
        page = browser.post(path, data={**hidden(page), **judged, "act": f"open:{detail}"}).text
    assert browser.post(path, data={**hidden(page), **judged}).status_code == 303
    assert [answer.score for answer in answers()] == [1]


def test_an_answer_without_doing_anything_is_asked_for_again(house: House, uid: str) -> None:
    browser, path = house.browser("1"), f"/kompetenzcheck/{uid}/frage/1"
    refused = browser.post(path, data=hidden(browser.get(path).text))
    assert refused.status_code == 422
    assert "noch nichts verändert" in refused.text
    assert browser.post(path, data={**hidden(refused.text), "unknown": "1"}).status_code == 303
    assert [answer.score for answer in answers()] == [0]


def test_a_search_finds_by_words_and_filters(house: House, uid: str) -> None:
    browser, path = house.browser("1"), f"/kompetenzcheck/{uid}/frage/2"
    page = browser.get(path).text
    assert "5 Treffer" in page
    page = browser.post(path, data={**hidden(page), "s-art": "satzung", "s-worte": "fassung", "act": "look"}).text
    assert "2 Treffer" in page
    assert "Hund anmelden" not in page
    browser.post(path, data={**hidden(page), "s-art": "satzung", "s-pick": "satzung-2026"})
    assert [answer.score for answer in answers()] == [1]


def test_a_table_shows_what_a_formula_gives(house: House, uid: str) -> None:
    browser, path = house.browser("1"), f"/kompetenzcheck/{uid}/frage/3"
    page = browser.get(path).text
    assert "ergibt 800" in page
    page = browser.post(path, data={**hidden(page), "s-summe": "=B2+B3+B4", "act": "look"}).text
    assert "ergibt 1410" in page
    assert "#WERT!" in browser.post(path, data={**hidden(page), "s-summe": "=A1*2", "act": "look"}).text
    browser.post(path, data={**hidden(page), "s-summe": "=B2+B3+B4"})
    assert [answer.score for answer in answers()] == [1]


def test_marks_are_checkboxes_in_the_text(house: House, uid: str) -> None:
    browser, path = house.browser("1"), f"/kompetenzcheck/{uid}/frage/4"
    page = browser.get(path).text
    assert re.search(r'type="checkbox" id="mark-name" name="mark" value="name"><label[^>]* for="mark-name">Frau', page)
    assert browser.post(path, data={**hidden(page), "mark": ["name", "fremd"]}).status_code == 422
    browser.post(path, data={**hidden(page), "mark": ["name", "adresse", "telefon", "dauer"]})
    assert [answer.score for answer in answers()] == [0.5]


def test_the_look_back_says_what_was_done_what_is_right_and_why(house: House, uid: str) -> None:
    browser, path = house.browser("1"), f"/kompetenzcheck/{uid}/frage/1"
    browser.post(path, data={**hidden(browser.get(path).text), "s-kennwort": "loeschen"})
    with transaction():
        db.session.scalars(select(Run).where(Run.uid == uid)).one().state = "finished"
    page = browser.get(f"/kompetenzcheck/{uid}/rueckblick?bereich=4").text
    assert "Ihr Kennwort läuft heute ab: nur löschen" in page
    assert "Ihr Kennwort läuft heute ab: als verdächtig melden" in page
    assert "Zeitdruck soll vom Prüfen abhalten" in page


def test_a_task_can_be_played_in_english(house: House, uid: str) -> None:
    with transaction():
        db.session.scalars(select(Person).where(Person.login == "1")).one().language = "en"
    browser, path = house.browser("1"), f"/kompetenzcheck/{uid}/frage/3"
    page = browser.get(path).text
    assert 'value="=SUM(B2:B3)"' in page
    assert "gives 800" in page
    assert browser.post(path, data=hidden(page) | {"s-summe": ["=SUM(B2:B3)"]}).status_code == 422
    browser.post(path, data=hidden(page) | {"s-summe": ["=SUM(B2:B4)"]})
    assert [answer.score for answer in answers()] == [1]
