"""Between the fields of the guided form, named by their path ("g.things.0.text.de"), and the table of a task."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from competence_check.authoring.guided.parts import Kind, Part, lists_in, parts_of
from competence_check.tasks.surfaces import SURFACES
from lms.kernel.toml import LANGUAGES
from lms.kernel.toml_writing import toml_lines

Json = dict[str, Any]
Fields = Mapping[str, str]

BEFORE = "g"
MOST_ROWS = 60
_STEMS = {"choices": "wahl", "things": "ding", "settings": "feld", "details": "detail", "options": "wahl"}
_CELL = re.compile(r"[\t|]")


def fields_of(table: Mapping[str, Any]) -> dict[str, str]:
    """The fields that show the table."""
    surface = str(table["surface"])
    found = dict(_row_fields(surface, ("scene",), table.get("scene", {})))
    for name in lists_in(surface, (), table):
        found |= dict(_list_fields(surface, (name,), table.get(name, [])))
    return found


def _list_fields(surface: str, path: tuple[str, ...], rows: list[Json]) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(rows):
        place = (*path, str(number))
        yield from ((_name(place, each), str(row[each])) for each in ("key", "kind") if each in row)
        yield from _row_fields(surface, place, row)
        for name in lists_in(surface, place, row):
            yield from _list_fields(surface, (*place, name), row.get(name, []))


def _row_fields(surface: str, path: tuple[str, ...], row: Json) -> Iterator[tuple[str, str]]:
    for part in parts_of(surface, path, row):
        if part.name in row:
            for ending, text in _shown(part, row[part.name]):
                yield _name(path, part.name) + ending, text


def _name(path: tuple[str, ...], name: str) -> str:
    return ".".join((BEFORE, *path, name))


def _shown(part: Part, value: Any) -> Iterator[tuple[str, str]]:
    if part.kind is Kind.FLAG:
        yield from [("", "1")] if value is True else []
    elif part.kind is Kind.SEVERAL:
        yield "", "\n".join([value] if isinstance(value, str) else map(str, value))
    elif part.kind in (Kind.LINE, Kind.ONE):
        yield "", str(value)
    elif isinstance(value, Mapping):
        for language, inner in value.items():
            yield f".{language}", _text_of(part, inner)


def _text_of(part: Part, inner: Any) -> str:
    if part.kind is Kind.CELLS:
        return "\n".join(" | ".join(map(str, row)) for row in inner)
    return "\n".join(inner) if part.kind is Kind.LISTS else str(inner)


def table_of(typed: Fields) -> Json:
    """The table that the fields of the form mean; what is empty is left out, rows stay."""
    surface = typed.get(f"{BEFORE}.surface", "")
    if surface not in SURFACES:
        surface = next(iter(SURFACES))
    table: Json = {"surface": surface, "scene": _read(surface, ("scene",), {}, typed)}
    for name in lists_in(surface, (), table):
        if rows := _rows(surface, (name,), typed):
            table[name] = rows
    return table


def _rows(surface: str, path: tuple[str, ...], typed: Fields) -> list[Json]:
    rows: list[Json] = []
    while _name((*path, str(len(rows))), "key") in typed and len(rows) < MOST_ROWS:
        place = (*path, str(len(rows)))
        row: Json = {"key": typed[_name(place, "key")].strip()}
        if kind := typed.get(_name(place, "kind")):
            row["kind"] = kind
        row |= _read(surface, place, row, typed)
        for name in lists_in(surface, place, row):
            if inner := _rows(surface, (*place, name), typed):
                row[name] = inner
        rows.append(row)
    return rows


def _read(surface: str, path: tuple[str, ...], row: Json, typed: Fields) -> Json:
    found = {part.name: _value(part, _name(path, part.name), typed) for part in parts_of(surface, path, row)}
    return {name: value for name, value in found.items() if value}


def _value(part: Part, name: str, typed: Fields) -> Any:
    text = typed.get(name, "").replace("\r\n", "\n").strip()
    if part.kind is Kind.FLAG:
        return bool(text)
    if part.kind is Kind.SEVERAL:
        chosen = [each for each in text.split("\n") if each]
        return chosen[0] if part.name == "right" and len(chosen) == 1 else chosen
    if part.kind in (Kind.LINE, Kind.ONE):
        return text
    texts = {each: typed.get(f"{name}.{each}", "").replace("\r\n", "\n") for each in LANGUAGES}
    return {each: _meant(part, inner) for each, inner in texts.items() if inner.strip()}


def _meant(part: Part, text: str) -> Any:
    lines = [line for line in text.split("\n") if line.strip()]
    if part.kind is Kind.CELLS:
        return [[cell.strip() for cell in _CELL.split(line)] for line in lines]
    return [line.strip() for line in lines] if part.kind is Kind.LISTS else text.strip()


def text_of(table: Mapping[str, Any]) -> str:
    """The text of a simulated task, as the draft keeps it."""
    return "\n".join(toml_lines(table)).strip() + "\n"


def loses_nothing(table: Mapping[str, Any]) -> bool:
    """Whether the form can show all of the table."""
    if table.get("surface") not in SURFACES:
        return False
    try:
        shown = fields_of(table) | {f"{BEFORE}.surface": str(table["surface"])}
        return bool(_plain(table_of(shown)) == _plain(table))
    except (AttributeError, TypeError, KeyError):
        # Somebody wrote a text where a table belongs; the text editor says where.
        return False


def _plain(value: Any) -> Any:
    """Without differences that mean nothing: blanks at the ends, what is empty, one right answer or a list of one."""
    if isinstance(value, Mapping):
        inner = {name: _plain(each) for name, each in value.items()}
        if isinstance(inner.get("right"), list) and len(inner["right"]) == 1:
            inner["right"] = inner["right"][0]
        return {name: each for name, each in inner.items() if each not in ("", [], {}, False)}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return "\n".join(line.rstrip() for line in value.strip().split("\n")) if isinstance(value, str) else value


def rearranged(table: Json, verb: str, path: str) -> str:
    """Do what a button of the form does: add, remove, up, down. The path of the row to look at afterwards.

    path: of the list to add to, with "=" and the kind of a setting, or of the row. What there is not is left alone.
    """
    place, _equals, kind = path.partition("=")
    names = place.split(".")
    number = int(names.pop()) if names[-1].isascii() and names[-1].isdigit() and len(names[-1]) < 4 else None
    rows = _list_at(table, names) if names else None
    if rows is None:
        return ""
    if verb == "add" and number is None and len(rows) < MOST_ROWS:
        rows.append({"key": _new_key(names[-1], rows)} | ({"kind": kind} if kind else {}))
        return f"{place}.{len(rows) - 1}"
    if number is None or not 0 <= number < len(rows):
        return ""
    if verb == "remove":
        rows.pop(number)
        return ".".join(names)
    other = number - 1 if verb == "up" else number + 1
    if verb in ("up", "down") and 0 <= other < len(rows):
        rows[number], rows[other] = rows[other], rows[number]
        return ".".join([*names, str(other)])
    return ""


def _list_at(table: Json, names: list[str]) -> list[Json] | None:
    """The list of rows at that path, begun if there is none yet; None where none belongs."""
    here: Any = table
    for name in names[:-1]:
        if isinstance(here, dict):
            here = here.get(name)
        elif isinstance(here, list) and name.isascii() and name.isdigit() and int(name[:4]) < len(here):
            here = here[int(name[:4])]
        else:
            return None
    before = tuple(names[:-1])
    if not isinstance(here, dict) or names[-1] not in lists_in(table["surface"], before, here):
        return None
    rows: list[Json] = here.setdefault(names[-1], [])
    return rows


def _new_key(name: str, rows: list[Json]) -> str:
    taken = {row.get("key") for row in rows}
    return next(key for key in (f"{_STEMS[name]}-{number}" for number in range(1, MOST_ROWS + 2)) if key not in taken)
