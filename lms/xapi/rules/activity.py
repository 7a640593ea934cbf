"""Activities: what was done something with, and how interactions are described.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#2441-when-the-objecttype-is-activity
"""

from typing import Any

from lms.xapi.rules.faults import DATA, Place, Shape, list_of
from lms.xapi.rules.iris import extensions, iri
from lms.xapi.rules.languages import language_map
from lms.xapi.rules.values import one_of, text

ACTIVITY = f"{DATA}2441-when-the-objecttype-is-activity"
DEFINITION = f"{DATA}activity-definition"
INTERACTION = f"{DATA}interaction-activities"
COMPONENTS = f"{DATA}interaction-components"

INTERACTION_TYPES = (
    "true-false",
    "choice",
    "fill-in",
    "long-fill-in",
    "matching",
    "performance",
    "sequencing",
    "likert",
    "numeric",
    "other",
)
COMPONENT_LISTS = ("choices", "scale", "source", "target", "steps")

_COMPONENT = Shape(COMPONENTS, {"id": text, "description": language_map}, required=("id",))


def _component(value: Any, place: Place) -> None:
    _COMPONENT.check(value, place)


_component_list = list_of(_component, COMPONENTS)


def components(value: Any, place: Place) -> None:
    """A list of answers, steps or items; their ids differ."""
    _component_list(value, place)
    if not isinstance(value, list):
        return
    seen: set[str] = set()
    for index, component in enumerate(value):
        name = component.get("id") if isinstance(component, dict) else None
        if isinstance(name, str):
            if name in seen:
                place.at(index).at("id").fault("the ids within a list of components must differ", COMPONENTS)
            seen.add(name)


_DEFINITION = Shape(
    DEFINITION,
    {
        "name": language_map,
        "description": language_map,
        "type": iri,
        "moreInfo": iri,
        "extensions": extensions,
        "interactionType": one_of(INTERACTION, *INTERACTION_TYPES),
        "correctResponsesPattern": list_of(text, INTERACTION),
        **dict.fromkeys(COMPONENT_LISTS, components),
    },
)


def definition(value: Any, place: Place) -> None:
    """What an activity is; with interaction properties only if interactionType says which kind it is."""
    found = _DEFINITION.check(value, place)
    if found is None or "interactionType" in found:
        return
    if any(name in found for name in ("correctResponsesPattern", *COMPONENT_LISTS)):
        place.at("interactionType").fault("is missing, but other interaction properties are there", INTERACTION)


_ACTIVITY = Shape(
    ACTIVITY,
    {"objectType": one_of(ACTIVITY, "Activity"), "id": iri, "definition": definition},
    required=("id",),
)


def activity(value: Any, place: Place) -> None:
    """An activity: its IRI and, at will, what it is."""
    _ACTIVITY.check(value, place)
