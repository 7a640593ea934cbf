"""Simulated tasks: graded by what somebody did, on every surface, and the same with and without scripts."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from competence_check.content.checks import CheckFile, checks
from competence_check.content.frameworks import frameworks
from competence_check.tasks.controls import controls_of, initial, is_graded
from competence_check.tasks.draft import draft_of, fields_of_state
from competence_check.tasks.grading import grade, read_answer
from competence_check.tasks.solution import RIGHT_ANSWERS
from competence_check.tasks.surfaces import SURFACES
from lms.kernel.content import read_content
from lms.kernel.errors import Invalid
from tests.databases import ROOT


def bank() -> list[CheckFile]:
    found: list[CheckFile] = read_content(ROOT / "content", [frameworks, checks]).parsed["checks"]
    return found


SIMULATED = {
    f"{file.competence}/{key}": task["body"]
    for file in bank()
    for key, task in file.tasks.items()
    if task["format"] == "simulated"
}
MAILS = SIMULATED["4.1/drei-mails-am-montag"]
SHARING = SIMULATED["2.2/projektordner-freigeben"]


def beginning(body: dict[str, Any]) -> dict[str, Any]:
    return {control["key"]: initial(control) for control in controls_of(body)}


@pytest.mark.parametrize("name", SIMULATED)
def test_doing_all_of_it_earns_everything_and_doing_nothing_is_refused(name: str) -> None:
    body = SIMULATED[name]
    right = RIGHT_ANSWERS["simulated"](body)
    assert grade("simulated", body, right) == 1
    assert read_answer("simulated", body, fields_of_state(right["state"], right["opened"])) == right
    untouched: dict[str, Any] = {"state": beginning(body), "opened": []}
    assert grade("simulated", body, untouched) == 0
    with pytest.raises(Invalid, match="noch nichts verändert"):
        read_answer("simulated", body, fields_of_state(untouched["state"], []))


@pytest.mark.parametrize("name", SIMULATED)
def test_every_thing_to_do_earns_a_share(name: str) -> None:
    body = SIMULATED[name]
    right = RIGHT_ANSWERS["simulated"](body)
    for control in controls_of(body):
        if is_graded(control):
            state = right["state"] | {control["key"]: initial(control)}
            missed = grade("simulated", body, right | {"state": state})
            left_alone = state[control["key"]] == right["state"][control["key"]]
            assert missed == 1 if left_alone else 0 <= missed < 1


def test_there_is_an_example_of_every_surface() -> None:
    assert {body["surface"] for body in SIMULATED.values()} == set(SURFACES)


def test_what_one_cannot_know_without_looking_counts_only_after_a_look() -> None:
    right = RIGHT_ANSWERS["simulated"](MAILS)
    assert grade("simulated", MAILS, right | {"opened": []}) == pytest.approx(1 / 3)
    assert grade("simulated", MAILS, right | {"opened": ["rechnung.anhang"]}) == pytest.approx(2 / 3)


def test_spoiling_what_was_right_costs_as_much_as_it_is_worth() -> None:
    body = SIMULATED["2.1/warteraum-und-bildschirm"]
    right = RIGHT_ANSWERS["simulated"](body)
    assert grade("simulated", body, right | {"state": right["state"] | {"aufnahme": "on"}}) == 0


def test_buttons_inside_change_what_is_open_and_nothing_else() -> None:
    fields = {"played": ["1"], "s-kennwort": ["melden"], "act": ["open:kennwort.link"]}
    draft = draft_of(MAILS, fields)
    assert sorted(draft.opened) == ["kennwort.link"]
    assert draft.values["kennwort"] == "melden"
    shut = draft_of(MAILS, {"played": ["1"], "opened": ["kennwort.link"], "act": ["shut:kennwort.link"]})
    assert (sorted(shut.opened), sorted(shut.shut)) == (["kennwort.link"], ["kennwort.link"])


@pytest.mark.parametrize(
    "response",
    [
        {"state": {}, "opened": []},
        {"state": {"team": "lesen"}, "opened": []},
        {"state": "alles", "opened": []},
        {"opened": []},
        {"state": beginning(SHARING) | {"team": "besitzen"}, "opened": []},
        {"state": beginning(SHARING) | {"team": ["lesen"]}, "opened": []},
        {"state": beginning(SHARING), "opened": ["fremd.link"]},
        {"state": beginning(SHARING) | {"fremd": "an"}, "opened": []},
    ],
)
def test_an_answer_that_does_not_belong_to_the_task_is_refused(response: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        grade("simulated", SHARING, response)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data(), st.sampled_from(sorted(SIMULATED)))
def test_whatever_a_form_holds_the_answer_earns_between_nothing_and_all_or_is_refused(
    data: st.DataObject, name: str
) -> None:
    body = SIMULATED[name]
    values = st.lists(st.sampled_from(["on", "alle", "melden", "", "=B2", "x" * 300, "a\x00"]), max_size=3)
    names = st.sampled_from([f"s-{control['key']}" for control in controls_of(body)] + ["opened", "shut", "act"])
    fields = {"played": ["1"], **data.draw(st.dictionaries(names, values, max_size=6))}
    try:
        response = read_answer("simulated", body, fields)
    except Invalid:
        return
    assert 0 <= grade("simulated", body, response) <= 1


TASK = (ROOT / "content/checks/digcomp-3.0/simuliert-meeting-a.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('surface = "meeting"', 'surface = "kitchen"', "must be one of: inbox"),
        ('right = "einlassen"', 'right = "hereinbitten"', "'hereinbitten' is none of: einlassen, warten"),
        ('initial = "off"', 'initial = "halb"', "initial: 'halb' cannot be chosen"),
        ('key = "galaxy"', 'key = "oezkan"', "the key 'oezkan' is used twice"),
        ('right = "warten"', 'right = "warten"\nafter = ["galaxy.pass"]', "there is no detail 'galaxy.pass'"),
        ('name.en = "Galaxy S21"', 'nome.en = "Galaxy S21"', "there is no such field here"),
        ('competence = "2.1"\n', "", "is missing"),
    ],
)
def test_faults_of_authors_are_named_with_their_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    for name in ("frameworks/digcomp-3.0.toml",):
        (tmp_path / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / name).write_text((ROOT / "content" / name).read_text(encoding="utf-8"))
    folder = tmp_path / "content/checks/digcomp-3.0"
    folder.mkdir(parents=True)
    (folder / "simuliert.toml").write_text(TASK.replace(old, new, 1), encoding="utf-8")
    faults = read_content(tmp_path / "content", [frameworks, checks]).faults
    assert [fault for fault in faults if message in str(fault)], faults
    assert all(fault.line >= 1 for fault in faults)
