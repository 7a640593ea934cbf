"""What learning stores about people."""

from flask_babel import lazy_gettext as _

from lms.kernel.plugin import PersonalRecord

PERSONAL = (
    PersonalRecord(
        tables={
            "course_progress": (
                "organisation_id person_id course_id registration opened_at last_step_id last_at completed_at"
            ),
            "step_progress": "progress_id step_id completed_at",
        },
        what=_("Welche Kurse und Schritte Sie geöffnet und abgeschlossen haben, mit Zeitpunkt."),
        why=_("Weiterlernen, wo Sie aufgehört haben; Berichte in Zahlen."),
        who=_("Nur Sie."),
        kept=_("Bis das Konto gelöscht wird."),
    ),
)
