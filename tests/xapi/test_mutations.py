"""Hypothesis makes up a valid statement and breaks one rule in it, anywhere: the fault is reported where it is."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lms.xapi.rules.activity import INTERACTION_TYPES
from lms.xapi.rules.actor import IDENTIFIERS
from lms.xapi.rules.statement import faults
from lms.xapi.rules.versions import Version
from tests.xapi.strategies import STATEMENT

Json = dict[str, Any]


@dataclass(frozen=True)
class Mutation:
    """A change that breaks a rule. path: where the fault is to be reported. apply: makes it."""

    path: str
    apply: Callable[[Json], None]


# What each property must be, by its name, and something that it is not.
WRONG: dict[str, list[Any]] = {
    "id": ["no-iri and no-uuid", 7],
    "mbox": ["ada@example.org", "mailto:ada", 1],
    "mbox_sha1sum": ["f" * 39, "g" * 40],
    "openid": ["example.org", True],
    "homePage": ["example.org", {}],
    "objectType": ["activity", "Thing", 1],
    "name": [5, None],
    "verb": ["done", [], {}],
    "actor": ["ada", [], {}],
    "object": ["step", [], {}],
    "display": [{"not a tag": "x"}, {"de": 1}, "text"],
    "description": [{"not a tag": "x"}, {"de": None}, []],
    "scaled": [1.5, -1.01, "0.5"],
    "raw": ["5", True],
    "success": ["true", 0],
    "completion": ["false", 1],
    "response": [5, {}],
    "duration": ["4 min", "P1W2D", "PT"],
    "timestamp": ["yesterday", "2026-13-01T00:00:00Z", 0],
    "registration": ["7", {}],
    "language": ["deutsch, bitte", 1],
    "extensions": [{"no-iri": 1}, []],
    "interactionType": ["Choice", "quiz"],
    "correctResponsesPattern": ["a", [1]],
    "moreInfo": ["page", 1],
    "type": ["course", 1],
    "member": [{}, "ada", [{"name": "nobody"}]],
    "version": ["3.0.0", "1.1.0", 1],
    "score": [1, []],
    "result": ["good", []],
    "context": ["there", []],
    "contextActivities": [[], {"Parent": []}],
}
# What is in a list of these is not known to the rules by the name of the list.
_FREE = ("extensions", "display", "description")


def _objects(value: Any, path: str = "", name: str = "") -> Iterator[tuple[str, str, Json]]:
    """All objects of the specification within a statement, with their paths and names."""
    if isinstance(value, dict) and name not in _FREE and not (name == "name" and path):
        yield path, name, value
        for key, inner in value.items():
            yield from _objects(inner, f"{path}.{key}" if path else key, key)
    elif isinstance(value, list) and name not in (*_FREE, "correctResponsesPattern"):
        for index, inner in enumerate(value):
            yield from _objects(inner, f"{path}[{index}]", name)


def _replaced(place: Json, key: str, wrong: Any) -> None:
    place[key] = wrong


def mutations(statement: Json) -> list[Mutation]:
    """Every change of one property of this statement that breaks a rule."""
    found = [
        Mutation(f"{path}.{key}" if path else key, change)
        for path, name, place in _objects(statement)
        for key, change in _changes(place, name)
    ]
    assert found
    return found


def _changes(place: Json, name: str) -> Iterator[tuple[str, Callable[[Json], None]]]:
    path_to = id(place)
    for key in place:
        for wrong in WRONG.get(key, []):
            yield key, _at(path_to, lambda found, key=key, wrong=wrong: _replaced(found, key, wrong))
        yield key, _at(path_to, lambda found, key=key: _replaced(found, key, None))
    # Properties of a name that nobody knows, or written in another way, are refused everywhere.
    yield "unknown", _at(path_to, lambda found: _replaced(found, "unknown", 1))
    for key in place:
        other = key.swapcase()
        yield other, _at(path_to, lambda found, key=key, other=other: _replaced(found, other, found[key]))
    if name == "verb":
        yield "id", _at(path_to, lambda found: found.pop("id"))
