"""A task as its check file says it: the way back from what is stored (`content.task_files.read_task`)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from competence_check.tasks.surfaces import SURFACES, Surface, Use
from lms.kernel.toml_writing import toml_lines

Json = dict[str, Any]

_HIDDEN_IN_SCENE = ("things", "choices")
_ANSWERS = ("initial", "right", "after", "why")


def as_table(task: Mapping[str, Any], competence: str) -> Json:
    """The table of a task that is as `read_task` gives it; what is not needed there is left out."""
    body: Mapping[str, Any] = task["body"]
    table: Json = {
        "competence": competence,
        "key": task["key"],
        "band": task["band"],
        "format": task["format"],
        "surface": body.get("surface"),
        "outcomes": list(body["outcomes"]),
        "families": list(task["families"]),
        "topics": body.get("topics"),
        "difficulty": body.get("difficulty"),
        "prompt": dict(body["prompt"]),
        "image": image_name(body["image"]) if "image" in body else None,
        "alt": body.get("alt"),
        "feedback": dict(body["feedback"]),
        "source": body["source"],
        "checked_on": date.fromisoformat(body["checked_on"]),
    }
    table |= {name: body[name] for name in ("accept", "answer", "tolerance", "text", "right") if name in body}
    if body.get("unit"):
        table["unit"] = body["unit"]
    if "options" in body:
        table["options"] = [_option(option) for option in body["options"]]
    if "surface" in body:
        table |= _simulated(body, SURFACES[body["surface"]])
    return {name: value for name, value in table.items() if value is not None}


def file_text(tables: Iterable[Mapping[str, Any]]) -> str:
    """A file with tasks of any competences."""
    lines: list[str] = []
    for table in tables:
        lines += ["[[tasks]]", *toml_lines(table, ("tasks",)), ""]
    return "\n".join(lines)


def image_name(images: Mapping[str, str]) -> str:
    """The name that stands for the pictures of all languages: "plan.svg" for plan.de.svg and plan.en.svg."""
    stem, _dot, ending = images["de"].rpartition(".")
    return f"{stem.removesuffix('.de')}.{ending}"


def _option(option: Mapping[str, Any]) -> Json:
    # "correct" is only said where it is true.
    return {name: value for name, value in option.items() if name != "correct" or value}


def _simulated(body: Mapping[str, Any], surface: Surface) -> Json:
    scene, controls = body["scene"], list(body["controls"])
    head: Json = _said({name: scene[name] for name in surface.scene})
    if surface.marks:
        head["answer"] = scene["answer"]
        if controls and controls[0]["kind"] == "marks":
            marks = controls.pop(0)
            head |= {"mark": marks["label"], **_answers(marks)}
    things = []
    for thing in scene["things"]:
        table: Json = {"key": thing["key"]} | _said({name: thing[name] for name in surface.things})
        if surface.use in (Use.JUDGE, Use.TYPE):
            control = controls.pop(0)
            # What a cell holds in the beginning stands in the table.
            table |= _answers({k: v for k, v in control.items() if k != "initial" or surface.use is Use.JUDGE})
        things.append(table | {"details": [_said(detail) for detail in thing["details"]]})
    if surface.use is Use.SLOT:
        head |= _answers(controls.pop(0))
    elif surface.use is Use.PICK and things:
        right = controls.pop(0)["right"]
        things = [thing | ({"right": True} if thing["key"] in right else {}) for thing in things]
    found = {
        "choices": [_said(choice) for choice in scene["choices"]],
        "things": [{name: value for name, value in thing.items() if value != []} for thing in things],
        "settings": [_setting(control) for control in controls],
    }
    return {"scene": head} | {name: tables for name, tables in found.items() if tables}


def _said(values: Mapping[str, Any]) -> Json:
    """Without what was left out in the file."""
    return {name: value for name, value in values.items() if value not in ({}, "", [], False)}


def _answers(control: Mapping[str, Any]) -> Json:
    found: Json = {name: control[name] for name in _ANSWERS if name in control}
    if isinstance(found.get("right"), list) and len(found["right"]) == 1:
        found["right"] = found["right"][0]
    return found


def _setting(control: Mapping[str, Any]) -> Json:
    head: Json = {name: control[name] for name in ("key", "kind", "label", "group", "hint") if name in control}
    if control["look"] != "select":
        head["look"] = control["look"]
    if control.get("accept"):
        head["accept"] = control["accept"]
    return head | _answers(control) | ({"options": control["options"]} if control.get("options") else {})
