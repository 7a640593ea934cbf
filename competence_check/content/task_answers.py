"""What can be answered to a task of a check file, and what is right."""

from typing import Any

from competence_check.tasks.pieces import marks_of
from competence_check.tasks.typed import normal_text
from lms.kernel.tenancy import SLUG
from lms.kernel.toml import LANGUAGES, TomlTable

_OPTION_FIELDS: dict[str, tuple[str, ...]] = {
    "single": ("key", "correct", "text"),
    "multiple": ("key", "correct", "text"),
    "order": ("key", "text"),
    "match": ("key", "text", "target"),
}
FEWEST_OPTIONS, MOST_OPTIONS = 3, 8


def accepted(table: TomlTable) -> dict[str, list[str]]:
    """The answers to a short answer that count, by language."""
    accepted = table.text_lists("accept")
    if not accepted:
        table.fault("accept", 'is missing; write accept.de = ["…"]')
    for language, texts in accepted.items():
        if not texts or not all(normal_text(text) for text in texts):
            table.fault(f"accept.{language}", "needs at least one answer, each with letters or digits")
    return accepted


def read_marks(table: TomlTable, body: dict[str, Any]) -> None:
    """Add a text to mark in and what is right in it to the task's `body`."""
    body["text"], body["right"] = table.texts("text"), table.strings("right")
    keys = {language: list(marks_of(text)) for language, text in body["text"].items()}
    if len(keys.get("de", ())) < FEWEST_OPTIONS:
        table.fault("text", f"at least {FEWEST_OPTIONS} pieces must be marked as [[key|words]]")
    if any(len(set(each)) != len(each) or each != keys.get("de") for each in keys.values()):
        table.fault("text", "every language must mark the same pieces, in the same order and each key once")
    right = set(body["right"])
    if not right or not right < set(keys.get("de", ())):
        table.fault("right", "must be keys of marked pieces: at least one, and not all")


def options_of(table: TomlTable, format_name: str) -> list[dict[str, Any]]:
    """The options of a choice, an order or a match."""
    options: list[dict[str, Any]] = []
    for each in table.tables("options", at_least=FEWEST_OPTIONS):
        each.only(*_OPTION_FIELDS[format_name])
        key = each.string("key", pattern=SLUG.pattern, longest=40)
        if key in {option["key"] for option in options}:
            each.fault("key", f"{key!r} is used twice")
        option: dict[str, Any] = {"key": key, "text": each.texts("text", longest=1000)}
        if "correct" in _OPTION_FIELDS[format_name]:
            option["correct"] = each.flag("correct", default=False)
        if "target" in _OPTION_FIELDS[format_name]:
            option["target"] = each.texts("target", longest=1000)
        options.append(option)
    if len(options) > MOST_OPTIONS:
        table.fault("options", f"there must be at most {MOST_OPTIONS}")
    right = sum(bool(option.get("correct")) for option in options)
    if format_name == "single" and right != 1:
        table.fault("options", f"exactly one option must be correct, here are {right}")
    if format_name == "multiple" and not 0 < right < len(options):
        table.fault("options", "at least one option must be correct and at least one wrong")
    for side in ("text", "target"):
        _all_different(table, options, side)
    return options


def _all_different(table: TomlTable, options: list[dict[str, Any]], side: str) -> None:
    for language in LANGUAGES:
        texts = [option[side][language] for option in options if language in option.get(side, {})]
        if len(set(texts)) != len(texts):
            table.fault("options", f"two options have the same {side} in {language}")
