"""What could not be taken over from QTI: competence_check.exchange.qti.reading."""

from competence_check.authoring.sayings.saying import Saying, say
from competence_check.tasks.wording import N_

LEFT: tuple[Saying, ...] = (
    say(
        r"no readable XML, or one with entities \((?P<why>.*)\)",
        N_("kein lesbares XML, oder eines mit Entitäten (%(why)s)"),
    ),
    say(r"an older QTI; export it as QTI 3", N_("ein älteres QTI; geben Sie die Aufgabe dort als QTI 3 aus")),
    say(r"(?P<name>\S+) is not taken over, only items are", N_("%(name)s wird nicht übernommen, nur Aufgaben")),
    say(r"has no item body", N_("hat keinen Inhalt (item body)")),
    say(
        r"has (?P<many>\d+) interactions; a task here is one question",
        N_("hat %(many)s Fragen; hier ist eine Aufgabe eine Frage"),
    ),
    say(r"(?P<name>\S+) has no equal here", N_("für %(name)s gibt es hier nichts Entsprechendes")),
    say(r"has no text", N_("hat keinen Text")),
    say(r"has no feedback; write one that teaches", N_("hat keine Rückmeldung; schreiben Sie eine, aus der man lernt")),
    say(
        r"(?P<many>\d+) pictures, sounds or formulas were left out",
        N_("Bilder, Töne oder Formeln fehlen jetzt: %(many)s"),
    ),
    say(r"(?P<name>adaptive|time-dependent) was left out", N_("„%(name)s“ wurde nicht übernommen")),
    say(
        r"its own scoring rules were left out; .*",
        N_("eigene Regeln für Punkte wurden nicht übernommen; bewertet wird wie hier üblich"),
    ),
    say(r"does not declare what is right", N_("sagt nicht, was richtig ist")),
    say(r"does not say what is right", N_("sagt nicht, was richtig ist")),
    say(r"has an option without text", N_("hat eine Antwort ohne Text")),
    say(
        r"has (?P<many>\d+) options; here are (?P<least>\d+) to (?P<most>\d+)",
        N_("hat %(many)s Antworten; hier sind es %(least)s bis %(most)s"),
    ),
    say(r"has (?P<right>\d+) right options of (?P<many>\d+)", N_("hat %(right)s richtige von %(many)s Antworten")),
    say(r"does not put all its options in order", N_("bringt nicht alle Antworten in eine Reihenfolge")),
    say(r"does not match two sets", N_("ordnet nicht zwei Mengen einander zu")),
    say(r"does not match one to one", N_("ordnet nicht eins zu eins zu")),
    say(r"(?P<name>'.*') is no number", N_("%(name)s ist keine Zahl")),
    say(r"there are no QTI items in this file", N_("In dieser Datei sind keine QTI-Aufgaben.")),
    say(r"the file is larger than (?P<most>\d+) MB", N_("Die Datei ist größer als %(most)s MB.")),
    say(r"unpacked, the package would be too large", N_("Ausgepackt wäre das Paket zu groß.")),
    say(
        r"is named in the manifest, but not in the package",
        N_("steht im Verzeichnis des Pakets (imsmanifest.xml), fehlt aber darin"),
    ),
    say(r"is locked with a password", N_("ist mit einem Kennwort gesperrt")),
    say(r"is larger than (?P<most>\d+) MB", N_("ist größer als %(most)s MB")),
    say(r"the package is no readable ZIP file", N_("Das Paket ist keine lesbare ZIP-Datei.")),
)
