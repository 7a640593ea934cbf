"""What the record store keeps about people."""

from flask_babel import lazy_gettext as _

from lms.kernel.plugin import PersonalRecord

PERSONAL = (
    PersonalRecord(
        tables={
            "statement": (
                "organisation_id statement_id actor verb activity authority registration target "
                "timestamp stored voided credential_id payload segment"
            ),
            "statement_relation": "organisation_id kind value seq segment",
            "xapi_document": (
                "organisation_id kind shelf place agent activity registration name content content_type etag updated_at"
            ),
        },
        what=_(
            "Lernnachweise: Eine zufällige Kennung hat wann welchen Kurs, welche Aufgabe oder welchen "
            "Lernweg begonnen oder abgeschlossen. Kein Name, keine Antwort, keine Stufe."
        ),
        why=_("Nachweis und Auswertung in Zahlen; Weitergabe an das Lernsystem der Stadt."),
        who=_("Die Verwaltung der Lernnachweise."),
        kept=_("So lange, wie die Regeln zur Aufbewahrung es sagen; auf Wunsch wird die Kennung entfernt."),
    ),
)
