"""TOML tables that know on which line each of their fields stands, so that faults can name it."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

Texts = dict[str, str]

LANGUAGES = ("de", "en")

_AT_LINE = re.compile(r"\(at line (\d+)")
_A_TEXT = "must be a text that is not empty and has no NUL character"
_LARGEST = 1e15


@dataclass(frozen=True)
class TomlFile:
    """A file and the place where its faults go: report(line, field, message)."""

    path: Path
    report: Callable[[int, str, str], None]


def read_toml(file: TomlFile) -> "TomlTable | None":
    """The whole file as a table; None after reporting why it cannot be read."""
    try:
        text = _with_line_feeds(file.path.read_bytes().decode("utf-8"))
        return TomlTable(file, tomllib.loads(text), field_lines(text), ())
    except FileNotFoundError:
        file.report(1, "", "the file is missing")
    except UnicodeDecodeError:
        file.report(1, "", "the file is not UTF-8 text; save it as UTF-8")
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        file.report(int(at.group(1)) if at else text.count("\n") + 1, "", f"this is not TOML: {error}")
    except OSError as error:
        file.report(1, "", f"the file cannot be read: {error.strerror}")
    return None


def _with_line_feeds(text: str) -> str:
    """`text` with the two ends of lines that TOML knows as one: https://toml.io/en/v1.0.0#spec (newline).

    A carriage return alone stays, so that it is a fault in its line and not a line of its own that no editor counts.
    """
    return text.replace("\r\n", "\n")


def _is_text(value: object) -> bool:
    """Whether `value` can be read by a person and stored by every database."""
    return isinstance(value, str) and bool(value.strip()) and "\x00" not in value


def field_lines(text: str) -> dict[tuple[str, ...], int]:
    """The line (from 1) of every key and table header of valid TOML, by path; tables of arrays by their number.

    A piece of lines that is TOML by itself is one statement, so that texts and lists over many lines cannot mislead.
    """
    lines: dict[tuple[str, ...], int] = {}
    counts: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    began, piece = 1, ""
    for number, line in enumerate(text.split("\n"), start=1):
        began, piece = (began, f"{piece}\n{line}") if piece else (number, line)
        try:
            statement = tomllib.loads(piece)
        except tomllib.TOMLDecodeError:
            continue
        if piece.lstrip().startswith("["):
            table = _table_path(statement, counts)
            lines[table] = began
        else:
            _note_fields(statement, table, began, lines)
        piece = ""
    return lines


def _note_fields(value: object, path: tuple[str, ...], line: int, lines: dict[tuple[str, ...], int]) -> None:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in parts:
        lines.setdefault((*path, str(name)), line)
        _note_fields(inner, (*path, str(name)), line, lines)


def _table_path(header: Any, counts: dict[tuple[str, ...], int]) -> tuple[str, ...]:
    """The path of the table that `header`, a parsed line such as [a.b] or [[a.b]], begins."""
    path: tuple[str, ...] = ()
    while header:
        ((name, header),) = header.items()
        path += (name,)
        if isinstance(header, list):
            counts[path] = counts.get(path, -1) + 1
            for deeper in [key for key in counts if len(key) > len(path) and key[: len(path)] == path]:
                del counts[deeper]
            header = None
        if path in counts:
            path += (str(counts[path]),)
    return path


class TomlTable:
    """A table of a TOML file. Its getters check type and range, report faults and return a usable value anyway."""

    def __init__(
        self, file: TomlFile, values: dict[str, Any], lines: dict[tuple[str, ...], int], path: tuple[str, ...]
    ) -> None:
        self.file = file
        self.values = values
        self._lines = lines
        self._path = path

    def line(self, name: str = "") -> int:
        """The line of the field `name`, or the closest line above that is known."""
        path = self._path + tuple(part for part in name.split(".") if part)
        inside = [line for key, line in self._lines.items() if name and key[: len(path)] == path]
        while path and path not in self._lines and not inside:
            path = path[:-1]
        return self._lines.get(path) or min(inside, default=1)

    def fault(self, name: str, message: str) -> None:
        """Report that the field `name` is wrong."""
        dotted = ".".join((*self._path, name) if name else self._path)
        self.file.report(self.line(name), dotted, message)

    def only(self, *names: str) -> None:
        """Report every field that is not one of `names`: most are typing errors."""
        for name in self.values:
            if name not in names:
                self.fault(name, f"there is no such field here; known are: {', '.join(names)}")

    def string(
        self, name: str, *, default: str | None = None, pattern: str = "", longest: int = 300, why: str = ""
    ) -> str:
        """A text field; required without `default`."""
        value = self.values.get(name, default)
        if value is None:
            self.fault(name, "is missing")
            return ""
        may_be_empty = default is not None and isinstance(value, str) and not value.strip()
        if not may_be_empty and not _is_text(value):
            self.fault(name, _A_TEXT)
            return ""
        if len(value) > longest:
            self.fault(name, f"is longer than {longest} characters")
        if pattern and not re.fullmatch(pattern, value):
            self.fault(name, why or f"does not look like {pattern}")
        return str(value)

    def choice(self, name: str, choices: tuple[str, ...], *, default: str | None = None) -> str:
        """One of `choices`."""
        value = self.values.get(name, default)
        if value not in choices:
            self.fault(name, "is missing" if value is None else f"must be one of: {', '.join(choices)}")
            return default or choices[0]
        return str(value)

    def integer(self, name: str, lowest: int, highest: int, *, default: int | None = None) -> int:
        """A whole number from `lowest` to `highest`."""
        value = self.values.get(name, default)
        if value is None:
            self.fault(name, "is missing")
        elif not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
            self.fault(name, f"must be a whole number from {lowest} to {highest}")
        else:
            return value
        return lowest

    def number(self, name: str, *, default: float | None = None) -> float:
        """A number with or without decimals."""
        value = self.values.get(name, default)
        if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _LARGEST:
            return float(value)
        self.fault(name, "is missing" if value is None else "must be a number")
        return 0.0

    def flag(self, name: str, *, default: bool | None = None) -> bool:
        """true or false."""
        value = self.values.get(name, default)
        if not isinstance(value, bool):
            self.fault(name, "is missing" if value is None else "must be true or false")
            return False
        return value

    def day(self, name: str) -> date:
        """A date such as 2026-10-12."""
        value = self.values.get(name)
        if type(value) is not date:
            self.fault(name, "is missing" if value is None else "must be a date such as 2026-10-12")
            return date(2000, 1, 1)
        return value

    def strings(self, name: str) -> list[str]:
        """A list of texts, empty if missing."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(_is_text(item) for item in value):
            self.fault(name, "must be a list of texts")
            return []
        return list(value)

    def texts(self, name: str, *, required: bool = True, longest: int = 5000) -> Texts:
        """A text by language: German, if required, and any other known language."""
        table = self._languages(name, required)
        found: Texts = {}
        for language, value in table.items():
            if not _is_text(value):
                self.fault(f"{name}.{language}", _A_TEXT)
            elif len(value) > longest:
                self.fault(f"{name}.{language}", f"is longer than {longest} characters")
            else:
                found[language] = value.strip()
        return found

    def text_lists(self, name: str) -> dict[str, list[str]]:
        """Lists of texts by language; may be missing."""
        table = self._languages(name, required=False)
        for language, value in table.items():
            if not isinstance(value, list) or not all(_is_text(item) for item in value):
                self.fault(f"{name}.{language}", "must be a list of texts")
                return {}
        return {language: list(value) for language, value in table.items()}

    def _languages(self, name: str, required: bool) -> dict[str, Any]:
        value = self.values.get(name)
        if value is None:
            if required:
                self.fault(name, f"is missing; write {name}.de = …")
            return {}
        if not isinstance(value, dict):
            self.fault(name, f"needs a language: {name}.de = …")
            return {}
        for language in value:
            if language not in LANGUAGES:
                self.fault(f"{name}.{language}", f"unknown language; known are: {', '.join(LANGUAGES)}")
        if "de" not in value:
            self.fault(name, "the German text (de) is missing")
        return {language: text for language, text in value.items() if language in LANGUAGES}

    def table(self, name: str) -> "TomlTable | None":
        """The table `[name]`, or None after reporting that it is missing."""
        value = self.values.get(name)
        if not isinstance(value, dict):
            self.fault(name, f"the table [{name}] is missing")
            return None
        return TomlTable(self.file, value, self._lines, (*self._path, name))

    def tables(self, name: str, *, at_least: int = 0) -> "list[TomlTable]":
        """The tables `[[name]]` in order."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(name, f"must be written as [[{name}]]")
            return []
        if len(value) < at_least:
            self.fault(name, f"there must be at least {at_least}")
        return [
            TomlTable(self.file, item, self._lines, (*self._path, name, str(number)))
            for number, item in enumerate(value)
        ]
