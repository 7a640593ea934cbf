"""In which circumstances it happened.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#246-context
Version 2 adds contextAgents and contextGroups (IEEE 9274.1.1, 4.2.2.5).
"""

from typing import Any

from lms.xapi.rules.activity import activity
from lms.xapi.rules.actor import actor, agent, group
from lms.xapi.rules.faults import DATA, Place, Rule, Shape, list_of
from lms.xapi.rules.iris import extensions, iri
from lms.xapi.rules.languages import language
from lms.xapi.rules.references import statement_reference
from lms.xapi.rules.values import one_of, text, uuid
from lms.xapi.rules.versions import Version

CONTEXT = f"{DATA}246-context"
CONTEXT_ACTIVITIES = f"{DATA}2462-contextactivities-property"
# The text of IEEE 9274.1.1 is not public; its open source is.
TWO = "https://opensource.ieee.org/xapi/xapi-base-standard-documentation"
KINDS = ("parent", "grouping", "category", "other")

_activities = list_of(activity, CONTEXT_ACTIVITIES)


def _one_or_more_activities(value: Any, place: Place) -> None:
    (_activities if isinstance(value, list) else activity)(value, place)


_CONTEXT_ACTIVITIES = Shape(CONTEXT_ACTIVITIES, dict.fromkeys(KINDS, _one_or_more_activities))


def context_activities(value: Any, place: Place) -> None:
    """Activities around this one, by the kind of their relation."""
    _CONTEXT_ACTIVITIES.check(value, place)


def _relevant_types(value: Any, place: Place) -> None:
    list_of(iri, TWO)(value, place)
    if value == []:
        place.fault("must name at least one type, or be left out", TWO)


def _related(kind: str, name: str, rule: Rule) -> Rule:
    shape = Shape(
        TWO,
        {"objectType": one_of(TWO, kind), name: rule, "relevantTypes": _relevant_types},
        required=("objectType", name),
    )

    def check(value: Any, place: Place) -> None:
        shape.check(value, place)

    return list_of(check, TWO)


_ONE = {
    "registration": uuid,
    "instructor": actor,
    "team": group,
    "contextActivities": context_activities,
    "revision": text,
    "platform": text,
    "language": language,
    "statement": statement_reference,
    "extensions": extensions,
}
_SHAPES = {
    Version.ONE: Shape(CONTEXT, _ONE),
    Version.TWO: Shape(
        CONTEXT,
        {
            **_ONE,
            "contextAgents": _related("contextAgent", "agent", agent),
            "contextGroups": _related("contextGroup", "group", group),
        },
    ),
}


def context(value: Any, place: Place) -> None:
    """The circumstances of a statement."""
    _SHAPES[place.version].check(value, place)
