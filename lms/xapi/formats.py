"""The forms in which statements are given out.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#213-get-statements
"""

from collections.abc import Callable, Mapping
from typing import Any

from lms.xapi.rules.activity import COMPONENT_LISTS
from lms.xapi.rules.actor import IDENTIFIERS

Json = dict[str, Any]
# Picks one of the languages of a map.
Choose = Callable[[list[str]], str]


def ids(statement: Mapping[str, Any]) -> Json:
    """The statement with no more about agents, activities and verbs than identifies them."""
    return each_part(statement, actor=_actor_id, activity=_activity_id, verb=_verb_id)


def canonical(statement: Mapping[str, Any], choose: Choose) -> Json:
    """The statement with one language in each map of its activities and verbs.

    https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#language-filtering-requirements-for-canonical-format-statements
    """

    def activity(value: Json) -> Json:
        return _activity_in(value, choose)

    def verb(value: Json) -> Json:
        return {**value, "display": _one_of(value["display"], choose)} if "display" in value else value

    return each_part(statement, actor=lambda value: value, activity=activity, verb=verb)


def each_part(
    statement: Mapping[str, Any],
    *,
    actor: Callable[[Json], Json],
    activity: Callable[[Json], Json],
    verb: Callable[[Json], Json],
) -> Json:
    """The statement with every agent or group, activity and verb in it changed by these functions."""
    made = dict(statement)
    made["actor"], made["verb"] = actor(made["actor"]), verb(made["verb"])
    kind = made["object"].get("objectType", "Activity")
    if kind == "Activity":
        made["object"] = activity(made["object"])
    elif kind in ("Agent", "Group"):
        made["object"] = actor(made["object"])
    elif kind == "SubStatement":
        made["object"] = each_part(made["object"], actor=actor, activity=activity, verb=verb)
    if "authority" in made:
        made["authority"] = actor(made["authority"])
    if "context" in made:
        made["context"] = _context(made["context"], actor, activity)
    return made


def _context(context: Json, actor: Callable[[Json], Json], activity: Callable[[Json], Json]) -> Json:
    made = dict(context)
    for name in ("instructor", "team"):
        if name in made:
            made[name] = actor(made[name])
    if "contextActivities" in made:
        around = made["contextActivities"]
        made["contextActivities"] = {kind: [activity(each) for each in named] for kind, named in around.items()}
    for lists, name in (("contextAgents", "agent"), ("contextGroups", "group")):
        if lists in made:
            made[lists] = [{**each, name: actor(each[name])} for each in made[lists]]
    return made


def _actor_id(actor: Json) -> Json:
    kept = {name: actor[name] for name in ("objectType", *IDENTIFIERS) if name in actor}
    if "member" in actor and not any(name in actor for name in IDENTIFIERS):
        kept["member"] = [_actor_id(member) for member in actor["member"]]
    return kept


def _activity_id(activity: Json) -> Json:
    return {"id": activity["id"]}


def _verb_id(verb: Json) -> Json:
    return {"id": verb["id"]}


def _one_of(texts: Mapping[str, str], choose: Choose) -> dict[str, str]:
    if not texts:
        return {}
    tag = choose(list(texts))
    return {tag: texts[tag]}


def _activity_in(activity: Json, choose: Choose) -> Json:
    if "definition" not in activity:
        return activity
    definition = dict(activity["definition"])
    for name in ("name", "description"):
        if name in definition:
            definition[name] = _one_of(definition[name], choose)
    for name in COMPONENT_LISTS:
        if name in definition:
            definition[name] = [
                {**each, "description": _one_of(each["description"], choose)} if "description" in each else each
                for each in definition[name]
            ]
    return {**activity, "definition": definition}
