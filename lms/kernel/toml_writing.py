"""Writing TOML as people write it: texts by language side by side, tables below what is simple."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from lms.kernel.toml import LANGUAGES


def toml_string(text: str) -> str:
    """A basic string; JSON's escapes are among those of TOML (https://toml.io/en/v1.0.0#string)."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def toml_lines(table: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[str]:
    """The lines of a table whose header is written already: simple fields first, then its tables.

    path: where it stands, for the headers of the tables in it. Fields that are None are left out.
    """
    indent = "    " * (len(path) - 1)
    for name, value in table.items():
        if value is not None and not _is_table(value):
            yield from (f"{indent}{line}" for line in _field(name, value))
    for name, value in table.items():
        if not _is_table(value):
            continue
        many = isinstance(value, list)
        opening, closing = ("[[", "]]") if many else ("[", "]")
        for each in value if many else [value]:
            yield ""
            yield f"{'    ' * len(path)}{opening}{'.'.join((*path, name))}{closing}"
            yield from toml_lines(each, (*path, name))


def _is_table(value: object) -> bool:
    if isinstance(value, Mapping):
        return not _is_by_language(value)
    return isinstance(value, list) and bool(value) and all(isinstance(each, Mapping) for each in value)


def _is_by_language(value: Mapping[str, Any]) -> bool:
    return bool(value) and set(value) <= set(LANGUAGES)


def _field(name: str, value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from (f"{name}.{language} = {_value(value[language])}" for language in LANGUAGES if language in value)
    else:
        yield f"{name} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _over_lines(value) if "\n" in value else toml_string(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Sequence):
        return f"[{', '.join(_value(each) for each in value)}]"
    return repr(value)


def _over_lines(text: str) -> str:
    """A string over several lines; one that holds what ends such a string stays on one line."""
    if '"""' in text or text.endswith('"'):
        return toml_string(text)
    lines = (toml_string(line)[1:-1].replace('\\"', '"') for line in text.split("\n"))
    return '"""\n' + "\n".join(lines) + '"""'
