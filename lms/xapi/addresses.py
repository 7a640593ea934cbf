"""Identifiers of what lives on this platform: recipes give paths, the record holds full addresses.

Recipes are pure and do not know how the platform is reached. An activity whose id begins with a slash is one of
ours, and its identifier is its address.
"""

from collections.abc import Mapping
from typing import Any


def absolute(draft: Mapping[str, Any], home: str) -> dict[str, Any]:
    """`draft` with `home` (no slash at the end) put before every activity id that is a path."""
    made = dict(draft)
    if "object" in made:
        made["object"] = _thing(made["object"], home)
    around = made.get("context", {}).get("contextActivities")
    if around:
        full = {kind: [_thing(activity, home) for activity in named] for kind, named in around.items()}
        made["context"] = {**made["context"], "contextActivities": full}
    return made


def _thing(thing: Mapping[str, Any], home: str) -> dict[str, Any]:
    if thing.get("objectType") == "SubStatement":
        return absolute(thing, home)
    if str(thing.get("id", "")).startswith("/"):
        return {**thing, "id": f"{home}{thing['id']}"}
    return dict(thing)
