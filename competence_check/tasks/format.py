"""What a format of tasks is: reading an answer from a form, and grading it."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

# A task's content (docs/content.md) and an answer, both as they are stored: plain JSON.
Body = Mapping[str, Any]
Response = dict[str, Any]
Fields = Mapping[str, Sequence[str]]

# "Weiß ich nicht": an answer like any other, worth nothing, available in every format.
UNKNOWN: Response = {"unknown": True}


class Format(Protocol):
    """How tasks of one format are answered and graded."""

    def read(self, body: Body, fields: Fields) -> Response:
        """The answer in the form's `fields`. Raises Invalid if it is missing or malformed."""
        ...

    def grade(self, body: Body, response: Response) -> float:
        """The score from 0 to 1. Raises Invalid where `response` does not belong to the task."""
        ...


def keys_of(body: Body) -> list[str]:
    """The keys of the task's options, in the order of the file."""
    return [str(option["key"]) for option in body["options"]]
