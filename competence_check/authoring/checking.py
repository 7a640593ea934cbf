"""What is wrong with a draft and what could be better: the same reader and the same linter as for files."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from competence_check.authoring.fields import SCENE, Fields, strangers, table_of
from competence_check.authoring.sayings.faults import FAULTS
from competence_check.authoring.sayings.hints import HINTS
from competence_check.authoring.sayings.saying import field_of
from competence_check.content.simulated_files import FIELDS as SIMULATED
from competence_check.content.task_files import read_task
from competence_check.lint import findings_of
from lms.kernel.toml import TomlFile, TomlTable, field_lines

# So many lines may the text of a simulated task have; those of the bank have fewer than half of it.
MOST_LINES = 800

_NO_COMPETENCE = "the framework has no competence of that name"


@dataclass(frozen=True, order=True)
class Finding:
    """field: its name in the form, empty for the whole task; line: in the text of a simulated task, 0 elsewhere.

    message: as at a terminal; `competence_check.authoring.sayings` has the words of the interface. inside: the path
    within the text of a simulated task.
    """

    field: str
    line: int
    inside: str
    message: str


@dataclass(frozen=True)
class Checked:
    """task: as it is stored, None while there are faults. faults forbid to publish, hints do not."""

    task: dict[str, Any] | None
    faults: tuple[Finding, ...]
    hints: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Surroundings:
    """What a draft is checked against. folder: of the framework's check files; beside them are its pictures.

    pictures: names of those that the organisation keeps itself.
    """

    framework: str
    competences: Collection[str]
    folder: Path
    pictures: Collection[str] = ()


def check(fields: Fields, format_name: str, around: Surroundings) -> Checked:
    """Read the fields as a file with this task would be read."""
    faults: list[Finding] = []
    scene, torn = fields.get(SCENE, ""), _torn(fields.get(SCENE, "")) if format_name == "simulated" else None
    if torn is not None:
        fields, scene = {name: value for name, value in fields.items() if name != SCENE}, ""

    def report(line: int, path: str, message: str) -> None:
        faults.append(_finding(line, path, message))

    table = table_of(fields, format_name)
    lines = field_lines(scene) if format_name == "simulated" else {}
    reader = TomlTable(TomlFile(around.folder / "entwurf.toml", report), table, lines, ())
    if table.get("competence") not in around.competences:
        reader.fault("competence", "is missing" if "competence" not in table else _NO_COMPETENCE)
    task = read_task(reader, named=True, pictures=around.pictures)
    if torn is not None:
        # What the text lacks is not known while it cannot be read.
        faults = [torn, *(fault for fault in faults if fault.field != SCENE)]
    elif format_name == "simulated":
        faults += [
            Finding(
                SCENE, lines.get((name,), 1), name, f"there is no such field here; known are: {', '.join(SIMULATED)}"
            )
            for name in strangers(scene)
        ]
    if faults:
        return Checked(None, tuple(dict.fromkeys(faults)))
    return Checked(task, (), tuple(dict.fromkeys(hints_of(task, str(table["competence"])))))


def _torn(scene: str) -> Finding | None:
    """Why the text of a simulated task cannot be read."""
    if scene.count("\n") > MOST_LINES:
        return Finding(SCENE, MOST_LINES, "", f"there must be at most {MOST_LINES}")
    try:
        tomllib.loads(scene)
    except tomllib.TOMLDecodeError as error:
        return Finding(SCENE, _line_of(error, scene), "", f"this is not TOML: {error}")
    except RecursionError:
        return Finding(SCENE, 1, "", "this is not TOML: nested too deeply")
    return None


def hints_of(task: dict[str, Any], competence: str) -> list[Finding]:
    """What the linter says about one task."""
    messages = [message.removeprefix("task: ") for message in findings_of("task", competence, task)]
    return [Finding(_shown_at(field_of(message, HINTS)), 0, "", message) for message in messages]


def _finding(line: int, path: str, message: str) -> Finding:
    head = path.partition(".")[0]
    if head in SIMULATED:
        return Finding(SCENE, line, path, message)
    return Finding(path or field_of(message, FAULTS), 0, "", message)


def _shown_at(field: str) -> str:
    return SCENE if field.partition(".")[0] in (*SIMULATED, "controls") else field


def _line_of(error: tomllib.TOMLDecodeError, text: str) -> int:
    _before, found, after = str(error).partition("(at line ")
    return int(after.split(",")[0]) if found else text.count("\n") + 1
