"""What many statements together say about an agent or an activity.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#24-agents-resource
https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#25-activities-resource
"""

from collections.abc import Iterable, Mapping
from typing import Any

from lms.xapi.rules.actor import IDENTIFIERS

Json = dict[str, Any]
_ADD_UP = ("name", "description", "extensions")


def person(agent: Mapping[str, Any], names: Iterable[str]) -> Json:
    """The Person that `agent` belongs to: every property a list. names: what else it was called."""
    called = dict.fromkeys([*([agent["name"]] if "name" in agent else []), *names])
    found: Json = {"objectType": "Person"}
    if called:
        found["name"] = list(called)
    return found | {name: [agent[name]] for name in IDENTIFIERS if name in agent}


def activity(activity_id: str, definitions: Iterable[Mapping[str, Any]]) -> Json:
    """The activity with all that `definitions`, the oldest first, say about it: later ones win, languages add up."""
    known: Json = {}
    for definition in definitions:
        for name, value in definition.items():
            known[name] = {**known.get(name, {}), **value} if name in _ADD_UP else value
    return {"objectType": "Activity", "id": activity_id} | ({"definition": known} if known else {})
