"""A simulated task as its template wants it: everything in one language, with the values so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from competence_check.tasks.controls import controls_of
from competence_check.tasks.draft import Draft, draft_of
from competence_check.tasks.format import Body, Fields
from competence_check.tasks.pieces import Piece, paragraphs_of
from competence_check.tasks.searching import found_by
from competence_check.tasks.sheet import Sheet, shown
from competence_check.tasks.surfaces import SURFACES, Use
from lms.kernel.i18n import text_language
from lms.kernel.toml import LANGUAGES


@dataclass(frozen=True)
class Cell:
    """A cell of a table. key: of its control, empty where it is fixed; value: what a formula gives."""

    name: str
    typed: str
    value: str
    key: str = ""


@dataclass(frozen=True)
class Stage:
    """template: which surface; scene, things, controls: in one language; settings: by the name of their group."""

    template: str
    scene: Mapping[str, Any]
    things: Sequence[Mapping[str, Any]]
    controls: Mapping[str, Mapping[str, Any]]
    settings: Mapping[str, Sequence[Mapping[str, Any]]]
    draft: Draft
    marked: Sequence[Sequence[Piece]] = ()
    rows: Sequence[Sequence[Cell]] = ()

    def is_open(self, thing: str, detail: str) -> bool:
        """Whether somebody is looking into that detail."""
        key = f"{thing}.{detail}"
        return key in self.draft.opened and key not in self.draft.shut


def stage_of(body: Body, given: Fields) -> Stage:
    """The stage with the state that the form's fields `given` describe."""
    language = text_language(body["prompt"])
    draft = draft_of(body, given, language)
    scene = in_language(body["scene"], language)
    controls = {
        control["key"]: in_language(control, language) | {"value": draft.values[control["key"]]}
        for control in controls_of(body)
    }
    of_things = {thing["key"] for thing in scene["things"]} | {"pick", "marks"}
    answer = body["scene"].get("answer")
    things = scene["things"]
    if body["surface"] == "search":
        things = found_by(things, controls)
    return Stage(
        template=f"competence_check/surfaces/{body['surface']}.html",
        scene=scene,
        things=things,
        controls=controls,
        settings=_grouped([control for key, control in controls.items() if key not in of_things]),
        draft=draft,
        marked=paragraphs_of(answer.get(language) or answer["de"]) if answer else (),
        rows=_rows(scene, controls, language) if SURFACES[body["surface"]].use is Use.TYPE else (),
    )


def in_language(value: Any, language: str) -> Any:
    """The value with every table of languages replaced by its text in `language`, else in German."""
    if isinstance(value, Mapping):
        if value and set(value) <= set(LANGUAGES):
            return value.get(language) or value["de"]
        return {key: in_language(each, language) for key, each in value.items()}
    return [in_language(each, language) for each in value] if isinstance(value, list) else value


def _grouped(settings: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for setting in settings:
        groups.setdefault(setting.get("group", ""), []).append(setting)
    return groups


def _rows(scene: Mapping[str, Any], controls: Mapping[str, Any], language: str) -> list[list[Cell]]:
    sheet = Sheet(scene["cells"])
    keys = {control["cell"]: key for key, control in controls.items() if "cell" in control}
    for cell, key in keys.items():
        sheet.put(cell, controls[key]["value"])
    rows = []
    for row, line in enumerate(scene["cells"]):
        cells = []
        for column, typed in enumerate(line):
            name = f"{chr(ord('A') + column)}{row + 1}"
            key = keys.get(name, "")
            now = controls[key]["value"] if key else typed
            value = shown(sheet, row, column, language) if now.startswith("=") else ""
            cells.append(Cell(name, now, value, key))
        rows.append(cells)
    return rows
