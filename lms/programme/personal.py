"""What the training programme stores about people."""

from flask_babel import lazy_gettext as _

from lms.kernel.plugin import PersonalRecord

PERSONAL = (
    PersonalRecord(
        tables={
            "programme_enrolment": "organisation_id session_id person_id state turn asked_at changed_at news",
        },
        what=_(
            "Für welche Seminartermine Sie sich angemeldet oder abgemeldet haben, ob Sie einen Platz haben oder "
            "warten, und ob Sie da waren."
        ),
        why=_("Plätze gerecht vergeben, Sie über Änderungen unterrichten und die Teilnahme anerkennen."),
        who=_("Sie selbst; wer in Ihrer Organisation das Programm plant. Vorgesetzte sehen es nicht."),
        kept=_("Zwei Jahre nach dem Termin, längstens bis das Konto gelöscht wird."),
    ),
)
