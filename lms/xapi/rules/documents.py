"""What may be in a document, and how two become one.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#22-document-resources
"""

import re
from hashlib import sha1
from typing import Any

import orjson

from lms.xapi.rules.reading import Unreadable, read_json

DOCUMENTS = "https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#22-document-resources"

_JSON = re.compile(r"application/json\s*(;.*)?", re.IGNORECASE | re.DOTALL)


class Unmergeable(ValueError):
    """The two documents cannot become one; the message says why."""


def is_json(content_type: str) -> bool:
    """Whether a document of this type is merged when it is posted."""
    return _JSON.fullmatch(content_type.strip()) is not None


def etag_of(content: bytes) -> str:
    """The entity tag that the specification asks for, without its quotes: SHA-1 in hexadecimal."""
    return sha1(content, usedforsecurity=False).hexdigest()


def read_object(content: bytes, content_type: str, which: str) -> dict[str, Any]:
    """The JSON object in a document. Raises Unmergeable where it is none; `which` names it in the message."""
    if not is_json(content_type):
        raise Unmergeable(f"{which} is {content_type[:80] or 'of no type'}, but only application/json can be merged")
    try:
        value = read_json(content)
    except Unreadable as error:
        raise Unmergeable(f"{which} is no JSON: {error}") from None
    if not isinstance(value, dict):
        raise Unmergeable(f"{which} is no JSON object")
    return value


def merged(old: dict[str, Any], new: dict[str, Any]) -> bytes:
    """`old` with the properties of `new` in it, one level deep.

    https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#json-procedure-with-requirements
    """
    return orjson.dumps({**old, **new})
