"""What an author fills in for each surface: the fields of `tasks.surfaces`, with names that people understand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from competence_check.tasks.surfaces import SURFACES, Field, Surface, Use
from competence_check.tasks.wording import N_

Table = Mapping[str, Any]


class Kind(StrEnum):
    """How a field is filled in. TEXTS, LONG and LISTS by language; LISTS: a line for each; ONE, SEVERAL: to choose."""

    TEXTS = "texts"
    LONG = "long"
    LINE = "line"
    FLAG = "flag"
    ONE = "one"
    SEVERAL = "several"
    LISTS = "lists"
    CELLS = "cells"


class Source(StrEnum):
    """What there is to choose from."""

    NOTHING = ""
    CHOICES = "choices"
    OPTIONS = "options"
    SWITCH = "switch"
    STYLES = "styles"
    SIZES = "sizes"
    LOOKS = "looks"
    ARRANGEMENTS = "arrangements"
    DETAILS = "details"
    FILTERS = "filters"
    PIECES = "pieces"


@dataclass(frozen=True)
class Part:
    """A field. name: in the file; label, hint: German, translated where they are shown."""

    name: str
    kind: Kind
    label: str
    hint: str = ""
    optional: bool = False
    source: Source = Source.NOTHING


# Names of tables in the file that an author adds rows to.
CHOICES, THINGS, SETTINGS, DETAILS, OPTIONS = "choices", "things", "settings", "details", "options"

_KINDS = {
    Field.TEXTS: Kind.TEXTS,
    Field.TEXTS_OPTIONAL: Kind.TEXTS,
    Field.STRING: Kind.LINE,
    Field.STRING_OPTIONAL: Kind.LINE,
    Field.STRINGS: Kind.SEVERAL,
    Field.FLAG: Kind.FLAG,
    Field.CELLS: Kind.CELLS,
}
_LABELS = {
    "account": N_("Name des Postfachs"),
    "task": N_("Wozu jemand hier ist"),
    "place": N_("Ort, zum Beispiel Ordner oder Suche"),
    "folder": N_("Name des Ordners"),
    "info": N_("Angabe dazu"),
    "title": N_("Überschrift"),
    "pick": N_("Frage zur Auswahl"),
    "cells": N_("Tabelle"),
    "question": N_("Frage an die KI"),
    "text": N_("Text"),
    "from": N_("Absender, wie er angezeigt wird"),
    "address": N_("Adresse"),
    "subject": N_("Betreff"),
    "sent": N_("Wann"),
    "secure": N_("Die Verbindung ist verschlüsselt (Schloss)"),
    "name": N_("Name"),
    "type": N_("Art"),
    "busy": N_("Belegt"),
    "label": N_("Bezeichnung"),
    "cell": N_("Zelle"),
    "facts": N_("Passt zu diesen Filtern"),
    "looks": N_("So sieht der Absatz aus"),
    "parent": N_("Liegt in"),
    "style": N_("Formatvorlage"),
}
_HINTS = {
    "cells": N_("Jede Zeile eine Zeile der Tabelle, Zellen mit | getrennt. Aus einer Tabelle kopieren geht auch."),
    "cell": N_("Die Zelle, in die man schreibt, zum Beispiel B5."),
    "address": N_("Zum Beispiel service@musterstadt.example. Endet auf .example, damit es sie nirgends gibt."),
}
_SOURCES = {
    "busy": Source.CHOICES,
    "facts": Source.FILTERS,
    "looks": Source.SIZES,
    "parent": Source.CHOICES,
    "style": Source.STYLES,
}
_AFTER = Part(
    "after",
    Kind.SEVERAL,
    N_("Zählt erst, wenn man hier nachgesehen hat"),
    N_("Für alles, was man nur wissen kann, wenn man eine Einzelheit aufklappt."),
    optional=True,
    source=Source.DETAILS,
)
_WHY = Part("why", Kind.TEXTS, N_("Warum das richtig ist"), N_("Steht danach neben der Lösung."), optional=True)


def _field(name: str, kind: Field) -> Part:
    source = _SOURCES.get(name, Source.NOTHING)
    how = Kind.ONE if source and kind in (Field.STRING, Field.STRING_OPTIONAL) else _KINDS[kind]
    how = Kind.LONG if name == "text" and how is Kind.TEXTS else how
    is_optional = kind in (Field.TEXTS_OPTIONAL, Field.STRING_OPTIONAL, Field.STRINGS)
    return Part(name, how, _LABELS[name], _HINTS.get(name, ""), is_optional, source)


def _judged(source: Source) -> tuple[Part, ...]:
    return (
        Part("initial", Kind.ONE, N_("Am Anfang gewählt"), optional=True, source=source),
        Part(
            "right",
            Kind.SEVERAL,
            N_("Richtig ist"),
            N_("Ohne Haken zählt es nicht. Was am Anfang schon richtig ist, soll man in Ruhe lassen."),
            optional=True,
            source=source,
        ),
        _AFTER,
        _WHY,
    )


def scene_parts(surface: Surface) -> tuple[Part, ...]:
    """The frame of the surface."""
    parts = tuple(_field(name, kind) for name, kind in surface.scene.items())
    if surface.use is Use.SLOT:
        right = Part("right", Kind.SEVERAL, N_("Richtig ist"), source=Source.CHOICES)
        return (*parts, right, _AFTER, _WHY)
    if not surface.marks:
        return parts
    marked = N_("Was man markieren kann, steht so: [[zahl|dreißig Tage]]. Das Wort vorn ist nur für Sie.")
    return (
        *parts,
        Part("answer", Kind.LONG, N_("Antwort der KI"), marked),
        Part("mark", Kind.TEXTS, N_("Was zu markieren ist"), N_("Ein Satz, der sagt, was man sucht."), optional=True),
        Part("right", Kind.SEVERAL, N_("Zu markieren sind"), optional=True, source=Source.PIECES),
        _WHY,
    )


def thing_parts(surface: Surface) -> tuple[Part, ...]:
    """A mail, a file, a person: what is seen of it, and what is right."""
    parts = tuple(_field(name, kind) for name, kind in surface.things.items())
    if surface.use is Use.JUDGE:
        return (*parts, *_judged(Source.CHOICES))
    if surface.use is Use.PICK:
        return (*parts, Part("right", Kind.FLAG, N_("Das ist die richtige Wahl")))
    if surface.use is Use.TYPE:
        formula = N_("Eine Formel wie =SUMME(B2:B4), ein Wort oder eine Zahl. Andere Formeln mit demselben Ergebnis "
                     "zählen auch.")  # fmt: skip
        return (*parts, Part("right", Kind.LINE, N_("Richtig ist"), formula, optional=True), _AFTER, _WHY)
    return parts


def choice_parts(surface: Surface) -> tuple[Part, ...]:
    """What one can choose for every thing."""
    text = Part("text", Kind.TEXTS, N_("Was man wählen kann"))
    return (text, *(_field(name, kind) for name, kind in surface.choices.items()))


def setting_parts(kind: object) -> tuple[Part, ...]:
    """A switch, a choice or a field beside the things."""
    head = (
        Part("label", Kind.TEXTS, N_("Beschriftung")),
        Part("group", Kind.TEXTS, N_("Zwischenüberschrift davor"), optional=True),
        Part("hint", Kind.TEXTS, N_("Kleingedrucktes dazu"), optional=True),
    )
    if kind == "text":
        accepted = N_("Jede in einer eigenen Zeile. Groß und klein, Leerzeichen und ä oder ae spielen keine Rolle.")
        return (
            *head,
            Part("initial", Kind.TEXTS, N_("Was am Anfang im Feld steht"), optional=True),
            Part("accept", Kind.LISTS, N_("Richtige Antworten"), accepted, optional=True),
            _AFTER,
            _WHY,
        )
    if kind == "switch":
        return (*head, *_judged(Source.SWITCH))
    look = Part("look", Kind.ONE, N_("Sieht aus wie"), optional=True, source=Source.ARRANGEMENTS)
    return (*head, look, *_judged(Source.OPTIONS))


OPTION_PARTS = (Part("text", Kind.TEXTS, N_("Was man wählen kann")),)
DETAIL_PARTS = (
    Part("label", Kind.TEXTS, N_("Was man gleich sieht")),
    Part("text", Kind.TEXTS, N_("Was man beim Nachsehen findet")),
    Part("look", Kind.ONE, N_("Es ist"), source=Source.LOOKS),
)


def parts_of(surface: str, path: Sequence[str], row: Table) -> tuple[Part, ...]:
    """The fields of the row at `path`, such as ("things", "0", "details", "1"), or of ("scene",)."""
    names = [name for name in path if not name.isdigit()]
    if names[-1] == DETAILS:
        return DETAIL_PARTS
    if names[-1] == OPTIONS:
        return OPTION_PARTS
    if names[-1] == SETTINGS:
        return setting_parts(row.get("kind"))
    found = {"scene": scene_parts, THINGS: thing_parts, CHOICES: choice_parts}[names[-1]]
    return found(SURFACES[surface])


def lists_in(surface: str, path: Sequence[str], row: Table) -> tuple[str, ...]:
    """The names of the tables that rows can be added to at `path`, () for the task itself."""
    if not path:
        used = SURFACES[surface].use in (Use.JUDGE, Use.SLOT)
        return (*((CHOICES,) if used else ()), THINGS, SETTINGS)
    if len(path) == 2 and path[0] == THINGS:
        return (DETAILS,)
    if len(path) == 2 and path[0] == SETTINGS and row.get("kind") == "choice":
        return (OPTIONS,)
    return ()
