"""Tasks that were read from QTI as a content file of ours, items of the same key in two languages as one task."""

from collections.abc import Iterator, Mapping
from typing import Any

from competence_check.exchange.content_file import toml_string
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
    return "\n".join(line for task in tasks for line in _task(task, competence, band)) + "\n"


def _task(task: ReadTask, competence: str, band: str) -> Iterator[str]:
    data, body = task.data, task.body
    known = data.get("band", "")
    yield "[[tasks]]"
    yield f"competence = {toml_string(data.get('competence') or competence)}"
    yield f"key = {toml_string(task.key or 'aufgabe')}"
    yield f"band = {toml_string(known if known in BANDS else band)}"
    yield f"format = {toml_string(task.format)}"
    yield f"outcomes = {_list(data.get('outcomes', '').split())}"
    yield f"families = {_list(data.get('families', '').split())}"
    yield from _texts("prompt", body["prompt"])
    yield from _texts("feedback", body["feedback"])
    yield f"source = {toml_string(data.get('source') or SOURCE)}"
    yield f"checked_on = {data.get('checked-on') or clock.today().isoformat()}"
    if "accept" in body:
        yield from (f"accept.{language} = {_list(texts)}" for language, texts in body["accept"].items())
    if "answer" in body:
        yield f"answer = {float(body['answer'])!r}"
        yield f"tolerance = {float(body['tolerance'])!r}"
        yield from _texts("unit", body["unit"])
    for option in body.get("options", ()):
        yield ""
        yield "    [[tasks.options]]"
        yield f"    key = {toml_string(option['key'])}"
        if option.get("correct"):
            yield "    correct = true"
        for side in ("text", "target"):
            yield from (f"    {line}" for line in _texts(side, option.get(side, {})))
    yield ""


def _texts(name: str, texts: Mapping[str, str]) -> list[str]:
    # Every task needs German; what came in English only stands there until it is translated.
    complete = texts if not texts or "de" in texts else {"de": texts["en"], **texts}
    return [f"{name}.{language} = {toml_string(text)}" for language, text in complete.items()]


def _list(texts: list[str]) -> str:
    return f"[{', '.join(toml_string(text) for text in texts)}]"
