"""Between the fields of the editor's form, the table of a task as its file has it, and back.

A draft keeps the fields as they were typed, so that nothing is lost however wrong it is. Their names are the paths that
the reader of files uses in its faults: "prompt.de", "options.0.text.en".
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from competence_check.content.simulated_files import FIELDS as SIMULATED
from competence_check.content.task_answers import MOST_OPTIONS
from lms.kernel.toml import LANGUAGES
from lms.kernel.toml_writing import toml_lines

Fields = Mapping[str, str]
Table = dict[str, Any]

# What a simulated task shows and asks to be done, as text: the part of a file below the task's own fields.
SCENE = "scene_text"

_PLAIN = ("key", "competence", "band", "source", "image")
_LISTS = ("outcomes", "families", "topics", "right")
_TEXTS = ("prompt", "feedback", "alt", "unit", "text")
_NUMBERS = ("answer", "tolerance", "difficulty")
_SIDES = ("text", "target")
# These may be missing, the others are asked for.
_SPOKEN = {"outcomes", "families"}
_LISTED = re.compile(r"[,;\n]")
_OPTION = re.compile(r"options\.(\d+)\.")

# So long may a field be; a task as a whole is limited by the size of a form.
LONGEST = 50_000


def clean(fields: Mapping[str, Any]) -> dict[str, str]:
    """The fields that belong to a task, with the ends of lines that files have; empty ones are left out."""
    found = {name: _clean(str(value)) for name, value in fields.items() if _is_ours(name)}
    return {name: value for name, value in found.items() if value.strip()}


def _clean(value: str) -> str:
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")[:LONGEST]


def _is_ours(name: str) -> bool:
    head, _dot, rest = name.partition(".")
    if head == "options":
        number, _dot, part = rest.partition(".")
        known = {"key", "correct", *(f"{side}.{language}" for side in _SIDES for language in LANGUAGES)}
        return number.isascii() and number.isdigit() and len(number) <= 2 and part in known
    if rest:
        return head in (*_TEXTS, "accept") and rest in LANGUAGES
    return head in (*_PLAIN, *_LISTS, *_NUMBERS, "checked_on", SCENE)


def option_numbers(fields: Fields) -> list[int]:
    """The numbers of the options, in order."""
    return sorted({int(found[1]) for name in fields if (found := _OPTION.match(name))})


def table_of(fields: Fields, format_name: str) -> Table:
    """The table that the fields mean. What cannot be understood stays a text, so that the reader says what is wrong.

    Raises tomllib.TOMLDecodeError where the text of a simulated task is no TOML.
    """
    table: Table = {name: fields[name].strip() for name in _PLAIN if name in fields} | {"format": format_name}
    table |= {name: _listed(fields.get(name, "")) for name in _LISTS if name in fields or name in _SPOKEN}
    table |= {name: _number(fields[name]) for name in _NUMBERS if name in fields}
    if "checked_on" in fields:
        table["checked_on"] = _day(fields["checked_on"])
    for name in _TEXTS:
        if texts := _by_language(fields, name):
            table[name] = texts
    if accepted := _by_language(fields, "accept"):
        table["accept"] = {language: _lines(text) for language, text in accepted.items()}
    if options := [_option(fields, number) for number in option_numbers(fields)]:
        table["options"] = options
    if SCENE in fields and format_name == "simulated":
        table |= scene_of(fields[SCENE])
    return table


def scene_of(text: str) -> Table:
    """What the text of a simulated task says; raises TOMLDecodeError. Other fields of a task have their own place."""
    found = tomllib.loads(text)
    return {name: value for name, value in found.items() if name in SIMULATED}


def strangers(text: str) -> list[str]:
    """Fields in the text of a simulated task that do not belong there."""
    return [name for name in tomllib.loads(text) if name not in SIMULATED]


def fields_of(table: Mapping[str, Any]) -> dict[str, str]:
    """The form's fields of a task's table."""
    found = {name: str(table[name]) for name in (*_PLAIN, "checked_on") if name in table}
    found |= {name: "\n".join(table[name]) for name in _LISTS if isinstance(table.get(name), list)}
    found |= {name: number_text(table[name]) for name in _NUMBERS if name in table}
    for name in _TEXTS:
        if isinstance(table.get(name), Mapping):
            found |= {f"{name}.{language}": text for language, text in table[name].items()}
    found |= {f"accept.{language}": "\n".join(texts) for language, texts in table.get("accept", {}).items()}
    for number, option in enumerate(table.get("options", ())):
        found |= {f"options.{number}.{name}": text for name, text in _option_fields(option)}
    if table.get("format") == "simulated":
        found[SCENE] = scene_text(table)
    return clean(found)


def scene_text(table: Mapping[str, Any]) -> str:
    """The text of a simulated task."""
    parts = {name: table[name] for name in SIMULATED if name in table}
    return "\n".join(toml_lines(parts)).strip() + "\n"


def number_text(number: float) -> str:
    """A number as it is typed."""
    return str(int(number)) if number == int(number) else repr(float(number))


def _option(fields: Fields, number: int) -> Table:
    path = f"options.{number}"
    option: Table = {"key": fields.get(f"{path}.key", "").strip()}
    if fields.get(f"{path}.correct"):
        option["correct"] = True
    return option | {side: texts for side in _SIDES if (texts := _by_language(fields, f"{path}.{side}"))}


def _option_fields(option: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "key", option["key"]
    if option.get("correct"):
        yield "correct", "1"
    for side in _SIDES:
        yield from ((f"{side}.{language}", text) for language, text in option.get(side, {}).items())


def with_more_options(fields: Fields, many: int = 1) -> dict[str, str]:
    """One more empty option, or several, each with a key that no other has; never more than there may be."""
    found = dict(fields)
    for _each in range(many):
        numbers = option_numbers(found)
        if len(numbers) >= MOST_OPTIONS:
            return found
        taken = {found.get(f"options.{number}.key") for number in numbers}
        key = next(key for key in "abcdefghijklmnopqrstuvwxyz" if key not in taken)
        found[f"options.{numbers[-1] + 1 if numbers else 0}.key"] = key
    return found


def with_options_in_order(fields: Fields, order: list[int]) -> dict[str, str]:
    """The options with these numbers, in this order; others are taken away."""
    found = {name: value for name, value in fields.items() if not _OPTION.match(name)}
    for place, number in enumerate(order):
        before = f"options.{number}."
        found |= {
            f"options.{place}.{name.removeprefix(before)}": value
            for name, value in fields.items()
            if name.startswith(before)
        }
    return found


def _by_language(fields: Fields, name: str) -> dict[str, str]:
    found = {language: fields.get(f"{name}.{language}", "").strip() for language in LANGUAGES}
    return {language: text for language, text in found.items() if text}


def _listed(text: str) -> list[str]:
    return [part.strip() for part in _LISTED.split(text) if part.strip()]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _number(text: str) -> float | str:
    try:
        return float(text.strip().replace(",", ".").replace("−", "-"))
    except ValueError:
        return text


def _day(text: str) -> date | str:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return text
