"""What background jobs store about people."""

from flask_babel import lazy_gettext as _

from lms.kernel.plugin import PersonalRecord

PERSONAL = (
    PersonalRecord(
        tables={
            "job": (
                "uid organisation_id person_id kind key language state arguments checkpoint result "
                "progress told attempts claimed_by claimed_until created_at finished_at"
            ),
        },
        what=_("Dass für Sie etwas berechnet wird, was dafür nötig ist, und das Ergebnis."),
        why=_("Längere Berechnungen, zum Beispiel der genaue Lernweg, laufen im Hintergrund."),
        who=_("Nur Sie."),
        kept=_("Bis das Konto gelöscht wird."),
        order=900,
    ),
)
