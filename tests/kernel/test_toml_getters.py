"""Each getter of a content table says what is wrong, with line and field, and goes on with something usable."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.kernel.content import ContentSource
from lms.kernel.toml import TomlFile, TomlTable

Get = Callable[[TomlTable], Any]

# What is written on the second line of the file, what is asked for, the field of the fault, its message.
FAULTS: list[tuple[str, Get, str, str]] = [
    ("", lambda t: t.string("name"), "name", "is missing"),
    ("name = 3", lambda t: t.string("name"), "name", "must be a text"),
    ('name = "  "', lambda t: t.string("name"), "name", "must be a text"),
    (r'name = "a\u0000b"', lambda t: t.string("name"), "name", "must be a text"),
    ('name = "abcd"', lambda t: t.string("name", longest=3), "name", "is longer than 3 characters"),
    ('name = "A"', lambda t: t.string("name", pattern="[a-z]", why="must be small"), "name", "must be small"),
    ("", lambda t: t.choice("kind", ("a", "b")), "kind", "is missing"),
    ("kind = ['a']", lambda t: t.choice("kind", ("a", "b")), "kind", "must be one of: a, b"),
    ("", lambda t: t.integer("n", 1, 9), "n", "is missing"),
    ("n = 10", lambda t: t.integer("n", 1, 9), "n", "must be a whole number from 1 to 9"),
    ("n = true", lambda t: t.integer("n", 0, 9), "n", "must be a whole number from 0 to 9"),
    ("n = 1.0", lambda t: t.integer("n", 1, 9), "n", "must be a whole number from 1 to 9"),
    ("", lambda t: t.number("x"), "x", "is missing"),
    ("x = '1'", lambda t: t.number("x"), "x", "must be a number"),
    ("x = nan", lambda t: t.number("x"), "x", "must be a number"),
    ("x = inf", lambda t: t.number("x"), "x", "must be a number"),
    ("", lambda t: t.flag("open"), "open", "is missing"),
    ("open = 1", lambda t: t.flag("open"), "open", "must be true or false"),
    ("", lambda t: t.day("on"), "on", "is missing"),
    ("on = 2026-10-12T10:00:00", lambda t: t.day("on"), "on", "must be a date such as 2026-10-12"),
    ("on = '2026-10-12'", lambda t: t.day("on"), "on", "must be a date such as 2026-10-12"),
    ("words = 'a'", lambda t: t.strings("words"), "words", "must be a list of texts"),
    ("words = ['a', 1]", lambda t: t.strings("words"), "words", "must be a list of texts"),
    (r'words = ["a\u0000"]', lambda t: t.strings("words"), "words", "must be a list of texts"),
    ("", lambda t: t.texts("title"), "title", "is missing; write title.de = …"),
    ("title = 'Zoom'", lambda t: t.texts("title"), "title", "needs a language: title.de = …"),
    ("title.en = 'Zoom'", lambda t: t.texts("title"), "title", "the German text (de) is missing"),
    ("title = {de = 'a', fr = 'b'}", lambda t: t.texts("title"), "title.fr", "unknown language; known are: de, en"),
    ("title.de = 3", lambda t: t.texts("title"), "title.de", "must be a text"),
    ("title.de = 'abcd'", lambda t: t.texts("title", longest=3), "title.de", "is longer than 3 characters"),
    (r'title.de = "\u0000"', lambda t: t.texts("title"), "title.de", "must be a text"),
    ("words.de = 'a'", lambda t: t.text_lists("words"), "words.de", "must be a list of texts"),
    ("words.en = ['a']", lambda t: t.text_lists("words"), "words", "the German text (de) is missing"),
    ("", lambda t: t.table("rating"), "rating", "the table [rating] is missing"),
    ("rating = 1", lambda t: t.table("rating"), "rating", "the table [rating] is missing"),
    ("steps = 1", lambda t: t.tables("steps"), "steps", "must be written as [[steps]]"),
    ("[steps]", lambda t: t.tables("steps"), "steps", "must be written as [[steps]]"),
    ("", lambda t: t.tables("steps", at_least=2), "steps", "there must be at least 2"),
    ("nmae = 1", lambda t: t.only("name", "kind"), "nmae", "there is no such field here; known are: name, kind"),
]


def written(folder: Path, text: str) -> tuple[TomlTable, ContentSource]:
    file = folder / "content" / "file.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    source = ContentSource(file.parent)
    table = source.toml(file)
    assert table is not None
    return table, source


@pytest.mark.parametrize(("line", "get", "field", "message"), FAULTS)
def test_a_wrong_field_is_named_with_its_line(line: str, get: Get, field: str, message: str, tmp_path: Path) -> None:
    table, source = written(tmp_path, f"# first line\n{line}\n")
    get(table)
    (fault,) = source.faults
    assert fault.message.startswith(message)
    assert (fault.file, fault.field) == ("content/file.toml", field)
    assert fault.line == (2 if line else 1)


def test_what_is_right_comes_back_as_it_is(tmp_path: Path) -> None:
    table, source = written(
        tmp_path,
        'name = "Zoom"\nkind = "a"\nn = 3\nx = 2\nopen = true\non = 2026-10-12\nwords = ["a", "b"]\n'
        'title = {de = " Titel ", en = "title"}\nlists.de = ["x"]\n[rating]\nn = 1\n[[steps]]\nn = 2\n',
    )
    assert table.string("name") == "Zoom"
    assert table.choice("kind", ("a", "b")) == "a"
    assert (table.integer("n", 1, 9), table.number("x"), table.flag("open")) == (3, 2.0, True)
    assert table.day("on") == date(2026, 10, 12)
    assert table.strings("words") == ["a", "b"]
    assert table.texts("title") == {"de": "Titel", "en": "title"}
    assert table.text_lists("lists") == {"de": ["x"]}
    rating = table.table("rating")
    assert rating is not None
    assert rating.integer("n", 1, 9) == 1
    assert [step.integer("n", 1, 9) for step in table.tables("steps", at_least=1)] == [2]
    assert source.faults == []


def test_what_may_be_missing_is_no_fault(tmp_path: Path) -> None:
    table, source = written(tmp_path, "")
    assert table.string("name", default="") == ""
    assert table.choice("kind", ("a", "b"), default="b") == "b"
    assert (table.integer("n", 1, 9, default=5), table.flag("open", default=False)) == (5, False)
    assert (table.strings("words"), table.texts("title", required=False), table.text_lists("words")) == ([], {}, {})
    assert table.tables("steps") == []
    assert source.faults == []


def test_a_fault_deep_in_a_file_names_the_whole_path_and_its_own_line(tmp_path: Path) -> None:
    options = "[[tasks.options]]\ntext.de = 'x'\n[[tasks.options]]\ntext.de = 3\n"
    text = "[[tasks]]\nkey = 'a'\n[[tasks]]\nkey = 'b'\n" + options
    table, source = written(tmp_path, text)
    table.tables("tasks")[1].tables("options")[1].texts("text")
    assert str(source.faults[0]).startswith("content/file.toml:8: tasks.1.options.1.text.de: must be a text")


def test_a_field_missing_from_a_table_is_reported_where_the_table_begins(tmp_path: Path) -> None:
    table, source = written(tmp_path, "a = 1\n\n[[steps]]\nn = 1\n[[steps]]\nm = 1\n")
    for step in table.tables("steps"):
        step.integer("n", 1, 9)
    assert [str(fault) for fault in source.faults] == ["content/file.toml:5: steps.1.n: is missing"]


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates() | st.datetimes(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["de", "en", "fr", ""]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(ANYTHING)
@settings(deadline=None)
def test_no_value_makes_a_getter_fail_and_what_it_returns_can_be_used(value: object) -> None:
    source = ContentSource(Path("/content"))

    def report(line: int, name: str, message: str) -> None:
        source.fault(Path("/content/file.toml"), message, line=line, field=name)

    table = TomlTable(TomlFile(Path("/content/file.toml"), report), {"f": value}, {("f",): 7}, ())
    assert isinstance(table.string("f"), str)
    assert isinstance(table.string("f", default=""), str)
    assert table.choice("f", ("a", "b")) in ("a", "b")
    assert 1 <= table.integer("f", 1, 9) <= 9
    assert isinstance(table.number("f"), float)
    assert isinstance(table.flag("f"), bool)
    assert isinstance(table.day("f"), date)
    assert all(isinstance(each, str) for each in table.strings("f"))
    assert all(isinstance(each, str) for each in table.texts("f").values())
    assert all(isinstance(each, list) for each in table.text_lists("f").values())
    table.table("f")
    table.tables("f")
    table.only("g")
    assert {fault.line for fault in source.faults} == {7}
