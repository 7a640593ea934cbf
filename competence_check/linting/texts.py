"""The texts of a task: all of them by language, and what somebody reads before answering."""

from collections.abc import Iterator, Mapping
from typing import Any

from competence_check.tasks.pieces import plain
from lms.kernel.toml import LANGUAGES

Task = Mapping[str, Any]

# What nobody reads before answering, and what is no sentence.
_AFTERWARDS = frozenset({"feedback", "why", "accept", "controls", "cells"})


def texts_of(value: Any, path: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every table of languages below `value`, with the path to it; names of files are no texts."""
    if isinstance(value, Mapping):
        if value and set(value) <= set(LANGUAGES):
            yield path, value
            return
        for name, inner in value.items():
            if name == "image":
                continue
            yield from texts_of(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from texts_of(inner, f"{path}.{number}")


def read_before(task: Task, language: str) -> str:
    """What somebody reads before answering, in one language, a paragraph for each piece."""
    body = {name: value for name, value in task["body"].items() if name not in _AFTERWARDS}
    settings = [control for control in task["body"].get("controls", ()) if "look" in control]
    found = [texts for _path, texts in texts_of([body, [_asked(setting) for setting in settings]])]
    return "\n\n".join(plain(texts[language]) for texts in found if isinstance(texts.get(language), str))


def _asked(setting: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in setting.items() if name not in ("why", "initial", "accept")}
