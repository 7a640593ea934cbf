"""Form → task → form and task → file → task lose nothing, for every format."""

import tomllib
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competence_check.authoring.checking import Surroundings, check
from competence_check.authoring.fields import (
    clean,
    fields_of,
    option_numbers,
    table_of,
    with_more_options,
    with_options_in_order,
)
from competence_check.content.checks import CheckFile, checks
from competence_check.content.frameworks import frameworks
from competence_check.content.task_files import read_task
from competence_check.content.task_writing import as_table, file_text
from competence_check.tasks.grading import FORMATS
from lms.kernel.content import ContentSource, read_content
from lms.kernel.toml import TomlFile, TomlTable, field_lines

CONTENT = Path(__file__).resolve().parents[3] / "content"


@cache
def bank() -> ContentSource:
    return read_content(CONTENT, [frameworks, checks])


def files() -> list[CheckFile]:
    found: list[CheckFile] = bank().parsed["checks"]
    return found


def around(file: CheckFile) -> Surroundings:
    competences = bank().parsed["frameworks"][file.framework].competences
    return Surroundings(file.framework, competences, CONTENT / "checks" / file.framework)


def test_every_task_of_the_bank_goes_through_the_form_and_comes_back_the_same_without_a_finding() -> None:
    seen: Counter[str] = Counter()
    for file in files():
        for task in file.tasks.values():
            fields = fields_of(as_table(task, file.competence))
            found = check(fields, task["format"], around(file))
            assert (found.task, found.faults) == (task, ()), task["key"]
            seen[task["format"]] += 1
    assert set(seen) == set(FORMATS)


def _noting(faults: list[tuple[int, str, str]]) -> Callable[[int, str, str], None]:
    return lambda line, field, message: faults.append((line, field, message))


def test_every_task_of_the_bank_can_be_carried_into_a_file_and_is_read_from_there_the_same() -> None:
    for file in files():
        tasks = list(file.tasks.values())
        text = file_text(as_table(task, file.competence) for task in tasks)
        faults: list[tuple[int, str, str]] = []
        target = TomlFile(around(file).folder / "eigene-aufgaben.toml", _noting(faults))
        table = TomlTable(target, tomllib.loads(text), field_lines(text), ())
        assert [read_task(each, named=True) for each in table.tables("tasks")] == tasks
        assert faults == []


NAMES = ["prompt.de", "answer", "checked_on", "options.0.text.de", "difficulty", "right", "scene_text"]
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).map(str.strip).filter(bool)
BOTH = st.fixed_dictionaries({"de": TEXT, "en": TEXT})
WORD = TEXT.map(lambda text: "".join(each for each in text if each not in ",;\n")).filter(str.strip).map(str.strip)
NUMBER = st.floats(-1e9, 1e9, allow_nan=False)
OPTION = st.fixed_dictionaries(
    {"key": st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True), "text": BOTH}, optional={"target": BOTH}
)


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    """A table of a task as a file may hold it, of any format but the simulated one, whose text is kept as it is."""
    form = draw(st.sampled_from([name for name in FORMATS if name != "simulated"]))
    table: dict[str, Any] = {
        "key": "eins", "competence": "1.1", "band": "basic", "format": form, "prompt": draw(BOTH),
        "feedback": draw(BOTH), "source": draw(TEXT), "checked_on": draw(st.dates()),
        "outcomes": draw(st.lists(WORD, max_size=3)), "families": [],
    }  # fmt: skip
    if form == "number":
        table |= {"answer": draw(NUMBER), "tolerance": draw(NUMBER), "unit": draw(BOTH)}
    elif form == "short":
        table["accept"] = draw(
            st.fixed_dictionaries({"de": st.lists(TEXT, min_size=1), "en": st.lists(TEXT, min_size=1)})
        )
    elif form == "mark":
        table |= {"text": draw(BOTH), "right": draw(st.lists(WORD, min_size=1))}
    else:
        table["options"] = draw(st.lists(OPTION, min_size=1, max_size=8))
        if form in ("single", "multiple"):
            table["options"][0]["correct"] = True
    return table


@settings(max_examples=150, deadline=None)
@given(tables())
def test_whatever_stands_in_a_task_the_form_gives_it_back(table: dict[str, Any]) -> None:
    assert table_of(fields_of(table), table["format"]) == table


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES),
                       st.text(max_size=30)), st.sampled_from(sorted(FORMATS)))  # fmt: skip
def test_broken_input_is_told_and_never_raises(fields: dict[str, str], form: str) -> None:
    kept = clean(fields)
    found = check(kept, form, Surroundings("digcomp-3.0", ("1.1",), CONTENT / "checks" / "digcomp-3.0"))
    assert found.task is None
    assert "competence" in {fault.field for fault in found.faults}


def test_faults_in_a_simulated_task_name_line_and_field() -> None:
    text = 'surface = "inbox"\n[scene]\naccount.de = "Post"\n[[things]]\nkey = "eins"\nsubjekt.de = "Hallo"\n'
    around_it = Surroundings("digcomp-3.0", ("1.1",), CONTENT / "checks" / "digcomp-3.0")
    faults = check({"scene_text": text}, "simulated", around_it).faults
    typo = next(fault for fault in faults if fault.inside == "things.0.subjekt")
    assert (typo.field, typo.line) == ("scene_text", 6)
    torn = check({"scene_text": 'surface = "inbox"\n[scene\n'}, "simulated", around_it).faults
    assert [fault.line for fault in torn if fault.field == "scene_text"] == [2]


@pytest.mark.parametrize("order, expected", [([1, 0, 2], ["b", "a", "c"]), ([0, 2], ["a", "c"]), ([], [])])
def test_options_move_and_go_and_keep_their_texts(order: list[int], expected: list[str]) -> None:
    fields = with_more_options({"key": "x"}, 3)
    fields |= {f"options.{number}.text.de": letter for number, letter in enumerate("abc")}
    moved = with_options_in_order(fields, order)
    assert [moved[f"options.{number}.text.de"] for number in option_numbers(moved)] == expected
    assert moved["key"] == "x"
    more = with_more_options(moved)
    keys = [more[f"options.{number}.key"] for number in option_numbers(more)]
    assert len(set(keys)) == len(keys) == len(expected) + 1


def test_there_are_never_more_options_than_a_task_may_have() -> None:
    assert len(option_numbers(with_more_options({}, 30))) == 8
