"""The ADL vocabulary: the verbs and activity types that nearly everybody uses.

https://github.com/adlnet/xapi-authored-profiles/tree/master/adl
"""

from lms.xapi.vocabulary.terms import ActivityType, Verb, named

SOURCE = "https://w3id.org/xapi/adl"
_VERBS = "http://adlnet.gov/expapi/verbs/"
_TYPES = "http://adlnet.gov/expapi/activities/"


def _verb(name: str, de: str) -> Verb:
    return Verb(_VERBS + name, named(de, name), SOURCE)


def _type(name: str, de: str) -> ActivityType:
    return ActivityType(_TYPES + name, named(de, name), SOURCE)


ANSWERED = _verb("answered", "beantwortet")
ASKED = _verb("asked", "gefragt")
ATTEMPTED = _verb("attempted", "begonnen")
ATTENDED = _verb("attended", "besucht")
COMMENTED = _verb("commented", "kommentiert")
COMPLETED = _verb("completed", "abgeschlossen")
EXITED = _verb("exited", "verlassen")
EXPERIENCED = _verb("experienced", "angesehen")
FAILED = _verb("failed", "nicht bestanden")
IMPORTED = _verb("imported", "importiert")
INITIALIZED = _verb("initialized", "gestartet")
INTERACTED = _verb("interacted", "benutzt")
LAUNCHED = _verb("launched", "aufgerufen")
MASTERED = _verb("mastered", "gemeistert")
PASSED = _verb("passed", "bestanden")
PREFERRED = _verb("preferred", "bevorzugt")
PROGRESSED = _verb("progressed", "fortgesetzt")
REGISTERED = _verb("registered", "gebucht")
RESPONDED = _verb("responded", "erwidert")
RESUMED = _verb("resumed", "wieder aufgenommen")
SCORED = _verb("scored", "gewertet")
SHARED = _verb("shared", "geteilt")
SUSPENDED = _verb("suspended", "unterbrochen")
TERMINATED = _verb("terminated", "beendet")
VOIDED = _verb("voided", "für ungültig erklärt")

ASSESSMENT = _type("assessment", "Test")
ATTEMPT = _type("attempt", "Versuch")
COURSE = _type("course", "Kurs")
FILE = _type("file", "Datei")
INTERACTION = _type("interaction", "Interaktion")
LESSON = _type("lesson", "Lektion")
LINK = _type("link", "Verweis")
MEDIA = _type("media", "Medium")
MEETING = _type("meeting", "Treffen")
MODULE = _type("module", "Abschnitt")
OBJECTIVE = _type("objective", "Ziel")
PERFORMANCE = _type("performance", "Handlung")
PROFILE = _type("profile", "Profil")
QUESTION = _type("question", "Frage")
SIMULATION = _type("simulation", "Simulation")
CMI_INTERACTION = ActivityType(
    _TYPES + "cmi.interaction",
    named("Aufgabe", "interaction"),
    "https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#interaction-activities",
)
