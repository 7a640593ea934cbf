"""Words for recipes: small pieces of which a feature's `statements.py` makes the draft of a statement.

A draft says what happened. Who did it, when, and for whom it is recorded comes from the event; see
`recording`.

    def course_finished(event: CourseFinished) -> Draft:
        return draft(
            verb=adl.COMPLETED,
            object=activity(f"/kurse/{event.course}", adl.COURSE, event.title),
            result=result(completion=True, duration=event.seconds),
        )
"""

from collections.abc import Mapping, Sequence
from typing import Any

from lms.xapi.rules import durations
from lms.xapi.vocabulary.terms import ActivityType, Extension, Texts, Verb

Draft = Mapping[str, Any]
Json = dict[str, Any]


def activity(id: str, type: ActivityType, name: Texts, description: Texts | None = None) -> Json:
    """An activity. name, description: texts by language.

    id: an IRI that always means this activity, or a path of this platform, such as `/kurse/zoom`; the record gets its
    full address.
    """
    definition: Json = {"type": type.id, "name": dict(name)}
    if description:
        definition["description"] = dict(description)
    return {"objectType": "Activity", "id": id, "definition": definition}


def draft(*, verb: Verb, object: Json, result: Json | None = None, context: Json | None = None) -> Draft:
    """What a recipe returns. object: of `activity`; result, context: of the functions of that name."""
    made: Json = {"verb": {"id": verb.id, "display": dict(verb.display)}, "object": object}
    if result:
        made["result"] = result
    if context:
        made["context"] = context
    return made


def result(
    *,
    score: Json | None = None,
    success: bool | None = None,
    completion: bool | None = None,
    response: str | None = None,
    duration: float | None = None,
    extensions: Mapping[Extension, Any] | None = None,
) -> Json:
    """What came of it. score: of `score`; duration: seconds. What is None is left out."""
    found = {
        "score": score,
        "success": success,
        "completion": completion,
        "response": response,
        "duration": None if duration is None else durations.written(duration),
        "extensions": _extensions(extensions),
    }
    return {name: value for name, value in found.items() if value is not None}


def score(
    *,
    scaled: float | None = None,
    raw: float | None = None,
    lowest: float | None = None,
    highest: float | None = None,
) -> Json:
    """A score. scaled: from -1 to 1; raw: between lowest and highest."""
    found = {"scaled": scaled, "raw": raw, "min": lowest, "max": highest}
    return {name: value for name, value in found.items() if value is not None}


def duration(seconds: float) -> str:
    """`seconds` as ISO 8601, for places other than `result`. Raises ValueError for less than nothing."""
    return durations.written(seconds)


def context(
    *,
    parent: Sequence[Json] = (),
    grouping: Sequence[Json] = (),
    category: Sequence[Json] = (),
    other: Sequence[Json] = (),
    registration: str | None = None,
    language: str | None = None,
    platform: str | None = None,
    revision: str | None = None,
    extensions: Mapping[Extension, Any] | None = None,
) -> Json:
    """The circumstances.

    parent, grouping, category, other: activities; registration: a UUID that spans an attempt.
    """
    kinds = {"parent": parent, "grouping": grouping, "category": category, "other": other}
    around = {kind: list(activities) for kind, activities in kinds.items() if activities}
    found: Json = {
        "registration": registration,
        "contextActivities": around or None,
        "language": language,
        "platform": platform,
        "revision": revision,
        "extensions": _extensions(extensions),
    }
    return {name: value for name, value in found.items() if value is not None}


def _extensions(values: Mapping[Extension, Any] | None) -> Json | None:
    return {extension.id: value for extension, value in values.items()} if values else None
