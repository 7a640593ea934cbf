"""How formats, surfaces, states and fields are called in the editor."""

from flask_babel import gettext as _

from competence_check.authoring.fields import SCENE
from competence_check.authoring.models import What
from competence_check.questions import split_prompt
from competence_check.words import band_names
from lms.kernel.i18n import text
from lms.kernel.toml import Texts

LONGEST_LINE = 140


def format_names() -> dict[str, str]:
    """The formats of tasks."""
    return {
        "single": _("eine Antwort wählen"),
        "multiple": _("mehrere Antworten wählen"),
        "order": _("in eine Reihenfolge bringen"),
        "match": _("zuordnen"),
        "mark": _("im Text markieren"),
        "short": _("kurze Antwort schreiben"),
        "number": _("Zahl schreiben"),
        "simulated": _("in einer Oberfläche handeln"),
    }


def surface_names() -> dict[str, str]:
    """The surfaces of simulated tasks."""
    return {
        "inbox": _("Posteingang"),
        "browser": _("Browser"),
        "files": _("Dateien und Ordner"),
        "sharing": _("Freigaben"),
        "calendar": _("Kalender"),
        "meeting": _("Videokonferenz"),
        "table": _("Tabelle"),
        "search": _("Suche"),
        "form": _("Formular"),
        "document": _("Dokument"),
        "assistant": _("KI-Assistent"),
    }


def topic_names() -> dict[str, str]:
    """What tasks can be about beside their competence."""
    return {
        "municipal": _("Stadtverwaltung"), "e-file": _("E-Akte"), "procedures": _("Fachverfahren"),
        "online-services": _("Online-Dienste"), "video": _("Videokonferenz"), "phishing": _("Phishing"),
        "accessibility": _("Barrierefreiheit"), "telework": _("Telearbeit"), "data-protection": _("Datenschutz"),
        "ai": _("Künstliche Intelligenz"), "open-data": _("Offene Daten"), "leadership": _("Führung"),
        "firm": _("Betrieb"), "agile": _("Agiles Arbeiten"), "digital-culture": _("Digitale Kultur"),
        "customer-insights": _("Kundinnen und Kunden verstehen"), "online-marketing": _("Online-Marketing"),
        "it-security": _("IT-Sicherheit"), "sustainability": _("Nachhaltigkeit"),
        "design-thinking": _("Design Thinking"),
    }  # fmt: skip


def question_line(prompt: Texts) -> str:
    """The question of a task, the last paragraph of its prompt, as one line without markup."""
    whole, question = split_prompt(text(prompt))
    line = (question or whole).striptags()
    return line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE].rsplit(' ', 1)[0]} …"


def bands() -> dict[str, str]:
    """The four bands of tasks."""
    return {band: name for band, name in band_names().items() if band}


def state_names() -> dict[str, str]:
    """What one can look for."""
    return {
        "": _("in Gebrauch"),
        "everybody": _("für alle (aus Dateien)"),
        "own": _("eigene"),
        "retired": _("stillgelegt"),
    }


def event_names() -> dict[str, str]:
    """What happened to a task."""
    return {
        What.PUBLISHED.value: _("veröffentlicht"),
        What.AMENDED.value: _("Angaben ergänzt"),
        What.RETIRED.value: _("stillgelegt"),
        What.RETURNED.value: _("wieder aufgenommen"),
    }


def field_label(path: str) -> str:
    """What a field of the form is called, for lists of what is wrong."""
    head, _dot, rest = path.partition(".")
    names = {
        "key": _("Kurzname"), "competence": _("Kompetenz"), "band": _("Stufe"), "outcomes": _("Lernergebnisse"),
        "families": _("Arbeitsfelder"), "topics": _("Themen"), "prompt": _("Aufgabe"), "feedback": _("Rückmeldung"),
        "source": _("Quelle"), "checked_on": _("Geprüft am"), "difficulty": _("Schwierigkeit"), "image": _("Bild"),
        "picture": _("Bild"), "alt": _("Alternativtext"), "accept": _("Richtige Antworten"),
        "answer": _("Richtige Zahl"), "tolerance": _("Erlaubte Abweichung"), "unit": _("Einheit"),
        "text": _("Text zum Markieren"), "right": _("Richtige Stellen"),
        "options": _("Antworten"), SCENE: _("Oberfläche"), "": _("Aufgabe"),
    }  # fmt: skip
    if head == "options" and rest:
        number, _dot, part = rest.partition(".")
        side = _("rechte Seite") if part.startswith("target") else _("Text")
        label = _("Antwort %(number)s, %(side)s", number=int(number) + 1, side=side)
        return f"{label} ({_language(part)})" if _language(part) else str(label)
    name = str(names.get(head, head))
    return f"{name} ({_language(rest)})" if _language(rest) else name


def _language(path: str) -> str:
    names: dict[str, str] = {"de": _("Deutsch"), "en": _("Englisch")}
    return names.get(path.rpartition(".")[2], "")
