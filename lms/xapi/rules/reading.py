"""Reading JSON from strangers: strict, and with bounded effort.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#22-formatting-requirements
"""

import json
import math
from collections import Counter
from typing import Any, NoReturn

import orjson

# A byte of text can become fifty of memory. Ten thousand rich statements have half as many objects and lists as this;
# those in texts are counted too, because that costs nothing and nobody writes so many.
MOST_VALUES = 300_000
MOST_COMMAS = 2_000_000


class Unreadable(ValueError):
    """The text is no JSON that we take; the message says why."""


def read_json(data: bytes) -> Any:
    """The value in `data`. Raises Unreadable for what is not UTF-8 or not JSON, names a property twice,
    holds a number that does not exist, half a character, more than MOST_VALUES objects and lists, or is nested more
    than 254 levels deep."""
    if data.count(b"{") + data.count(b"[") > MOST_VALUES or data.count(b",") > MOST_COMMAS:
        raise Unreadable("there are too many values in it; send less at once")
    try:
        value = _DECODER.decode(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Unreadable(f"byte {error.start + 1} is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise Unreadable(f"line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise Unreadable("the values are nested too deeply") from None
    try:
        # What cannot be written again must not come in: lone surrogates, and depths that later code cannot
        # walk.
        orjson.dumps(value)
    except TypeError as error:
        raise Unreadable(_why(error)) from None
    return value


def _why(error: TypeError) -> str:
    if "surrogate" in str(error):
        return "a string holds half a character (a lone surrogate)"
    return "the values are nested too deeply"


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise Unreadable(f"the property {twice[:80]!r} appears twice in one object")
    return found


def _float(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise Unreadable(f"the number {digits[:40]} is too large")
    return value


def _int(digits: str) -> int | float:
    """A whole number as it is while 64 bits hold it, else the nearest number with a fraction."""
    if len(digits) <= 20 and -(2**63) <= int(digits) < 2**63:
        return int(digits)
    return _float(digits)


def _constant(name: str) -> NoReturn:
    raise Unreadable(f"{name} is no JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=_float, parse_int=_int, parse_constant=_constant)
