"""Faults in content files name the line on which the field stands, whatever TOML is in between."""

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.kernel.toml import field_lines

WRITTEN = '''\
title.de = "Zoom"
"title".en = 'Zoom'
"odd.key" = 1
text = """
not_a_field = 1
[not a table]
"""
list = [
    "a", # ]
    "x = 1",
    ["[not.a.table]"],
    """
[neither]
""",
]
after_list = 1
[table]  # with a comment
inner = """on one line"""
[table . deeper]
field=1
[[steps]]
key = "one"
[[steps.options]]
key = "a"
[[steps.options]]
key = "b"
[[steps]]
key = "two"
[[steps.options]]
key = "c"
[steps.options.more]
last = { here = 1 }
'''

PLACES = {
    "title.de": 1,
    "title.en": 2,
    "text": 4,
    "list": 8,
    "after_list": 16,
    "table": 17,
    "table.inner": 18,
    "table.deeper": 19,
    "table.deeper.field": 20,
    "steps.0": 21,
    "steps.0.key": 22,
    "steps.0.options.0": 23,
    "steps.0.options.0.key": 24,
    "steps.0.options.1.key": 26,
    "steps.1": 27,
    "steps.1.key": 28,
    "steps.1.options.0.key": 30,
    "steps.1.options.0.more": 31,
    "steps.1.options.0.more.last": 32,
    "steps.1.options.0.more.last.here": 32,
}


@pytest.mark.parametrize("path", PLACES)
def test_every_field_is_found_on_its_line(path: str) -> None:
    assert field_lines(WRITTEN)[tuple(path.split("."))] == PLACES[path]


def test_a_quoted_key_with_a_dot_is_one_field() -> None:
    assert field_lines(WRITTEN)[("odd.key",)] == 3


@pytest.mark.parametrize("name", ["not_a_field", "not a table", "not", "neither", "x"])
def test_what_stands_inside_a_text_is_no_field(name: str) -> None:
    assert (name,) not in field_lines(WRITTEN)


def test_line_separators_of_unicode_inside_a_text_are_no_new_lines() -> None:
    assert field_lines('text = "a\u2028b\x85c"\nafter = 1\n')[("after",)] == 2


def _value(value: Any) -> str:
    if isinstance(value, str):
        quoted = value.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "\\r")
        return f'"""\n{quoted}"""'
    if isinstance(value, list):
        return "[\n" + "".join(f"  {_value(each)},\n" for each in value) + "]"
    return str(value)


TEXTS = st.text(st.sampled_from("ab =[]\".#\n'{}"), max_size=12)
VALUES = st.recursive(st.integers() | TEXTS, lambda some: st.lists(some, max_size=3), max_leaves=6)
NAMES = st.lists(st.text("abc", min_size=1, max_size=3), unique=True, max_size=6)


@given(NAMES, st.data())
def test_lines_are_right_whatever_the_values_before_look_like(names: list[str], data: st.DataObject) -> None:
    text, expected = "", {}
    for name in names:
        expected[(name,)] = text.count("\n") + 1
        text += f"{name} = {_value(data.draw(VALUES))}\n"
    assert set(tomllib.loads(text)) == set(names)
    found = field_lines(text)
    assert {path: line for path, line in found.items() if len(path) == 1} == expected
