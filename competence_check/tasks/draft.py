"""How far somebody is within a simulated task: carried by the form itself, so nothing has to be stored for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from competence_check.tasks.controls import Control, Value, controls_of, fits, initial
from competence_check.tasks.format import Body, Fields

# A hidden field that says: this form was sent. An empty one means that everything is as in the beginning.
SENT = "played"


@dataclass(frozen=True)
class Draft:
    """values: by control; opened: details looked into so far; shut: those folded again."""

    values: Mapping[str, Value]
    opened: frozenset[str]
    shut: frozenset[str] = frozenset()


def openable(body: Body) -> set[str]:
    """The details one can look into: "<thing>.<detail>"."""
    things = body["scene"].get("things", ())
    return {f"{thing['key']}.{detail['key']}" for thing in things for detail in thing.get("details", ())}


def draft_of(body: Body, fields: Fields, language: str = "de") -> Draft:
    """The state that a form's fields describe, after what its button does: `act` = "open:…", "shut:…" or "look".

    What does not belong to the task is ignored here; an answer with it is refused when it is graded.
    """
    sent = bool(fields.get(SENT))
    values = {
        control["key"]: _sent(control, fields, language) if sent else initial(control, language)
        for control in controls_of(body)
    }
    act, _colon, key = (fields.get("act") or ("",))[0].partition(":")
    opened, shut = set(fields.get("opened", ())), set(fields.get("shut", ()))
    if act == "open":
        opened.add(key)
        shut.discard(key)
    elif act == "shut":
        shut.add(key)
    known = openable(body)
    return Draft(values, frozenset(opened & known), frozenset(shut & known))


def _sent(control: Control, fields: Fields, language: str) -> Value:
    name = f"s-{control['key']}"
    if control["kind"] == "marks":
        value: Value = list(dict.fromkeys(fields.get(name, ())))
    elif control["kind"] == "switch":
        value = "on" if fields.get(name) else "off"
    else:
        value = (fields.get(name) or ("",))[0].strip()
    return value if fits(control, value) else initial(control, language)


def fields_of_state(state: Mapping[str, Value], opened: list[str]) -> dict[str, list[str]]:
    """A kept answer as the form fields that gave it."""
    fields: dict[str, list[str]] = {SENT: ["1"], "opened": list(opened)}
    for key, value in state.items():
        if isinstance(value, list):
            fields[f"s-{key}"] = list(value)
        elif value != "off":
            fields[f"s-{key}"] = [value]
    return fields
