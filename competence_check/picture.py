"""The picture of a task as pages show it, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lms.kernel.i18n import text, text_language


@dataclass(frozen=True)
class Picture:
    """A picture that belongs to the situation, by framework and file name; language: of its alternative text."""

    framework: str
    name: str
    alt: str
    language: str


def picture_of(body: Mapping[str, Any]) -> Picture | None:
    """The picture of a task with this body, None for a task without."""
    if "image" not in body:
        return None
    return Picture(body["framework"], text(body["image"]), text(body["alt"]), text_language(body["alt"]))
