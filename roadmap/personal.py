"""What roadmaps store about people."""

from flask_babel import lazy_gettext as _

from lms.kernel.plugin import PersonalRecord

PERSONAL = (
    PersonalRecord(
        tables={
            "roadmap": (
                "uid person_id organisation_id profile start_date internal version active facts created_at completed_at"
            ),
            "roadmap_version": (
                "roadmap_id number drawn_at cause weekly_minutes start_date profile_version profile_number "
                "closed_share levels after dropped rests wishes changes conflict proposal bound_share"
            ),
            "roadmap_step": (
                "version_id position course start_date end_date minutes weekly reasons state done_at session cost"
            ),
        },
        what=_(
            "Ihr Ziel, Ihre Lernzeit, Ihre Stufen bei der Planung, was Sie selbst dazu und zur Förderung angegeben "
            "haben, und der Plan mit allen früheren Fassungen."
        ),
        why=_("Ihren Lernweg zeigen und neu planen, wenn sich etwas ändert."),
        who=_("Nur Sie."),
        kept=_("Bis Sie den Lernweg oder Ihr Konto löschen."),
    ),
    PersonalRecord(
        tables={"roadmap_offer_done": "person_id offer completed_at"},
        what=_("Welche Angebote von Bildungsträgern Sie abgeschlossen haben, wie Sie es selbst angeben."),
        why=_("Sie im Lernweg abhaken und nicht noch einmal einplanen."),
        who=_("Nur Sie."),
        kept=_("Bis Sie es zurücknehmen oder Ihr Konto gelöscht wird."),
    ),
    PersonalRecord(
        tables={"roadmap_calendar": "person_id token_hash language created_at"},
        what=_("Dass es zu Ihrem Lernweg eine geheime Kalenderadresse gibt; von der Adresse selbst nur ein Prüfwert."),
        why=_("Ihr eigener Kalender kann die Schritte abholen und aktuell halten."),
        who=_("Nur Sie und wem Sie die Adresse geben. Sie können sie jederzeit aufheben."),
        kept=_("Bis Sie die Adresse aufheben oder Ihr Konto gelöscht wird."),
    ),
)
