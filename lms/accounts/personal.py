"""What accounts store about people."""

from flask_babel import lazy_gettext as _

from lms.kernel.plugin import PersonalRecord

PERSONAL = (
    PersonalRecord(
        tables={
            "person": (
                "uid organisation_id unit_id login name family language password_hash session_key "
                "oidc_subject active created_at"
            ),
            "role_assignment": "person_id role unit_id",
        },
        what=_(
            "Name, Anmeldename, Organisation, Einheit, Berufsgruppe, gewählte Sprache und Rollen; vom "
            "Passwort nur ein Prüfwert."
        ),
        why=_("Anmelden und die passenden Angebote zeigen."),
        who=_("Sie selbst; wer in Ihrer Organisation Konten verwaltet."),
        kept=_("Bis das Konto gelöscht wird."),
        order=10,
    ),
    PersonalRecord(
        tables={
            "admission": "organisation_id person_id admitted_by admitted_at ended_at",
        },
        what=_("Welche Beratungsperson wann in welche Organisation eingelassen wurde und von wem."),
        why=_("Nachvollziehen, wer Zugang hatte."),
        who=_("Personalentwicklung und Verwaltung der Organisation; die Beratungsperson."),
        kept=_("Bis das Konto der Beratungsperson gelöscht wird."),
    ),
    PersonalRecord(
        tables={
            "attempt_window": "key count expires_at",
        },
        what=_(
            "Fehlgeschlagene Anmeldungen und Aufrufe mit falschen Geheimnissen, etwa von Kalenderadressen, als Zähler "
            "unter einem Prüfwert aus Konto oder Netzadresse, ohne Namen."
        ),
        why=_("Schutz vor dem Durchprobieren von Passwörtern und geheimen Adressen."),
        who=_("Niemand."),
        kept=_("Höchstens einige Stunden."),
    ),
)
