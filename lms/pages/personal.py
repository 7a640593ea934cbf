"""What reports of barriers store about people."""

from flask_babel import lazy_gettext as _

from lms.kernel.plugin import PersonalRecord

PERSONAL = (
    PersonalRecord(
        tables={
            "barrier_report": "organisation_id page message contact created_at done_at",
        },
        what=_("Ihre Meldung einer Barriere und, wenn Sie sie angeben, wie man Sie erreicht."),
        why=_("Die Barriere beheben und Ihnen antworten."),
        who=_("Verwaltung und Redaktion Ihrer Organisation."),
        kept=_("Bis die Meldung gelöscht wird."),
    ),
)
