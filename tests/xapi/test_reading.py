"""Reading JSON from strangers."""

import tracemalloc

import pytest

from lms.xapi.rules.reading import Unreadable, read_json


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b'{"a": 1, "a": 2}', "twice"),
        (b'{"a": NaN}', "NaN"),
        (b"[Infinity]", "Infinity"),
        (b"[1e999]", "too large"),
        (b'["\xff"]', "not UTF-8"),
        (b'["\\ud800"]', "half a character"),
        (b"[" * 100_000 + b"]" * 100_000, "nested"),
        (b"[" * 300 + b"]" * 300, "nested"),
        (b'{"a": "\x00"}', "line 1"),
        (b"", "line 1"),
        (b"{'a': 1}", "line 1"),
    ],
)
def test_what_is_no_json_is_refused_with_a_reason(data: bytes, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_json(data)


def test_numbers_keep_their_value() -> None:
    assert read_json(b"[0, -7, 9007199254740993, 0.1, 1e3, 123456789012345678901234567890]") == [
        0,
        -7,
        9007199254740993,
        0.1,
        1000.0,
        123456789012345678901234567890.0,
    ]


def test_deep_nesting_costs_no_memory() -> None:
    tracemalloc.start()
    with pytest.raises(Unreadable):
        read_json(b"[" * 100_000)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000
