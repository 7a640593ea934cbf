"""What makes a task impossible to publish: lms.kernel.toml and competence_check.content."""

from competence_check.authoring.sayings.saying import Saying, say
from competence_check.tasks.wording import N_

FAULTS: tuple[Saying, ...] = (
    say(r"is missing(; write .*)?", N_("Das fehlt noch.")),
    say(r"must be a text that is not empty.*", N_("Hier muss ein Text stehen.")),
    say(r"is longer than (?P<most>\d+) characters", N_("Bitte kürzen: höchstens %(most)s Zeichen.")),
    say(r"does not look like .*", N_("Nur Kleinbuchstaben, Ziffern und Bindestriche, zum Beispiel „e-akte“.")),
    say(r"must be one of: (?P<known>.*)", N_("Möglich sind: %(known)s.")),
    say(r"must be a number", N_("Das ist keine Zahl. Schreiben Sie zum Beispiel 12,5.")),
    say(r"must be a whole number from (?P<low>.*) to (?P<high>.*)", N_("Eine ganze Zahl von %(low)s bis %(high)s.")),
    say(r"must be true or false", N_("Schreiben Sie true (ja) oder false (nein).")),
    say(r"must be a date such as .*", N_("Das ist kein Datum. Schreiben Sie es so: 2026-11-21.")),
    say(r"must be a list of texts", N_('Schreiben Sie eine Liste: ["eins", "zwei"].')),
    say(r"needs a language: .*", N_('Sagen Sie, in welcher Sprache: name.de = "…".')),
    say(
        r"unknown language; known are: (?P<known>.*)", N_("Diese Sprache gibt es hier nicht. Möglich sind: %(known)s.")
    ),
    say(r"the German text \(de\) is missing", N_("Der deutsche Text fehlt.")),
    say(r"the table \[(?P<name>.*)\] is missing", N_("Der Abschnitt [%(name)s] fehlt.")),
    say(r"must be written as \[\[(?P<name>.*)\]\]", N_("Schreiben Sie diesen Abschnitt als [[%(name)s]].")),
    say(r"there must be at least (?P<least>\d+)", N_("Es müssen mindestens %(least)s sein.")),
    say(r"there must be at most (?P<most>\d+)( things and settings)?", N_("Es dürfen höchstens %(most)s sein.")),
    say(
        r"there is no such field here; known are: (?P<known>.*)",
        N_("Dieses Feld gibt es hier nicht. Möglich sind: %(known)s."),
    ),
    say(r"must not be negative", N_("Diese Zahl darf nicht kleiner als null sein.")),
    say(
        r"there is no topic (?P<name>.*); known are: (?P<known>.*)",
        N_("Das Thema %(name)s gibt es nicht. Möglich sind: %(known)s."),
    ),
    say(
        r"must be at most (?P<most>.*) from its band's, (?P<band>.*); else .*",
        N_(
            "Zu weit weg von der Stufe: höchstens %(most)s mehr oder weniger als %(band)s. Sonst passt eine "
            "andere Stufe besser."
        ),
    ),
    say(
        r"there is neither (?P<one>.*) nor (?P<other>.*)",
        N_("Dieses Bild gibt es nicht: weder %(one)s noch %(other)s."),
    ),
    say(
        r"the text in (?P<language>\w+) is missing, .*",
        N_("Der Text in der anderen Sprache fehlt (%(language)s); die Aufgabe selbst hat ihn."),
    ),
    say(
        r"the answers in (?P<language>\w+) are missing, .*",
        N_("Die Antworten in der anderen Sprache fehlen (%(language)s); die Aufgabe selbst hat sie."),
    ),
    say(r"needs at least one answer, .*", N_("Mindestens eine Antwort, jede mit Buchstaben oder Ziffern.")),
    say(
        r"at least (?P<least>\d+) pieces must be marked as .*",
        N_("Mindestens %(least)s Stellen müssen markierbar sein: [[schlüssel|Wörter]]."),
    ),
    say(
        r"every language must mark the same pieces.*",
        N_("In jeder Sprache müssen dieselben Stellen in derselben Reihenfolge stehen, jede einmal."),
    ),
    say(
        r"must be keys of marked pieces.*",
        N_("Nennen Sie Schlüssel von Stellen im Text: mindestens einen, aber nicht alle."),
    ),
    say(r"(the key )?(?P<key>'.*') is used twice.*", N_("Den Schlüssel %(key)s gibt es schon.")),
    say(
        r"exactly one option must be correct, here are (?P<right>\d+)",
        N_("Genau eine Antwort muss richtig sein; hier sind es %(right)s."),
    ),
    say(
        r"at least one option must be correct and .*",
        N_("Mindestens eine Antwort muss richtig sein und mindestens eine falsch."),
    ),
    say(
        r"two options have the same (text|target) in (?P<language>\w+)",
        N_("Zwei Antworten lauten gleich (%(language)s)."),
    ),
    say(r"must be a cell of the table such as .*", N_("Nennen Sie eine Zelle der Tabelle, zum Beispiel B6.")),
    say(
        r"nothing here can be right: .*",
        N_("Hier kann nichts richtig sein: Geben Sie einem Ding oder einer Einstellung das Feld „right“."),
        "scene_text",
    ),
    say(
        r"everything is right from the beginning: .*",
        N_("Alles ist schon am Anfang richtig: Es gibt nichts zu tun."),
        "scene_text",
    ),
    say(
        r"(?P<key>.*): after: there is no detail (?P<name>.*); known are: (?P<known>.*)",
        N_("%(key)s: after nennt %(name)s, das gibt es nicht. Möglich sind: %(known)s."),
        "scene_text",
    ),
    say(
        r"(?P<key>.*): right: (?P<name>.*) is none of: (?P<known>.*)",
        N_("%(key)s: right nennt %(name)s, das gibt es nicht. Möglich sind: %(known)s."),
        "scene_text",
    ),
    say(
        r"(?P<key>.*): there must be at least two choices",
        N_("%(key)s: Es muss mindestens zwei Möglichkeiten geben."),
        "scene_text",
    ),
    say(
        r"(?P<key>.*): initial: (?P<name>.*) cannot be chosen",
        N_("%(key)s: initial nennt %(name)s, das kann man nicht wählen."),
        "scene_text",
    ),
    say(
        r"(?P<key>.*): right must be a formula or a number",
        N_("%(key)s: right muss eine Formel oder eine Zahl sein."),
        "scene_text",
    ),
    say(r"must be rows of texts: .*", N_('Schreiben Sie Zeilen aus Texten: [["Monat", "Euro"], ["Mai", "120"]].')),
    say(
        r"every row must have the same number of cells, .*",
        N_("Jede Zeile braucht gleich viele Zellen, in jeder Sprache."),
    ),
    say(r"this is not TOML: (?P<why>.*)", N_("Der Text ist so nicht lesbar: %(why)s.")),
    say(r"the framework .*has no competence .*", N_("Diese Kompetenz gibt es nicht. Wählen Sie eine aus der Liste.")),
)
