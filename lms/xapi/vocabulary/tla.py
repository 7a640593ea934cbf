"""The Master Object Model of the Total Learning Architecture: how learning is planned, and what it is aimed
at.

https://github.com/vbhayden/tla-mom-proto
"""

from lms.xapi.vocabulary.terms import ActivityType, Extension, Verb, named

SOURCE = "https://w3id.org/xapi/tla"
_VERBS = "https://w3id.org/xapi/tla/verbs/"
_TYPES = "https://w3id.org/xapi/tla/activity-types/"


def _verb(name: str, de: str) -> Verb:
    return Verb(_VERBS + name, named(de, name), SOURCE)


def _type(name: str, de: str, en: str) -> ActivityType:
    return ActivityType(_TYPES + name, named(de, en), SOURCE)


APPRAISED = _verb("appraised", "eingeschätzt")
APPROVED = _verb("approved", "genehmigt")
ASSERTED = _verb("asserted", "nachgewiesen")
ASSESSED = _verb("assessed", "bewertet")
CERTIFIED = _verb("certified", "zertifiziert")
DESELECTED = _verb("deselected", "abgewählt")
EVALUATED = _verb("evaluated", "ausgewertet")
EXPLORED = _verb("explored", "erkundet")
INFERRED = _verb("inferred", "abgeleitet")
LOCATED = _verb("located", "gefunden")
ORGANIZED = _verb("organized", "geordnet")
PLANNED = _verb("planned", "geplant")
PROJECTED = _verb("projected", "vorgeschlagen bekommen")
QUALIFIED = _verb("qualified", "sich qualifiziert für")
RECOMMENDED = _verb("recommended", "empfohlen")
SCHEDULED = _verb("scheduled", "terminiert")
SELECTED = _verb("selected", "ausgewählt")
SURVEYED = _verb("surveyed", "befragt")
VALIDATED = _verb("validated", "bestätigt")
VERIFIED = _verb("verified", "geprüft")

ACTIVITY = _type("activity", "Lernaktivität", "learning activity")
ASSESSMENT = _type("assessment", "Test", "assessment")
BADGE = _type("badge", "Abzeichen", "badge")
CAREER = _type("career", "Laufbahn", "career")
COMPETENCY = _type("competency", "Kompetenz", "competency")
CONTENT_SET = _type("content_set", "Zusammenstellung von Inhalten", "content set")
CREDENTIAL = _type("credential", "Nachweis", "credential")
JOB = _type("job_duty_gig", "Aufgabe im Beruf", "job, duty or gig")

CONFIDENCE = Extension("https://w3id.org/xapi/tla/extensions/confidence", "how sure an assertion is, 0 to 1", SOURCE)
DUE_DATE = Extension("https://w3id.org/xapi/tla/extensions/due_date", "until when something is to be done", SOURCE)
REASON = Extension("https://w3id.org/xapi/tla/extensions/reason", "why something was decided", SOURCE)
RECOMMENDATION_ORDER = Extension(
    "https://w3id.org/xapi/tla/extensions/recommendation_order",
    "the place in a list of recommendations",
    SOURCE,
)
