"""The picture of a task as pages show it, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lms.kernel.i18n import text, text_language


@dataclass(frozen=True)
class Picture:
    """A picture that belongs to the situation, by framework and file name; language: of its alternative text.

    print: of its file, for the address, so that no browser shows what the file held before; may be empty.
    """

    framework: str
    name: str
    alt: str
    language: str
    print: str = ""


def picture_of(body: Mapping[str, Any]) -> Picture | None:
    """The picture of a task with this body, None for a task without."""
    if "image" not in body:
        return None
    name, words = text(body["image"]), text(body["alt"])
    return Picture(body["framework"], name, words, text_language(body["alt"]), body.get("print", ""))
