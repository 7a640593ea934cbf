"""What the filters of the store need to know about a statement: its columns and relations."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, TypeVar

from lms.xapi.models import LONGEST_KEY, RelationKind, Row
from lms.xapi.rules.context import KINDS
from lms.xapi.rules.identity import identities, identity

Relation = tuple[RelationKind, str]
Value = TypeVar("Value")
# How many values go into one IN (…): far below what SQLite and PostgreSQL take.
AT_ONCE = 1000


def parts(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """`values` in portions that fit into one IN (…)."""
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]


def index_key(text: str) -> str:
    """`text`, or its hash where it is too long for an index (PostgreSQL takes at most 2 704 bytes)."""
    if len(text) <= LONGEST_KEY:
        return text
    return f"sha256 {sha256(text.encode()).hexdigest()}"


def columns(statement: Mapping[str, Any]) -> Row:
    """The columns of a valid statement by which it is found, as far as they come from the statement itself."""
    thing = statement["object"]
    kind = thing.get("objectType", "Activity")
    registration = statement.get("context", {}).get("registration")
    return {
        "statement_id": statement["id"].lower(),
        "actor": index_key(identity(statement["actor"])),
        "verb": index_key(statement["verb"]["id"]),
        "activity": index_key(thing["id"]) if kind == "Activity" else None,
        "authority": index_key(identity(statement["authority"])),
        "registration": registration.lower() if registration else None,
        "target": thing["id"].lower() if kind == "StatementRef" else None,
    }


def relations(statement: Mapping[str, Any]) -> set[Relation]:
    """By which agents and activities a valid statement is found beside its columns.

    https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#213-get-statements
    """
    own = identity(statement["actor"])
    direct = set(identities(statement["actor"])) | set(_agents_in_object(statement["object"]))
    direct.discard(own)
    related = set(_related_agents(statement)) - direct - {own}
    activities = set(_related_activities(statement))
    found = {(RelationKind.AGENT, index_key(value)) for value in direct}
    found |= {(RelationKind.RELATED_AGENT, index_key(value)) for value in related}
    return found | {(RelationKind.RELATED_ACTIVITY, index_key(value)) for value in activities}


def _agents_in_object(thing: Mapping[str, Any]) -> Iterator[str]:
    if thing.get("objectType") in ("Agent", "Group"):
        yield from identities(thing)


def _related_agents(statement: Mapping[str, Any]) -> Iterator[str]:
    around = statement.get("context", {})
    yield from identities(around.get("instructor"))
    yield from identities(around.get("team"))
    for related in around.get("contextAgents", ()):
        yield from identities(related["agent"])
    for related in around.get("contextGroups", ()):
        yield from identities(related["group"])
    thing = statement["object"]
    if thing.get("objectType") == "SubStatement":
        yield from identities(thing["actor"])
        yield from _agents_in_object(thing["object"])
        yield from _related_agents(thing)


def _related_activities(statement: Mapping[str, Any]) -> Iterator[str]:
    around = statement.get("context", {}).get("contextActivities", {})
    for kind in KINDS:
        named = around.get(kind, ())
        for activity in named if isinstance(named, list) else [named] if named else ():
            yield activity["id"]
    thing = statement["object"]
    if thing.get("objectType") == "SubStatement":
        if thing["object"].get("objectType", "Activity") == "Activity":
            yield thing["object"]["id"]
        yield from _related_activities(thing)
