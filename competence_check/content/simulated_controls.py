"""Controls of a simulated task from its file: what is right, what is there in the beginning, and what cannot be."""

import re
from typing import Any

from competence_check.tasks.controls import SWITCH, fits, initial, is_graded, option_keys, share_right
from competence_check.tasks.draft import openable
from competence_check.tasks.sheet import place_of
from lms.kernel.tenancy import SLUG
from lms.kernel.toml import TomlTable

Json = dict[str, Any]

MOST_CONTROLS = 30


def key_of(table: TomlTable) -> str:
    """The key of a thing, a choice or a setting."""
    return table.string("key", pattern=SLUG.pattern, longest=40)


def no_key_twice(table: TomlTable, name: str, tables: list[Json]) -> None:
    """A fault for every key that stands twice among `tables`."""
    keys = [each["key"] for each in tables]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        table.fault(name, f"the key {key!r} is used twice")


def control_of(key: str, kind: str, label: Json, options: list[Json], table: TomlTable) -> Json:
    """The control of a thing or of a question in the scene: one of `options`."""
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


def cell_control(table: TomlTable, thing: Json, scene: Json) -> Json:
    """The control of a cell to type into."""
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


def setting(table: TomlTable) -> Json:
    """The control that a [[tasks.settings]] describes."""
    table.only("key", "kind", "label", "group", "hint", "look", "options", "initial", "right", "accept", "after", "why")
    kind = table.choice("kind", ("choice", "switch", "text"))
    options = []
    for each in table.tables("options", at_least=2 if kind == "choice" else 0):
        each.only("key", "text")
        options.append({"key": key_of(each), "text": each.texts("text", longest=200)})
    no_key_twice(table, "options", options)
    control: Json = {"key": key_of(table), "kind": kind, "label": table.texts("label", longest=200)}
    if kind == "text":
        control |= {"initial": table.texts("initial", required=False), "accept": table.text_lists("accept")}
        control = {name: value for name, value in (control | _teaching(table)).items() if value}
    else:
        control = control_of(control["key"], kind, control["label"], options, table)
    for name in ("group", "hint"):
        if name in table.values:
            control[name] = table.texts(name, longest=300)
    control["look"] = table.choice("look", ("select", "radio"), default="select")
    return control


def check_controls(table: TomlTable, body: Json) -> None:
    """Faults in what is right, and tasks in which there is nothing to do."""
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
