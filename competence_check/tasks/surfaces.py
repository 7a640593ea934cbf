"""The surfaces of simulated tasks: what an author can describe on each, as data.

A surface shows a scene and things in it; what one can do with them becomes controls (tasks.controls). Its look is the
template competence_check/surfaces/<name>.html. A new surface is an entry here and such a template.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Field(StrEnum):
    """What may stand in a field. The optional ones end in "?"."""

    TEXTS = "texts"
    TEXTS_OPTIONAL = "texts?"
    STRING = "string"
    STRING_OPTIONAL = "string?"
    STRINGS = "strings"
    FLAG = "flag"
    CELLS = "cells"


class Use(StrEnum):
    """What one does with the things of a surface."""

    JUDGE = "judge"  # a choice for every thing
    PICK = "pick"  # one of the things
    TYPE = "type"  # every thing is a cell to type into
    SLOT = "slot"  # one of the choices; the things only show when they are busy


@dataclass(frozen=True)
class Surface:
    """name: the field of a thing that names it; marks: whether the scene has a text to mark pieces in."""

    use: Use
    name: str
    scene: Mapping[str, Field]
    things: Mapping[str, Field]
    choices: Mapping[str, Field] = field(default_factory=dict)
    marks: bool = False


T, TO, S, SO = Field.TEXTS, Field.TEXTS_OPTIONAL, Field.STRING, Field.STRING_OPTIONAL

SURFACES: dict[str, Surface] = {
    "inbox": Surface(
        Use.JUDGE, "subject", {"account": T}, {"from": T, "address": S, "subject": T, "sent": T, "text": T}
    ),
    "browser": Surface(Use.JUDGE, "title", {"task": TO}, {"title": T, "address": S, "secure": Field.FLAG, "text": T}),
    "files": Surface(Use.JUDGE, "name", {"place": T}, {"name": T, "type": T, "info": TO}, {"parent": SO}),
    "sharing": Surface(Use.JUDGE, "name", {"folder": T, "info": TO}, {"name": T, "info": TO}),
    "calendar": Surface(Use.SLOT, "name", {"title": T, "pick": T}, {"name": T, "info": TO, "busy": Field.STRINGS}),
    "meeting": Surface(Use.JUDGE, "name", {"title": T, "info": TO}, {"name": T, "info": TO}),
    "table": Surface(Use.TYPE, "label", {"title": T, "cells": Field.CELLS}, {"label": T, "cell": S}),
    "search": Surface(
        Use.PICK, "title", {"place": T, "pick": T}, {"title": T, "address": SO, "text": T, "facts": Field.STRINGS}
    ),
    "form": Surface(Use.JUDGE, "name", {"title": T, "text": TO}, {"name": T, "info": TO}),
    "document": Surface(Use.JUDGE, "text", {"title": T}, {"text": T, "looks": S}, {"style": S}),
    "assistant": Surface(
        Use.PICK,
        "title",
        {"question": T, "pick": TO},
        {"title": T, "address": SO, "text": TO},
        marks=True,
    ),
}
