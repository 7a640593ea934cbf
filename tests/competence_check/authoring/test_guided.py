"""A simulated task is written in a form, without TOML: nothing gets lost, and faults stand beside the fields."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from competence_check.authoring.fields import scene_of, scene_text
from competence_check.authoring.guided.form import form_of
from competence_check.authoring.guided.parts import SETTINGS, lists_in
from competence_check.authoring.guided.tables import MOST_ROWS, fields_of, loses_nothing, rearranged, table_of, text_of
from competence_check.content.checks import checks
from competence_check.content.frameworks import frameworks
from competence_check.content.task_writing import as_table
from competence_check.tasks.surfaces import SURFACES
from lms.accounts.models import Person
from lms.kernel.content import read_content
from tests.competence_check.authoring.conftest import SINGLE, begin, publish, said
from tests.competence_check.authoring.conftest import form_of as sent_by
from tests.competence_check.conftest import House

FILES = read_content(Path(__file__).parents[3] / "content", [frameworks, checks]).parsed["checks"]
SIMULATED = {
    f"{file.competence}/{key}": scene_of(scene_text(as_table(task, file.competence)))
    for file in FILES
    for key, task in file.tasks.items()
    if task["format"] == "simulated"
}


def test_the_form_holds_every_simulated_task_of_the_bank_completely() -> None:
    assert len(SIMULATED) >= 60
    assert {table["surface"] for table in SIMULATED.values()} == set(SURFACES)
    for name, table in SIMULATED.items():
        assert loses_nothing(table), name
        again = scene_of(text_of(table_of({**fields_of(table), "g.surface": table["surface"]})))
        assert fields_of(again) == fields_of(table), name


@pytest.mark.parametrize(
    "table",
    [
        {},
        {"surface": "anders"},
        {"surface": "inbox", "scene": "kein Rahmen"},
        {"surface": "inbox", "scene": {"unbekannt": "x"}},
        {"surface": "inbox", "scene": {}, "things": "keine"},
        {"surface": "inbox", "scene": {}, "things": [{"key": "a", "from": {"de": "X", "fr": "Y"}}]},
        {"surface": "inbox", "scene": {}, "settings": [{"key": "a", "kind": "choice", "options": [1, 2]}]},
        {"surface": "table", "scene": {"cells": {"de": [["a | b"]]}}},
    ],
)
def test_what_the_form_cannot_show_stays_text(table: dict[str, Any]) -> None:
    assert not loses_nothing(table)
    assert form_of(table) is None


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["add", "remove", "up", "down", "", "g"]),
            st.sampled_from(
                ["things", "things.0", "things.1", "choices", "choices.0", "things.0.details", "things.0.details.0",
                 "settings=choice", "settings=text", "settings.0.options", "settings.0.options.0", "settings.99",
                 "scene", "scene.0", "", ".", "x.y", "things.²", "things.-1", "0", "things..details"]
            ),
        )
    )
)  # fmt: skip
def test_no_order_of_buttons_breaks_the_form(pressed: list[tuple[str, str]]) -> None:
    table = table_of({"g.surface": "inbox"})
    for verb, path in pressed:
        rearranged(table, verb, path)
        assert loses_nothing(table)
    again = table_of({**fields_of(table), "g.surface": "inbox"})
    assert [row["key"] for row in again.get("things", [])] == [row["key"] for row in table.get("things", [])]


def test_rows_have_a_limit_and_settings_their_kind() -> None:
    table = table_of({"g.surface": "form"})
    for _each in range(MOST_ROWS + 5):
        rearranged(table, "add", "settings=choice")
    assert len(table[SETTINGS]) == MOST_ROWS
    assert len({row["key"] for row in table[SETTINGS]}) == MOST_ROWS
    assert lists_in("form", (SETTINGS, "0"), {"kind": "choice"}) == ("options",)
    assert lists_in("form", (SETTINGS, "0"), {"kind": "switch"}) == ()


ABOUT = {name: value for name, value in SINGLE.items() if not name.startswith("options") and name != "correct"}


@pytest.mark.db
def test_somebody_who_knows_no_toml_writes_a_task_of_their_own(house: House, author: Person) -> None:
    browser = house.browser(author.login)
    draft = begin(browser, "simulated", surface="sharing")

    def press(act: str, **typed: str) -> None:
        fields = {name: "\n".join(values) for name, values in sent_by(browser.get(draft)).items()}
        assert browser.post(draft, data={**fields, **ABOUT, **typed, "act": act}).status_code == 303

    # From the example to one's own: everything away, then two people and two rights.
    for name in ("things", "choices", "settings"):
        while f"g.{name}.0.key" in sent_by(browser.get(draft)):
            press(f"g-remove:{name}.0")
    for name in ("choices", "choices", "things", "things"):
        press(f"g-add:{name}")
    press("save", **{"g.scene.folder.de": "Sommerfest", "g.scene.info.de": "", "g.scene.info.en": "",
                     "g.scene.folder.en": "Summer party", "g.things.0.name.de": "Presseamt"})  # fmt: skip
    page = said(browser.get(draft))
    # What is missing stands beside its field, and by its name.
    assert "Person 2: Name" in page
    assert "feld-g-things-1-name" in page
    assert "Zeile" not in page[page.index('id="offen"') : page.index('class="ca-form"')]
    press("save", **{
        "g.choices.0.text.de": "darf lesen", "g.choices.0.text.en": "may read",
        "g.choices.1.text.de": "kein Zugriff", "g.choices.1.text.en": "no access",
        "g.things.0.name.de": "Presseamt", "g.things.0.name.en": "Press office",
        "g.things.0.initial": "wahl-2", "g.things.0.right": "wahl-1",
        "g.things.1.name.de": "Fremde Firma", "g.things.1.name.en": "Other firm",
        "g.things.1.initial": "wahl-1", "g.things.1.right": "wahl-2", "g.things.1.why.de": "Sie ist nicht beteiligt.",
        "g.things.1.why.en": "It takes no part.",
        "prompt.de": "Das Fest ist geplant, der Ordner ist da.\n\nWer darf was?",
        "prompt.en": "The party is planned, the folder is there.\n\nWho may do what?",
    })  # fmt: skip
    shown = said(browser.get(f"{draft}/ansicht"))
    assert "Sommerfest" in shown
    right = {"played": "1", "s-ding-1": "wahl-1", "s-ding-2": "wahl-2"}
    assert "bringt 1 von 1 Punkt" in said(browser.post(f"{draft}/ansicht", data=right))
    assert "bringt 0,5 von 1 Punkt" in said(browser.post(f"{draft}/ansicht", data={**right, "s-ding-2": "wahl-1"}))
    assert publish(browser, draft)


@pytest.mark.db
def test_the_text_is_there_for_those_who_like_it_and_where_the_form_cannot_show_it(
    house: House, author: Person
) -> None:
    browser = house.browser(author.login)
    draft = begin(browser, "simulated", surface="inbox")
    page = browser.get(f"{draft}?ansicht=text")
    text = sent_by(page)["scene_text"][0]
    assert "[[things]]" in text
    assert "g.surface" not in sent_by(page)
    kept = browser.post(draft, data={"revision": "1", "ansicht": "text", "scene_text": text + "\n[fremd]\nx = 1\n"})
    assert kept.location.endswith("?ansicht=text")
    assert "Zeile" in said(browser.get(f"{draft}?ansicht=text"))
    # Strangers are told in the text; the form shows the rest.
    broken = {"revision": "2", "ansicht": "text", "scene_text": 'surface = "inbox"\n[scene]\nfremd = 1\n'}
    assert browser.post(draft, data=broken).status_code == 303
    assert "das das Formular nicht kennt" in said(browser.get(draft))
