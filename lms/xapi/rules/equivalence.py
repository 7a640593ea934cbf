"""Whether two statements say the same, apart from what a store may change.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#statement-comparision-requirements
"""

import json
from collections.abc import Mapping
from typing import Any

from lms.xapi.rules.context import KINDS
from lms.xapi.rules.durations import comparable
from lms.xapi.rules.identity import identity
from lms.xapi.rules.timestamps import moment

# What a store sets itself.
_SET_BY_STORE = ("id", "stored", "authority", "version", "timestamp")


def equivalent(received: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    """Whether the valid statement `received` is the one that was `stored` before."""
    if not _same_time(received, stored):
        return False
    return _same(_essence(received), _essence(stored))


def fingerprint(statement: Mapping[str, Any]) -> bytes:
    """What two valid statements with a timestamp share if they say the same in the same figures, and only then."""
    essence = _essence(statement) | {"timestamp": str(moment(str(statement["timestamp"])))}
    return json.dumps(essence, sort_keys=True, separators=(",", ":")).encode()


def _same_time(received: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    """A timestamp that one side lacks, or that the store set, does not count."""
    one, other = received.get("timestamp"), stored.get("timestamp")
    if one is None or other is None or other == stored.get("stored"):
        return True
    return moment(one) == moment(other)


def _essence(statement: Mapping[str, Any]) -> dict[str, Any]:
    """`statement` without what comparisons leave out, and with unordered things in order."""
    kept = {name: value for name, value in statement.items() if name not in _SET_BY_STORE}
    for name in ("actor", "object"):
        if isinstance(kept.get(name), dict):
            kept[name] = _object(kept[name])
    if "verb" in kept:
        kept["verb"] = {"id": kept["verb"].get("id")}
    if "result" in kept and "duration" in kept["result"]:
        kept["result"] = {**kept["result"], "duration": comparable(kept["result"]["duration"])}
    if "context" in kept:
        kept["context"] = _context(kept["context"])
    return kept


def _object(value: dict[str, Any]) -> dict[str, Any]:
    kind = value.get("objectType")
    if kind == "SubStatement":
        inner = _essence(value)
        if "timestamp" in value:
            inner["timestamp"] = str(moment(value["timestamp"]))
        return inner
    if kind == "StatementRef":
        return {**value, "id": str(value["id"]).lower()}
    if "id" in value:
        return {"id": value["id"]}
    return _actor(value)


def _actor(value: dict[str, Any]) -> dict[str, Any]:
    kept = dict(value)
    if "mbox" in kept:
        kept["mbox"] = identity(kept)
    if "member" in kept:
        kept["member"] = sorted((_actor(member) for member in kept["member"]), key=identity)
    return kept


def _context(value: dict[str, Any]) -> dict[str, Any]:
    kept = dict(value)
    for name in ("instructor", "team"):
        if name in kept:
            kept[name] = _actor(kept[name])
    if "registration" in kept:
        kept["registration"] = str(kept["registration"]).lower()
    if "contextActivities" in kept:
        around = kept["contextActivities"]
        kept["contextActivities"] = {
            kind: [item["id"] for item in (around[kind] if isinstance(around[kind], list) else [around[kind]])]
            for kind in KINDS
            if kind in around
        }
    return kept


def _same(one: Any, other: Any) -> bool:
    """Equality of JSON values: like Python's, but true is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(value, other[name]) for name, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)
