"""What should be better about a task: competence_check.linting."""

from competence_check.authoring.sayings.saying import Saying, say
from competence_check.tasks.wording import N_

HINTS: tuple[Saying, ...] = (
    say(
        r"no text in (?P<language>\w+)( \((?P<path>.*)\))?",
        N_("Die Übersetzung fehlt (%(language)s)."),
        "{path}.{language}",
    ),
    say(
        r"hard to read \((?P<language>\w+)\): reading ease (?P<ease>-?\d+), at least (?P<least>\d+) for .*",
        N_(
            "Schwer zu lesen: Lesbarkeit %(ease)s, für diese Stufe mindestens %(least)s. Kürzere Sätze und "
            "Wörter helfen."
        ),
        "prompt.{language}",
    ),
    say(
        r"long word \((?P<language>\w+)\): (?P<word>.*)",
        N_("Langes Wort: %(word)s. Trennen oder erklären Sie es."),
        "prompt.{language}",
    ),
    say(
        r"the alternative text says nothing \((?P<language>\w+)\): .*",
        N_("Der Alternativtext sagt zu wenig über das Bild."),
        "alt.{language}",
    ),
    say(
        r"the alternative text only repeats the prompt \((?P<language>\w+)\)",
        N_("Der Alternativtext wiederholt nur die Aufgabe."),
        "alt.{language}",
    ),
    say(
        r"the alternative text judges instead of describing \((?P<language>\w+)\): (?P<word>.*)",
        N_("Der Alternativtext urteilt, statt zu beschreiben: %(word)s."),
        "alt.{language}",
    ),
    say(
        r"the alternative text gives the answer away \((?P<language>\w+)\): (?P<word>.*)",
        N_("Der Alternativtext verrät die Lösung: %(word)s."),
        "alt.{language}",
    ),
    say(
        r"no picture in (?P<language>\w+) beside (?P<name>.*)",
        N_("Zum Bild %(name)s fehlt das in der anderen Sprache (%(language)s)."),
        "image",
    ),
    say(
        r"two (option|target|choice)s differ in nothing but case or signs \((?P<language>\w+)\): (?P<word>.*)",
        N_("Zwei Antworten unterscheiden sich nur in Zeichen oder Groß- und Kleinschreibung: %(word)s."),
        "options",
    ),
    say(
        r"the question holds the answer \((?P<language>\w+)\): (?P<word>.*)",
        N_("In der Frage steht schon die Antwort: %(word)s."),
        "prompt.{language}",
    ),
    say(r"the question holds the number (?P<word>.*)", N_("In der Frage steht schon die Zahl %(word)s."), "prompt.de"),
    say(r"no learning outcome", N_("Es ist kein Lernergebnis genannt."), "outcomes"),
    say(
        r"the learning outcome (?P<word>.*) is not one of (?P<competence>.*)",
        N_("Das Lernergebnis %(word)s gehört nicht zur Kompetenz %(competence)s."),
        "outcomes",
    ),
    say(
        r"the right answer stands out by its length \((?P<language>\w+)\)",
        N_("Die richtige Antwort fällt durch ihre Länge auf (%(language)s)."),
        "options",
    ),
    say(
        r"choosing (?P<word>.*) everywhere earns (?P<share>\d+).*",
        N_("Wer überall %(word)s wählt, bekommt schon %(share)s %% der Punkte."),
        "scene_text",
    ),
)
