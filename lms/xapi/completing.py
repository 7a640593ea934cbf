"""What a store adds to a valid statement, and nothing else.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#231-statement-immutability
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from lms.xapi.rules.timestamps import written
from lms.xapi.rules.versions import Version


@dataclass(frozen=True)
class Completed:
    """A statement as it will be stored, and when (aware)."""

    statement: dict[str, Any]
    stored: datetime


def complete(
    statement: Mapping[str, Any], *, stored: datetime, authority: Mapping[str, Any], version: Version
) -> Completed:
    """`statement` with id, timestamp, stored, authority and version; lists where single activities were
    allowed."""
    at = written(stored)
    full = all_but_stored(statement, authority=authority, version=version)
    return Completed({"timestamp": at, **full, "stored": at}, stored)


def all_but_stored(statement: Mapping[str, Any], *, authority: Mapping[str, Any], version: Version) -> dict[str, Any]:
    """What can be completed before the moment is known in which the statement is stored: all but `stored`, and
    `timestamp` where the statement has none."""
    full = {"id": str(uuid4()), "version": version.of_statements, **statement, "authority": dict(authority)}
    full.pop("stored", None)
    if "context" in full:
        full["context"] = _with_lists(full["context"])
    thing = full["object"]
    if thing.get("objectType") == "SubStatement" and "context" in thing:
        full["object"] = {**thing, "context": _with_lists(thing["context"])}
    return full


def _with_lists(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """The context with every value of contextActivities as a list, as clients may rely on.

    https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#2462-contextactivities-property
    """
    around = context.get("contextActivities", {})
    if all(isinstance(named, list) for named in around.values()):
        return context
    lists = {kind: named if isinstance(named, list) else [named] for kind, named in around.items()}
    return {**context, "contextActivities": lists}
