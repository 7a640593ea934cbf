"""From a new task to a retired one, in a browser without scripts."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from competence_check.authoring.models import TaskDraft, TaskEvent
from competence_check.models import Answer, Framework, Item, Run
from competence_check.services import answer as keep_answer
from lms.accounts.models import Person
from lms.accounts.services import create_organisation, create_person
from lms.content_commands import content
from lms.kernel.access import Role
from lms.kernel.db import db, transaction
from lms.kernel.tenancy import OrganisationKind
from lms.xapi.models import Statement
from tests.competence_check.authoring.conftest import LIST, SINGLE, begin, form_of, publish, said
from tests.competence_check.conftest import PASSWORD, House, answer_all, counted, next_question
from tests.competence_check.conftest import begin as begin_check

pytestmark = pytest.mark.db


def own_item(number: int) -> Item:
    return db.session.get_one(Item, number, populate_existing=True)


def test_from_a_new_task_to_version_2_and_retirement_with_old_results_as_they_were(
    house: House, author: Person
) -> None:
    browser = house.browser(author.login)
    draft = begin(browser, "single")
    # Nearly empty and wrong: kept as it is, with what is missing beside the fields.
    saved = browser.post(draft, data={"revision": "1", "prompt.de": "Was nun?", "checked_on": "gestern", "act": "save"})
    assert saved.status_code == 303
    page = browser.get(draft)
    assert form_of(page)["prompt.de"] == ["Was nun?"]
    assert form_of(page)["checked_on"] == ["gestern"]
    assert "Das ist kein Datum. Schreiben Sie es so: 2026-11-21." in said(page)
    assert browser.get(f"{draft}/ansicht").status_code == 303
    assert (
        browser.post(f"{draft}/veroeffentlichen", data={"by": "R", "revision": "2"}, follow_redirects=True).status_code
        == 200
    )
    assert not db.session.scalar(select(func.count()).where(Item.organisation_id.is_not(None)))

    assert browser.post(draft, data={**SINGLE, "revision": "2"}).status_code == 303
    assert "Nichts fehlt" in said(browser.get(draft))
    task = publish(browser, draft)
    item = own_item(task)
    assert (item.version, item.organisation_id, item.retired) == (1, house.organisation_id, False)

    # Somebody meets it in a check, in the first version.
    worker = house.person("1")
    ask_only(task)
    begin_check(house.browser("1"))
    run = answer_all(worker, only=21)
    assert next_question(run) == task
    with transaction():
        keep_answer(run=run, item=own_item(task), version=1, response={"choice": "b"})

    # The next version, with a word about what is new.
    edit = browser.post(f"{LIST}/{task}/bearbeiten").location
    form = {
        name: values[0] for name, values in form_of(browser.get(edit)).items() if name in SINGLE or name == "revision"
    }
    assert form["prompt.de"] == SINGLE["prompt.de"]
    assert (
        browser.post(edit, data={**form, "correct": "1", "options.2.text.de": "Ich schalte alles aus."}).status_code
        == 303
    )
    silent = browser.post(f"{edit}/veroeffentlichen", data={"by": "Redaktion", "note": "", "revision": "2"})
    assert silent.status_code == 422
    assert publish(browser, edit, "Dritte Antwort klarer") == task
    assert own_item(task).version == 2

    retired = browser.post(f"{LIST}/{task}/stilllegen", data={"by": "Redaktion, FB 11", "note": "überholt"})
    assert retired.status_code == 303
    assert own_item(task).retired
    history = said(browser.get(f"{LIST}/{task}"))
    for word in (
        "veröffentlicht, Version 1",
        "veröffentlicht, Version 2",
        "stillgelegt, Version 2",
        "überholt",
        "FB 11",
    ):
        assert word in history
    assert "Ich lasse alles so stehen." in said(browser.get(f"{LIST}/{task}/ansicht?version=1"))
    assert "Ich schalte alles aus." in said(browser.get(f"{LIST}/{task}/ansicht"))

    # The old result keeps its version, also after the next load of all files.
    assert house.app.test_cli_runner().invoke(content, ["load"]).exit_code == 0
    db.session.expire_all()
    answer = db.session.scalars(select(Answer).where(Answer.item_id == task)).one()
    assert (answer.item_version, answer.score) == (1, 1.0)
    assert (own_item(task).version, own_item(task).retired) == (2, True)

    back = browser.post(f"{LIST}/{task}/wieder-aufnehmen", data={"by": "Redaktion", "note": ""})
    assert back.status_code == 303
    assert not own_item(task).retired


def ask_only(task: int) -> None:
    """Leave nothing in the bank but the task, so that it is asked."""
    with transaction():
        for item in db.session.scalars(select(Item).where(Item.kind == "task", Item.id != task)):
            item.retired = True


def test_what_an_organisation_writes_is_asked_there_only(house: House, author: Person) -> None:
    browser = house.browser(author.login)
    draft = begin(browser, "single")
    browser.post(draft, data={**SINGLE, "revision": "1"})
    task = publish(browser, draft)
    with transaction():
        firm = create_organisation(slug="firma", name="Firma", kind=OrganisationKind.FIRM)
        for login, role in (("chef", Role.AUTHOR), ("kollegin", Role.EMPLOYEE)):
            create_person(
                organisation_id=firm.id,
                login=login,
                name=login,
                unit_id=None,
                roles=frozenset({role}),
                password=PASSWORD,
            )
    ask_only(task)
    foreign = house.browser("chef")
    assert SINGLE["key"] not in foreign.get(LIST).text
    for address in ("", "/ansicht"):
        assert foreign.get(f"{LIST}/{task}{address}").status_code == 404
    assert foreign.get(f"{LIST}/ausgeben?aufgabe={task}").status_code == 302
    assert house.browser("kollegin").get(LIST).status_code == 403
    refused = house.browser("kollegin").get("/kompetenzcheck", follow_redirects=True)
    assert refused.status_code == 200


@pytest.mark.parametrize("form", ["single", "multiple", "order", "match", "mark", "short", "number", "simulated"])
def test_every_format_begins_and_is_previewed_tried_and_graded_without_a_trace(
    house: House, author: Person, form: str
) -> None:
    browser = house.browser(author.login)
    begun = begin(browser, form, surface="inbox" if form == "simulated" else "")
    assert browser.get(begun).status_code == 200
    example = db.session.scalars(select(Item).where(Item.format == form).order_by(Item.id)).first()
    assert example is not None
    copy = browser.post(f"{LIST}/{example.id}/vorlage").location
    before = counts()
    for language, word in (("de", "Antwort prüfen"), ("en", "Antwort prüfen")):
        page = browser.get(f"{copy}/ansicht?sprache={language}")
        assert page.status_code == 200
        assert word in page.text
        assert f'lang="{language}"' in page.text
    unknown = browser.post(f"{copy}/ansicht", data={"unknown": "1"})
    assert "0 von 1 Punkt" in said(unknown)
    assert "Lösung" in said(unknown)
    assert browser.post(f"{copy}/ansicht", data={"s-x": "y", "choice": "zzz", "text": ""}).status_code == 422
    assert counts() == before


def counts() -> tuple[int | None, ...]:
    return tuple(
        db.session.scalar(select(func.count()).select_from(table)) for table in (Run, Answer, Statement, TaskEvent)
    )


def test_rows_are_added_moved_and_removed_by_buttons_and_nothing_typed_is_lost(house: House, author: Person) -> None:
    browser = house.browser(author.login)
    draft = begin(browser, "multiple")
    typed = {"revision": "1", "options.0.key": "a", "options.0.text.de": "Eins", "options.1.key": "b",
             "options.1.text.de": "Zwei", "options.1.correct": "1"}  # fmt: skip
    for act, revision in (("add", 1), ("down:0", 2), ("remove:2", 3)):
        assert browser.post(draft, data={**typed, "revision": revision, "act": act}).status_code == 303
        typed = {name: values[0] for name, values in form_of(browser.get(draft)).items() if name.startswith("options")}
    assert typed == {
        "options.0.key": "b", "options.0.text.de": "Zwei", "options.0.text.en": "", "options.0.correct": "1",
        "options.1.key": "a", "options.1.text.de": "Eins", "options.1.text.en": "",
    }  # fmt: skip


def test_two_authors_at_once_are_told_and_lose_nothing(house: House, author: Person) -> None:
    first, second = house.browser(author.login), house.browser(author.login)
    draft = begin(first, "single")
    assert first.post(draft, data={**SINGLE, "revision": "1"}).status_code == 303
    clash = second.post(draft, data={**SINGLE, "prompt.de": "Mein Text", "revision": "1"})
    assert clash.status_code == 409
    assert "Jemand anderes hat inzwischen gespeichert" in said(clash)
    assert "Sie gehen zum Kopierer." in said(clash)
    assert form_of(clash)["prompt.de"] == ["Mein Text"]
    again = {**SINGLE, "prompt.de": "Mein Text", "revision": form_of(clash)["revision"][0]}
    assert second.post(draft, data=again).status_code == 303
    assert form_of(first.get(draft))["prompt.de"] == ["Mein Text"]
    late = first.post(f"{draft}/veroeffentlichen", data={"by": "R", "note": "", "revision": "2"})
    assert late.location.endswith(draft)
    assert first.post(draft, data={**SINGLE, "revision": "3"}).status_code == 303
    task = publish(first, draft)
    moved = second.post(draft, data={**SINGLE, "prompt.de": "Zu spät", "revision": "3"})
    assert moved.status_code == 303
    other = form_of(second.get(moved.location))
    assert other["prompt.de"] == ["Zu spät"]
    kept = db.session.scalars(select(TaskDraft).where(TaskDraft.closed.is_(False))).one()
    assert kept.item_id == task


def test_a_key_is_used_once_and_a_twin_from_the_files_is_told(house: House, author: Person) -> None:
    browser = house.browser(author.login)
    taken = db.session.scalars(select(Item).where(Item.kind == "task").order_by(Item.id)).first()
    assert taken is not None
    draft = begin(browser, "single")
    browser.post(draft, data={**SINGLE, "revision": "1"})
    task = publish(browser, draft)
    second = begin(browser, "single")
    browser.post(second, data={**SINGLE, "revision": "1"})
    assert "Den Schlüssel 'bildschirm-sperren' gibt es schon." in said(browser.get(second))
    with transaction():
        own = own_item(task)
        copied = {column.key: getattr(own, column.key) for column in Item.__table__.columns if column.key != "id"}
        db.session.add(Item(**{**copied, "organisation_id": None}))
    assert "Diese Aufgabe gibt es inzwischen für alle." in said(browser.get(f"{LIST}/{task}"))


@pytest.mark.parametrize("address", ["", "?q=Mail", "/abdeckung", "/neu", "/einlesen", "/ausgeben?format=mark"])
def test_pages_of_authors_ask_the_database_little(house: House, author: Person, address: str) -> None:
    browser = house.browser(author.login)
    assert browser.get(LIST + address).status_code == 200
    with counted() as statements:
        assert browser.get(LIST + address).status_code == 200
    assert len(statements) <= 12, statements


def test_the_list_finds_by_words_competence_band_format_and_state(house: House, author: Person) -> None:
    browser = house.browser(author.login)
    draft = begin(browser, "single")
    browser.post(draft, data={**SINGLE, "revision": "1"})
    publish(browser, draft)
    all_filters = "zustand=own&stufe=basic&format=single&kompetenz=4.1&rahmen=digcomp-3.0"
    found = said(browser.get(f"{LIST}?q=KOPIERER&{all_filters}"))
    assert "1 Aufgabe" in found
    assert "Was tun Sie zuerst?" in found
    assert "Dazu gibt es keine Aufgabe." in said(browser.get(f"{LIST}?q=KOPIERER&zustand=everybody"))
    assert "Dazu gibt es keine Aufgabe." in said(browser.get(f"{LIST}?q=%25%25"))


def test_the_coverage_asks_for_what_each_framework_asks_for(house: House, author: Person) -> None:
    frames = {row.slug: row.least_tasks for row in db.session.scalars(select(Framework))}
    assert frames == {"digcomp-3.0": 12, "digitale-kultur": 4}
    page = said(house.browser(author.login).get(f"{LIST}/abdeckung"))
    # Both banks are complete by their own measure, so nothing is marked.
    assert "Verlangt: 12 Aufgaben je Kompetenz, 2 je Stufe." in page
    assert "Verlangt: 4 Aufgaben je Kompetenz, 1 je Stufe." in page
    assert "ca-few" not in page
    with transaction():
        db.session.scalars(select(Framework).where(Framework.slug == "digitale-kultur")).one().least_tasks = 20
    page = said(house.browser(author.login).get(f"{LIST}/abdeckung"))
    assert "Verlangt: 20 Aufgaben je Kompetenz, 2 je Stufe." in page
    assert "ca-few" in page


def test_only_authors_see_the_entry(house: House, author: Person) -> None:
    house.person("1")
    assert f'href="{LIST}"' in house.browser(author.login).get("/").text
    assert f'href="{LIST}"' not in house.browser("1").get("/").text


def test_a_hostile_form_is_kept_as_text_and_does_no_harm(house: House, author: Person, stocked_app: Flask) -> None:
    browser = house.browser(author.login)
    draft = begin(browser, "single")
    nasty = {
        "prompt.de": "<script>alert(1)</script>\x00", "options.99999.key": "x", "options.-1.key": "y", "act": "up:1e9",
        "constructor": "z", "revision": "1", "correct": "²", "answer": "NaN", "difficulty": "1e400",
    }  # fmt: skip
    assert browser.post(draft, data=nasty).status_code == 303
    page = browser.get(draft)
    assert "<script>alert(1)" not in page.text
    assert form_of(page)["prompt.de"] == ["<script>alert(1)</script>"]
    assert browser.post(draft, data={"revision": "9" * 30}).status_code == 409
    deep = begin(browser, "simulated", surface="inbox")
    bomb = "x = " + "[" * 4000
    assert browser.post(deep, data={"revision": "1", "scene_text": bomb}).status_code == 303
    assert browser.get(deep).status_code == 200
