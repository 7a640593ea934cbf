"""Tasks that were read from QTI as a content file of ours, items of the same key in two languages as one task."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from competence_check.content.task_writing import file_text
from competence_check.exchange.qti.reading import SOURCE, ReadTask
from competence_check.scoring.scale import BANDS
from lms.kernel import clock


def merged(tasks: list[ReadTask], competence: str) -> list[ReadTask]:
    """One task per competence and key, with the texts of all its languages."""
    found: dict[tuple[str, str], ReadTask] = {}
    for task in tasks:
        place = (task.data.get("competence", competence), task.key)
        known = found.get(place)
        if known is None:
            found[place] = task
        elif known.format == task.format and known.language != task.language:
            known.body = _together(known.body, task.body)
        else:
            number = 2
            while (place[0], f"{task.key}-{number}") in found:
                number += 1
            task.data = {**task.data, "key": f"{task.key}-{number}"}
            found[place[0], task.key] = task
    return list(found.values())


def _together(one: Any, other: Any) -> Any:
    """Two structures as one: tables by key, lists of tables by the key in them."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {name: _together(one.get(name), other.get(name)) for name in {**one, **other}}
    if isinstance(one, list) and one and isinstance(one[0], dict) and isinstance(other, list):
        by_key = {each["key"]: each for each in other}
        return [_together(each, by_key.get(each["key"])) for each in one]
    return one if one is not None else other


def toml_text(tasks: list[ReadTask], competence: str, band: str) -> str:
    """The file. competence, band: of tasks that bring none."""
    return file_text(as_table(task, competence, band) for task in tasks)


def as_table(task: ReadTask, competence: str, band: str) -> dict[str, Any]:
    """The task as a content file says it."""
    data, body = task.data, task.body
    known = data.get("band", "")
    table: dict[str, Any] = {
        "competence": data.get("competence") or competence,
        "key": task.key or "aufgabe",
        "band": known if known in BANDS else band,
        "format": task.format,
        "outcomes": data.get("outcomes", "").split(),
        "families": data.get("families", "").split(),
        "prompt": _complete(body["prompt"]),
        "feedback": _complete(body["feedback"]),
        "source": data.get("source") or SOURCE,
        "checked_on": _day(data.get("checked-on", "")),
    }
    table |= {name: body[name] for name in ("answer", "tolerance") if name in body}
    table |= {name: _complete(body[name]) for name in ("accept", "unit") if body.get(name)}
    if "options" in body:
        table["options"] = [_option(option) for option in body["options"]]
    return table


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()


def _option(option: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"key": option["key"]}
    if option.get("correct"):
        found["correct"] = True
    return found | {side: _complete(option[side]) for side in ("text", "target") if side in option}


def _complete(texts: Mapping[str, Any]) -> dict[str, Any]:
    # Every task needs German; what came in English only stands there until it is translated.
    return dict(texts) if not texts or "de" in texts else {"de": texts["en"], **texts}
