"""A simulated task in a check file: scene, things, choices and settings, turned into controls that are graded."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from competence_check.tasks.controls import SWITCH, fits, initial, is_graded, option_keys, share_right
from competence_check.tasks.draft import openable
from competence_check.tasks.pieces import marks_of
from competence_check.tasks.sheet import place_of
from competence_check.tasks.surfaces import SURFACES, Field, Surface, Use
from lms.kernel.tenancy import SLUG
from lms.kernel.toml import LANGUAGES, TomlTable

Json = dict[str, Any]

FIELDS = ("surface", "scene", "things", "choices", "settings")
DETAIL_LOOKS = ("link", "file", "lock", "info")
STYLES = ("title", "h1", "h2", "body", "list", "quote")
# What answers: these go into the control of a thing, never into what is shown.
_ANSWERS = ("right", "initial", "after", "why")
MOST_CONTROLS = 30


def read_simulated(table: TomlTable, body: Json) -> None:
    """Add surface, scene and controls of the task in `table` to its `body`. Notes every fault in the file."""
    name = table.choice("surface", tuple(SURFACES))
    surface = SURFACES[name]
    choices = [_choice(each, surface) for each in table.tables("choices")]
    _no_key_twice(table, "choices", choices)
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
        controls.append(_control("pick", "choice", scene["pick"], choices, scene_table))
    settings = [_setting(each) for each in table.tables("settings")]
    _no_key_twice(table, "settings", controls + settings)
    body |= {"surface": name, "scene": scene | {"things": things, "choices": choices}, "controls": controls + settings}
    _check_controls(table, body)


def _slot(surface: Surface) -> tuple[str, ...]:
    return ("right", "why", "after") if surface.use is Use.SLOT else ()


def _key(table: TomlTable) -> str:
    return table.string("key", pattern=SLUG.pattern, longest=40)


def _no_key_twice(table: TomlTable, name: str, tables: list[Json]) -> None:
    keys = [each["key"] for each in tables]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        table.fault(name, f"the key {key!r} is used twice")


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
    choice = {"key": _key(table), "text": table.texts("text", longest=200)} | _fields(table, surface.choices)
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
    return [_control("marks", "marks", table.texts("mark"), options, table)]


def _things(table: TomlTable, surface: Surface, choices: list[Json], controls: list[Json], scene: Json) -> list[Json]:
    things: list[Json] = []
    picks: list[Json] = []
    right: list[str] = []
    for each in table.tables("things"):
        flag = ("right",) if surface.use is Use.PICK else _ANSWERS if surface.use is not Use.SLOT else ()
        each.only("key", "details", *surface.things, *flag)
        thing: Json = {"key": _key(each)} | _fields(each, surface.things)
        details = [_detail(detail) for detail in each.tables("details")]
        _no_key_twice(each, "details", details)
        things.append(thing | {"details": details})
        label = thing[surface.name]
        if surface.use is Use.JUDGE:
            controls.append(_control(thing["key"], "choice", label, choices, each))
        elif surface.use is Use.TYPE:
            controls.append(_cell_control(each, thing, scene))
        elif surface.use is Use.PICK:
            picks.append({"key": thing["key"], "text": label})
            right += [thing["key"]] if each.flag("right", default=False) else []
    if picks:
        controls.append({"key": "pick", "kind": "choice", "label": scene["pick"], "options": picks, "right": right})
    _no_key_twice(table, "things", things)
    return things


def _detail(table: TomlTable) -> Json:
    table.only("key", "label", "text", "look")
    return {
        "key": _key(table),
        "label": table.texts("label", longest=200),
        "text": table.texts("text", longest=2000),
        "look": table.choice("look", DETAIL_LOOKS, default="info"),
    }


def _control(key: str, kind: str, label: Json, options: list[Json], table: TomlTable) -> Json:
    control: Json = {"key": key, "kind": kind, "label": label}
    control["options"] = [{"key": option["key"], "text": option["text"]} for option in options]
    value = table.values.get("right")
    if value is not None:
        control["right"] = [value] if isinstance(value, str) else table.strings("right")
    if "initial" in table.values:
        control["initial"] = table.string("initial")
    return control | _teaching(table)


def _teaching(table: TomlTable) -> Json:
    found: Json = {}
    if "after" in table.values:
        found["after"] = table.strings("after")
    if "why" in table.values:
        found["why"] = table.texts("why", longest=500)
    return found


def _cell_control(table: TomlTable, thing: Json, scene: Json) -> Json:
    control: Json = {"key": thing["key"], "kind": "formula", "label": thing["label"], "cell": thing["cell"]}
    try:
        row, column = place_of(thing["cell"])
        control["initial"] = {language: cells[row][column] for language, cells in scene["cells"].items()}
    except (ValueError, IndexError):
        table.fault("cell", "must be a cell of the table such as B6")
        control["initial"] = {"de": ""}
    if "right" in table.values:
        control["right"] = table.string("right")
    return control | _teaching(table)


def _setting(table: TomlTable) -> Json:
    table.only("key", "kind", "label", "group", "hint", "look", "options", "initial", "right", "accept", "after", "why")
    kind = table.choice("kind", ("choice", "switch", "text"))
    options = []
    for each in table.tables("options", at_least=2 if kind == "choice" else 0):
        each.only("key", "text")
        options.append({"key": _key(each), "text": each.texts("text", longest=200)})
    _no_key_twice(table, "options", options)
    control: Json = {"key": _key(table), "kind": kind, "label": table.texts("label", longest=200)}
    if kind == "text":
        control |= {"initial": table.texts("initial", required=False), "accept": table.text_lists("accept")}
        control = {name: value for name, value in (control | _teaching(table)).items() if value}
    else:
        control = _control(control["key"], kind, control["label"], options, table)
    for name in ("group", "hint"):
        if name in table.values:
            control[name] = table.texts(name, longest=300)
    control["look"] = table.choice("look", ("select", "radio"), default="select")
    return control


def _check_controls(table: TomlTable, body: Json) -> None:
    controls, details = body["controls"], openable(body)
    if not any(is_graded(control) for control in controls):
        table.fault("", "nothing here can be right: give a thing or a setting the field `right`")
    if len(controls) > MOST_CONTROLS:
        table.fault("", f"there must be at most {MOST_CONTROLS} things and settings")
    to_do = False
    for control in controls:
        _check_control(table, control, details)
        to_do = to_do or (is_graded(control) and share_right(body, control, initial(control), details) < 1)
    if not to_do:
        table.fault("", "everything is right from the beginning: there is nothing to do")


def _check_control(table: TomlTable, control: Json, details: set[str]) -> None:
    key = control["key"]
    for name in control.get("after", ()):
        if name not in details:
            table.fault("", f"{key}: after: there is no detail {name!r}; known are: {', '.join(sorted(details))}")
    if control["kind"] in ("choice", "marks", "switch"):
        known = list(SWITCH) if control["kind"] == "switch" else option_keys(control)
        for value in control.get("right", ()):
            if value not in known:
                table.fault("", f"{key}: right: {value!r} is none of: {', '.join(known)}")
        if control["kind"] == "choice" and len(known) < 2:
            table.fault("", f"{key}: there must be at least two choices")
    if not fits(control, initial(control)):
        table.fault("", f"{key}: initial: {control['initial']!r} cannot be chosen")
    if control["kind"] == "formula" and not re.match(r"=?\S", str(control.get("right", "="))):
        table.fault("", f"{key}: right must be a formula or a number")
