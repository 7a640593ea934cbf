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
    full = {"id": str(uuid4()), "timestamp": at, "version": version.of_statements, **statement}
    full |= {"stored": at, "authority": dict(authority)}
    if "context" in full:
        full["context"] = _with_lists(full["context"])
    thing = full["object"]
    if thing.get("objectType") == "SubStatement" and "context" in thing:
        full["object"] = {**thing, "context": _with_lists(thing["context"])}
    return Completed(full, stored)


def _with_lists(context: Mapping[str, Any]) -> dict[str, Any]:
    """The context with every value of contextActivities as a list, as clients may rely on.

    https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#2462-contextactivities-property
    """
    if "contextActivities" not in context:
        return dict(context)
    around = {
        kind: named if isinstance(named, list) else [named] for kind, named in context["contextActivities"].items()
    }
    return {**context, "contextActivities": around}
