"""What a request brings: statements, alone as JSON or in parts with the data of their attachments.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#15-content-types
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request

from lms.xapi.protocol import CONTENT_TYPES, bytes_of_body, json_in, refused
from lms.xapi.rules.multipart import MULTIPART, NotInParts, data_in, split, statements_part


@dataclass(frozen=True)
class Received:
    """The JSON of a request, and the data of attachments by hash (lower case)."""

    json: Any
    data: Mapping[str, bytes] = field(default_factory=dict)


def receive() -> Received:
    """What the body holds. Raises StatementsRefused for anything but JSON or multipart/mixed."""
    if request.mimetype == "application/json":
        return Received(json_in(bytes_of_body()))
    if request.mimetype != "multipart/mixed":
        message = f"must be application/json or multipart/mixed, not {request.mimetype[:80] or 'missing'}"
        raise refused("header Content-Type", message, CONTENT_TYPES)
    try:
        parts = split(bytes_of_body(), request.mimetype_params.get("boundary"))
        json, data = statements_part(parts), data_in(parts)
    except NotInParts as error:
        raise refused("", str(error), MULTIPART) from None
    return Received(json_in(json), data)
