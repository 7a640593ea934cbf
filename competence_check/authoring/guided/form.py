"""The guided form as its template shows it: boxes of fields, lists of boxes, and where a finding belongs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from competence_check.authoring.guided.parts import (
    CHOICES,
    DETAILS,
    OPTIONS,
    SETTINGS,
    THINGS,
    Kind,
    Part,
    Source,
    lists_in,
    parts_of,
)
from competence_check.authoring.guided.tables import BEFORE, fields_of, loses_nothing
from competence_check.tasks.pieces import marks_of
from competence_check.tasks.surfaces import SURFACES
from lms.kernel.i18n import text
from lms.kernel.toml import LANGUAGES

Table = Mapping[str, Any]


@dataclass(frozen=True)
class Shown:
    """A field. name: in the form, without a language; choices: value and words."""

    name: str
    kind: Kind
    label: str
    hint: str
    optional: bool
    choices: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Box:
    """A row. title: what it is called in the task; hidden: what goes along unseen; lists: of rows inside it."""

    path: str
    heading: str
    title: str
    parts: Sequence[Shown]
    hidden: Mapping[str, str]
    lists: Sequence["Rows"]


@dataclass(frozen=True)
class Rows:
    """A list of rows. adds: the buttons below it, what is added and its words."""

    path: str
    heading: str
    hint: str
    boxes: Sequence[Box]
    adds: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Guided:
    """The whole form. fields: what stands in it."""

    surface: str
    scene: Box
    lists: Sequence[Rows]
    fields: Mapping[str, str]

    def labels(self) -> dict[str, str]:
        """What each field and each row is called where a finding names it."""
        found: dict[str, str] = {}
        for box in self._boxes([self.scene], self.lists):
            found[f"{BEFORE}.{box.path}"] = box.heading
            for part in box.parts:
                label = f"{box.heading}: {part.label}"
                found |= {part.name: label} | {f"{part.name}.{language}": label for language in LANGUAGES}
        return found

    def keys(self) -> dict[str, str]:
        """Where the row is that a finding names by its key."""
        boxes = [box for rows in self.lists if rows.path in (THINGS, SETTINGS) for box in rows.boxes]
        return {box.hidden.get(f"{BEFORE}.{box.path}.key", ""): f"{BEFORE}.{box.path}" for box in boxes}

    def _boxes(self, boxes: Sequence[Box], lists: Sequence[Rows]) -> Iterator[Box]:
        for box in boxes:
            yield box
            yield from self._boxes([], box.lists)
        for each in lists:
            yield from self._boxes(each.boxes, [])


def form_of(table: Table) -> Guided | None:
    """The form that shows the table; None where it cannot show all of it."""
    if not loses_nothing(table):
        return None
    surface = str(table["surface"])
    scene = _box(table, surface, ("scene",), table.get("scene", {}), _("Rahmen"))
    lists = tuple(_rows(table, surface, (name,), table.get(name, [])) for name in lists_in(surface, (), table))
    return Guided(surface, scene, lists, fields_of(table))


def _rows(table: Table, surface: str, path: tuple[str, ...], rows: Sequence[Table]) -> Rows:
    heading, one, hint = _words(surface, path[-1])
    boxes = [_box(table, surface, (*path, str(number)), row, f"{one} {number + 1}") for number, row in enumerate(rows)]
    adds = [("", _("%(one)s hinzufügen", one=one))]
    if path[-1] == SETTINGS:
        adds = [("switch", _("Schalter hinzufügen")), ("choice", _("Auswahl hinzufügen")),
                ("text", _("Textfeld hinzufügen"))]  # fmt: skip
    return Rows(".".join(path), heading, hint, boxes, adds)


def _box(table: Table, surface: str, path: tuple[str, ...], row: Table, heading: str) -> Box:
    place = ".".join(path)
    parts = [_shown(table, row, place, part) for part in parts_of(surface, path, row)]
    hidden = {f"{BEFORE}.{place}.{name}": str(row[name]) for name in ("key", "kind") if name in row}
    lists = [_rows(table, surface, (*path, name), row.get(name, [])) for name in lists_in(surface, path, row)]
    title = _text(row.get(SURFACES[surface].name)) if path[0] == THINGS and len(path) == 2 else ""
    return Box(place, heading, title, parts, hidden, lists)


def _shown(table: Table, row: Table, place: str, part: Part) -> Shown:
    choices = dict(_choices(table, row, part.source))
    # What cannot be chosen (any more) stays visible, so that it can be taken away.
    given = row.get(part.name, [])
    for value in [given] if isinstance(given, str) else given if isinstance(given, list) else []:
        if part.source and value:
            choices.setdefault(str(value), str(value))
    label, hint = _(part.label), _(part.hint) if part.hint else ""
    return Shown(f"{BEFORE}.{place}.{part.name}", part.kind, label, hint, part.optional, list(choices.items()))


def _choices(table: Table, row: Table, source: Source) -> Iterator[tuple[str, str]]:
    if source in (Source.CHOICES, Source.OPTIONS):
        yield from _named((table if source is Source.CHOICES else row).get(str(source), []), "text")
    elif source is Source.DETAILS:
        for thing in table.get(THINGS, []):
            yield from _inside(thing, thing.get(DETAILS, []), "label")
    elif source is Source.FILTERS:
        for setting in table.get(SETTINGS, []):
            for key, words in _named(setting.get(OPTIONS, []), "text"):
                yield f"{setting['key']}:{key}", f"{_text(setting.get('label')) or setting['key']}: {words}"
    elif source is Source.PIECES:
        yield from marks_of(_text(table.get("scene", {}).get("answer"))).items()
    else:
        yield from _fixed(source)


def _inside(thing: Table, details: Sequence[Table], name: str) -> Iterator[tuple[str, str]]:
    for key, words in _named(details, name):
        yield f"{thing['key']}.{key}", words


def _named(rows: Sequence[Table], name: str) -> Iterator[tuple[str, str]]:
    for row in rows:
        yield str(row["key"]), _text(row.get(name)) or str(row["key"])


def _text(texts: object) -> str:
    return text(texts) if isinstance(texts, Mapping) else ""


def _fixed(source: Source) -> list[tuple[str, str]]:
    known: dict[Source, list[tuple[str, str]]] = {
        Source.SWITCH: [("on", _("eingeschaltet")), ("off", _("ausgeschaltet"))],
        Source.STYLES: [("title", _("Titel")), ("h1", _("Überschrift 1")), ("h2", _("Überschrift 2")),
                        ("body", _("Text")), ("list", _("Liste")), ("quote", _("Zitat"))],
        Source.SIZES: [("plain", _("wie normaler Text")), ("bold", _("fett")), ("big", _("groß")),
                       ("huge", _("sehr groß"))],
        Source.LOOKS: [("link", _("das Ziel eines Links")), ("file", _("ein Anhang")), ("lock", _("ein Zertifikat")),
                       ("info", _("eine andere Angabe"))],
        Source.ARRANGEMENTS: [("select", _("Klappliste")), ("radio", _("Punkte untereinander"))],
    }  # fmt: skip
    return known.get(source, [])


def _words(surface: str, name: str) -> tuple[str, str, str]:
    """Heading of a list, what one row of it is called, and a hint."""
    things = {
        "inbox": (_("Mails"), _("Mail")),
        "browser": (_("Seiten"), _("Seite")),
        "files": (_("Dateien"), _("Datei")),
        "sharing": (_("Personen"), _("Person")),
        "calendar": (_("Personen und Räume"), _("Person oder Raum")),
        "meeting": (_("Teilnehmende"), _("Person")),
        "table": (_("Zellen zum Ausfüllen"), _("Zelle")),
        "search": (_("Treffer"), _("Treffer")),
        "form": (_("Fragen"), _("Frage")),
        "document": (_("Absätze"), _("Absatz")),
        "assistant": (_("Quellen"), _("Quelle")),
    }
    if name == THINGS:
        return (*things[surface], _("Was zu sehen ist. Fünf bis acht genügen."))
    choices = {"files": _("Ordner"), "calendar": _("Zeiten"), "document": _("Formatvorlagen")}
    known = {
        CHOICES: (
            choices.get(surface, _("Was man tun kann")),
            _("Möglichkeit"),
            _("Die Möglichkeiten, die es überall zur Wahl gibt, zum Beispiel melden, löschen, öffnen."),
        ),
        SETTINGS: (
            _("Einstellungen"),
            _("Einstellung"),
            _("Schalter, Auswahlen und Textfelder daneben. Freiwillig, wenn die Aufgabe auch so etwas zu tun gibt."),
        ),
        DETAILS: (_("Einzelheiten"), _("Einzelheit"), _("Was man erst sieht, wenn man nachsieht.")),
        OPTIONS: (_("Auswahl"), _("Möglichkeit"), _("Mindestens zwei.")),
    }
    return known[name]
