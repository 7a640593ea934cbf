"""JSON from somebody else: read within limits, with the place of what cannot be kept."""

import json
from collections.abc import Iterator
from typing import Any

from competence_check.exchange.tree import Unreadable

LARGEST = 20_000_000


def read_json(content: bytes) -> Any:
    """The value in the file. Raises Unreadable with line and column, or with the place (JSON pointer) of a text that
    no database and no file can hold.
    """
    if len(content) > LARGEST:
        raise Unreadable(f"the file is larger than {LARGEST // 1_000_000} MB")
    try:
        found = json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise Unreadable("the file is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise Unreadable(f"line {error.lineno}, column {error.colno}: this is not JSON: {error.msg}") from error
    except RecursionError as error:
        raise Unreadable("the JSON is nested too deeply") from error
    except ValueError as error:
        raise Unreadable(f"this is not JSON: {error}") from error
    if faults := [f"{place}: holds half a character or NUL" for place, text in _texts(found) if _is_broken(text)]:
        raise Unreadable(*faults)
    return found


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _is_broken(text: str) -> bool:
    # Half a pair, as "\\ud800" alone, is no character: https://www.rfc-editor.org/rfc/rfc8259#section-8.2
    return any(letter == "\x00" or "\ud800" <= letter <= "\udfff" for letter in text)


def _texts(value: Any) -> Iterator[tuple[str, str]]:
    """Every text and every name in `value`, with its place."""
    waiting = [("", value)]
    while waiting:
        place, each = waiting.pop()
        if isinstance(each, str):
            yield place or "/", each
        elif isinstance(each, list):
            waiting += [(f"{place}/{number}", inner) for number, inner in enumerate(each)]
        elif isinstance(each, dict):
            yield from ((place or "/", name) for name in each)
            waiting += [(f"{place}/{name}", inner) for name, inner in each.items()]
