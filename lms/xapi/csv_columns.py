"""The columns of an export as CSV: one row per statement, of what can stand in a table.

What a statement says beyond them (several parents, extensions, attachments) is in the export as JSON.
"""

from collections.abc import Mapping
from typing import Any

from lms.kernel.sheets.writing import Cell
from lms.xapi.rules.durations import in_seconds
from lms.xapi.rules.identity import identity

# Names as in docs/learning-records.md, which says what each means.
COLUMNS = (
    *("id", "stored", "timestamp", "voided"),
    *("actor", "actor_name", "verb", "verb_text"),
    *("object_kind", "object", "object_name", "activity_type"),
    *("completion", "success", "score_scaled", "score_raw", "score_min", "score_max", "duration_seconds", "response"),
    *("registration", "parent", "grouping", "platform", "language", "authority", "version"),
)


def cells(statement: Mapping[str, Any], *, voided: bool) -> tuple[Cell, ...]:
    """The row of a stored statement."""
    result = statement.get("result", {})
    return (
        *(statement["id"], statement["stored"], statement["timestamp"], _truth(voided)),
        *(identity(statement["actor"]), statement["actor"].get("name")),
        *(statement["verb"]["id"], _text(statement["verb"].get("display"))),
        *_object(statement["object"]),
        *(_truth(result.get("completion")), _truth(result.get("success"))),
        *(result.get("score", {}).get(name) for name in ("scaled", "raw", "min", "max")),
        *(in_seconds(result.get("duration")), result.get("response")),
        *_context(statement.get("context", {})),
        *(identity(statement.get("authority")), statement.get("version")),
    )


def _object(thing: Mapping[str, Any]) -> tuple[Cell, ...]:
    kind = thing.get("objectType", "Activity")
    if kind == "SubStatement":
        inner = _object(thing["object"])
        return (kind, *inner[1:])
    definition = thing.get("definition", {})
    named = str(thing["id"]) if "id" in thing else identity(thing)
    return (kind, named, _text(definition.get("name")) or thing.get("name"), definition.get("type"))


def _context(context: Mapping[str, Any]) -> tuple[Cell, ...]:
    around = context.get("contextActivities", {})
    firsts = [next((each["id"] for each in around.get(kind, ())), None) for kind in ("parent", "grouping")]
    return (context.get("registration"), *firsts, context.get("platform"), context.get("language"))


def _text(texts: Mapping[str, str] | None) -> str | None:
    """The German text, else the English one, else any: an export has no reader whose language we know."""
    if not texts:
        return None
    by_language = {tag.lower().split("-")[0]: text for tag, text in reversed(list(texts.items()))}
    return by_language.get("de") or by_language.get("en") or next(iter(texts.values()))


def _truth(value: bool | None) -> str | None:
    return None if value is None else "true" if value else "false"
