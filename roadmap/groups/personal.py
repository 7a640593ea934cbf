"""What joint plans store about people."""

from flask_babel import lazy_gettext as _

from lms.kernel.plugin import PersonalRecord

PERSONAL = (
    PersonalRecord(
        tables={"roadmap_group_person": "group_id person_id shows_courses joined_at part preview"},
        what=_("Dass Sie an einem gemeinsamen Plan teilnehmen, ob Sie Ihre Kurse zeigen, und Ihr Teil des Plans."),
        why=_("Budget und Plätze gemeinsam planen. Nur mit Ihrer Zustimmung."),
        who=_(
            "Nur Sie. Personalentwicklung und eingelassene Beratung sehen Ihren Namen und Ihre Kurse nur, wenn Sie "
            "das erlauben, und nie Ihre Stufen."
        ),
        kept=_("Bis Sie die Teilnahme zurücknehmen, der Plan beendet oder Ihr Konto gelöscht wird."),
    ),
    PersonalRecord(
        tables={
            "roadmap_group_result": "group_id number made_at body",
            "roadmap_group_counted": "result_id token unit_id",
            "roadmap_gain_counted": "since course competence token",
        },
        what=_(
            "Wie viele Personen welches Seminar brauchen und was Kurse ihnen brachten, nur für Gruppen ab der "
            "kleinsten erlaubten Größe; dazu Prüfwerte der mitgezählten Ergebnisse, aus denen sich niemand finden "
            "lässt."
        ),
        why=_("Das nächste Programm planen, ohne dass zwei Stände zusammen Einzelne verraten."),
        who=_("Die Zahlen: Personalentwicklung und eingelassene Beratung. Die Prüfwerte: niemand."),
        kept=_("Solange es die Organisation auf der Plattform gibt."),
    ),
)
