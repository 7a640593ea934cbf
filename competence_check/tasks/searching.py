"""What a search in a task finds: all results that hold every word and agree with every filter."""

from collections.abc import Mapping, Sequence
from typing import Any

from competence_check.tasks.typed import normal_text

# The option of a filter that lets everything through.
ANY = "alle"


def found_by(things: Sequence[Mapping[str, Any]], controls: Mapping[str, Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The results for the values in `controls`; a result's facts are "<filter>:<option>"."""
    words: list[str] = []
    wanted: list[str] = []
    for key, control in controls.items():
        if control["kind"] == "text":
            words += [normal_text(word) for word in control["value"].split()]
        elif key != "pick" and control["kind"] == "choice" and control["value"] not in ("", ANY):
            wanted.append(f"{key}:{control['value']}")
    return [
        thing
        for thing in things
        if set(wanted) <= set(thing["facts"])
        and all(word in normal_text(f"{thing['title']} {thing['text']}") for word in words)
    ]
