"""The whole statement: the rules of its parts, and the rules between them.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#24-statement-properties
"""

from typing import Any

from lms.xapi.rules.activity import activity
from lms.xapi.rules.actor import IDENTIFIERS, actor
from lms.xapi.rules.attachments import attachments
from lms.xapi.rules.context import CONTEXT, context
from lms.xapi.rules.faults import DATA, Place, Rule, Shape, StatementFault
from lms.xapi.rules.references import statement_reference
from lms.xapi.rules.result import result
from lms.xapi.rules.timestamps import timestamp
from lms.xapi.rules.values import one_of, text, uuid
from lms.xapi.rules.verb import VOIDED, VOIDING, verb
from lms.xapi.rules.versions import Version

STATEMENT = f"{DATA}24-statement-properties"
OBJECT = f"{DATA}244-object"
SUBSTATEMENT = f"{DATA}substatements"
AUTHORITY = f"{DATA}249-authority"
VERSION = f"{DATA}2410-version"

ONLY_WITH_ACTIVITY = ("revision", "platform")


def _version(value: Any, place: Place) -> None:
    text(value, place)
    if isinstance(value, str) and not place.version.takes(value):
        place.fault(f"must be a version that a request of {place.version} may bring", VERSION)


def authority(value: Any, place: Place) -> None:
    """An agent; or, for OAuth with three parties, a group of the application (an account) and the user."""
    actor(value, place)
    if not isinstance(value, dict) or value.get("objectType") != "Group":
        return
    members = value.get("member")
    members = members if isinstance(members, list) else []
    named = any(name in value for name in IDENTIFIERS)
    application = any(isinstance(each, dict) and "account" in each for each in members)
    if named or len(members) != 2 or not application:
        place.fault("a group must be anonymous, of two agents, one the account of an application", AUTHORITY)


_PARTS: dict[str, Rule] = {
    "actor": actor,
    "verb": verb,
    "result": result,
    "context": context,
    "timestamp": timestamp,
    "attachments": attachments,
}
_OBJECTS: dict[str, Rule] = {
    "Activity": activity,
    "Agent": actor,
    "Group": actor,
    "StatementRef": statement_reference,
}


def _object(kinds: dict[str, Rule]) -> Rule:
    """A rule for objects of these kinds; an object that does not name its kind is an activity."""

    def check(value: Any, place: Place) -> None:
        if not isinstance(value, dict) or "objectType" not in value:
            activity(value, place)
            return
        kind = value["objectType"]
        rule = kinds.get(kind) if isinstance(kind, str) else None
        if rule is None:
            place.at("objectType").fault(f"must be one of {', '.join(kinds)}", OBJECT)
        else:
            rule(value, place)

    return check


# A substatement may have every kind of object but another substatement.
_SUBSTATEMENT = Shape(
    SUBSTATEMENT,
    {**_PARTS, "objectType": one_of(SUBSTATEMENT, "SubStatement"), "object": _object(_OBJECTS)},
    required=("objectType", "actor", "verb", "object"),
)


def substatement(value: Any, place: Place) -> None:
    """A statement within a statement: about something that need not have happened; without id, authority."""
    found = _SUBSTATEMENT.check(value, place)
    if found is not None:
        _between_parts(found, place)


_STATEMENT = Shape(
    STATEMENT,
    {
        **_PARTS,
        "id": uuid,
        "object": _object({**_OBJECTS, "SubStatement": substatement}),
        "stored": timestamp,
        "authority": authority,
        "version": _version,
    },
    required=("actor", "verb", "object"),
)


def _kind_of_object(statement: dict[str, Any]) -> Any:
    found = statement.get("object")
    return found.get("objectType", "Activity") if isinstance(found, dict) else None


def _between_parts(statement: dict[str, Any], place: Place) -> None:
    """The rules that no part can check alone."""
    kind = _kind_of_object(statement)
    around = statement.get("context")
    if isinstance(around, dict) and kind != "Activity":
        for name in ONLY_WITH_ACTIVITY:
            if name in around:
                place.at("context").at(name).fault("is allowed only if the object is an activity", CONTEXT)
    what = statement.get("verb")
    if isinstance(what, dict) and what.get("id") == VOIDED and kind != "StatementRef":
        place.at("object").at("objectType").fault("a statement that voids needs a StatementRef", VOIDING)


def faults(statement: Any, version: Version = Version.ONE) -> list[StatementFault]:
    """Everything that is wrong with `statement` (parsed JSON) under `version`; nothing if it is valid."""
    found: list[StatementFault] = []
    check_statement(statement, Place(found, version))
    return found


def check_statement(statement: Any, place: Place) -> None:
    """The rule of a statement, for callers that bring a place of their own."""
    checked = _STATEMENT.check(statement, place)
    if checked is not None:
        _between_parts(checked, place)
