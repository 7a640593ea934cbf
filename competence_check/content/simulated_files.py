"""A simulated task in a check file: scene, things, choices and settings, turned into controls that are graded."""

from collections.abc import Callable, Mapping
from typing import Any

from competence_check.content.simulated_controls import (
    cell_control,
    check_controls,
    control_of,
    key_of,
    no_key_twice,
    setting,
)
from competence_check.tasks.pieces import marks_of
from competence_check.tasks.surfaces import SURFACES, Field, Surface, Use
from lms.kernel.toml import LANGUAGES, TomlTable

Json = dict[str, Any]

FIELDS = ("surface", "scene", "things", "choices", "settings")
DETAIL_LOOKS = ("link", "file", "lock", "info")
STYLES = ("title", "h1", "h2", "body", "list", "quote")
# What answers: these go into the control of a thing, never into what is shown.
_ANSWERS = ("right", "initial", "after", "why")


def read_simulated(table: TomlTable, body: Json) -> None:
    """Add surface, scene and controls of the task in `table` to its `body`. Notes every fault in the file."""
    name = table.choice("surface", tuple(SURFACES))
    surface = SURFACES[name]
    choices = [_choice(each, surface) for each in table.tables("choices")]
    no_key_twice(table, "choices", choices)
    scene_table = table.table("scene")
    if scene_table is None:
        return
    scene_table.only(*surface.scene, *(("answer", "mark", "right", "why") if surface.marks else ()), *_slot(surface))
    scene = _fields(scene_table, surface.scene)
    controls: list[Json] = []
    if surface.marks:
        controls += _marking(scene_table, scene)
    things = _things(table, surface, choices, controls, scene)
    if surface.use is Use.SLOT:
        controls.append(control_of("pick", "choice", scene["pick"], choices, scene_table))
    settings = [setting(each) for each in table.tables("settings")]
    no_key_twice(table, "settings", controls + settings)
    body |= {"surface": name, "scene": scene | {"things": things, "choices": choices}, "controls": controls + settings}
    check_controls(table, body)


def _slot(surface: Surface) -> tuple[str, ...]:
    return ("right", "why", "after") if surface.use is Use.SLOT else ()


def _fields(table: TomlTable, wanted: Mapping[str, Field]) -> Json:
    readers: dict[Field, Callable[[str], object]] = {
        Field.TEXTS: table.texts,
        Field.TEXTS_OPTIONAL: lambda name: table.texts(name, required=False),
        Field.STRING: table.string,
        Field.STRING_OPTIONAL: lambda name: table.string(name, default=""),
        Field.STRINGS: table.strings,
        Field.FLAG: lambda name: table.flag(name, default=False),
        Field.CELLS: lambda name: _cells(table, name),
    }
    return {name: readers[kind](name) for name, kind in wanted.items()}


def _cells(table: TomlTable, name: str) -> dict[str, list[list[str]]]:
    """Rows of cells by language, all of one shape."""
    value = table.values.get(name)
    rows_by_language = value if isinstance(value, dict) else {}
    shapes = set()
    for language in LANGUAGES:
        rows = rows_by_language.get(language)
        if not isinstance(rows, list) or not all(isinstance(row, list) and row for row in rows) or not rows:
            table.fault(f"{name}.{language}", 'must be rows of texts: [["Monat", "Euro"], ["Mai", "120"]]')
            return {language: [[""]] for language in LANGUAGES}
        shapes.add(tuple(len(row) for row in rows))
    if len(shapes) != 1 or len(set(next(iter(shapes)))) != 1:
        table.fault(name, "every row must have the same number of cells, in every language")
    return {language: [[str(cell) for cell in row] for row in rows_by_language[language]] for language in LANGUAGES}


def _choice(table: TomlTable, surface: Surface) -> Json:
    table.only("key", "text", *surface.choices)
    choice = {"key": key_of(table), "text": table.texts("text", longest=200)} | _fields(table, surface.choices)
    if "style" in surface.choices and choice["style"] not in STYLES:
        table.fault("style", f"must be one of: {', '.join(STYLES)}")
    return choice


def _marking(table: TomlTable, scene: Json) -> list[Json]:
    """A text with pieces to mark: the control "marks"; without pieces there is nothing to mark."""
    scene["answer"] = table.texts("answer")
    marks = {language: marks_of(text) for language, text in scene["answer"].items()}
    if len({tuple(found) for found in marks.values()}) > 1:
        table.fault("answer", "every language must mark the same pieces in the same order")
    if not marks.get("de"):
        return []
    keys = marks["de"]
    options = [{"key": key, "text": {name: found.get(key, "") for name, found in marks.items()}} for key in keys]
    return [control_of("marks", "marks", table.texts("mark"), options, table)]


def _things(table: TomlTable, surface: Surface, choices: list[Json], controls: list[Json], scene: Json) -> list[Json]:
    things: list[Json] = []
    picks: list[Json] = []
    right: list[str] = []
    for each in table.tables("things"):
        flag = ("right",) if surface.use is Use.PICK else _ANSWERS if surface.use is not Use.SLOT else ()
        each.only("key", "details", *surface.things, *flag)
        thing: Json = {"key": key_of(each)} | _fields(each, surface.things)
        details = [_detail(detail) for detail in each.tables("details")]
        no_key_twice(each, "details", details)
        things.append(thing | {"details": details})
        label = thing[surface.name]
        if surface.use is Use.JUDGE:
            controls.append(control_of(thing["key"], "choice", label, choices, each))
        elif surface.use is Use.TYPE:
            controls.append(cell_control(each, thing, scene))
        elif surface.use is Use.PICK:
            picks.append({"key": thing["key"], "text": label})
            right += [thing["key"]] if each.flag("right", default=False) else []
    if picks:
        controls.append({"key": "pick", "kind": "choice", "label": scene["pick"], "options": picks, "right": right})
    no_key_twice(table, "things", things)
    return things


def _detail(table: TomlTable) -> Json:
    table.only("key", "label", "text", "look")
    return {
        "key": key_of(table),
        "label": table.texts("label", longest=200),
        "text": table.texts("text", longest=2000),
        "look": table.choice("look", DETAIL_LOOKS, default="info"),
    }
