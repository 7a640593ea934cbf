"""What the check stores about people."""

from flask_babel import lazy_gettext as _

from lms.kernel.plugin import PersonalRecord

_UNTIL_DELETED = _("Bis Sie den Durchgang oder Ihr Konto löschen.")

PERSONAL = (
    PersonalRecord(
        tables={
            "check_run": (
                "uid person_id organisation_id framework_id family item_order state started_at finished_at "
                "shared_at clarified_at clarifying clarify_from engine bank"
            ),
            "check_answer": "run_id item_id item_version response score answered_at seconds",
            "check_estimate": "run_id scope code theta se level low high tasks task_theta task_se",
        },
        what=_(
            "Ihre Selbsteinschätzung, Ihre Antworten mit der gebrauchten Zeit und Ihr Ergebnis: "
            "Stufen mit ihrer Unsicherheit."
        ),
        why=_("Ihr Ergebnis zeigen und Ihnen nächste Schritte vorschlagen."),
        who=_(
            "Nur Sie, solange Sie es nicht selbst teilen. Vorgesetzte, Personalentwicklung und "
            "Verwaltung sehen es nicht."
        ),
        kept=_UNTIL_DELETED,
    ),
    PersonalRecord(
        tables={
            "check_team_snapshot": "uid organisation_id framework_id label taken_at smallest body",
            "check_snapshot_member": "snapshot_id token unit_id",
        },
        what=_(
            "Mittelwerte von Einheiten zu einem Stichtag aus Ergebnissen, die ohne Namen geteilt "
            "wurden; dazu ein Prüfwert je Ergebnis, der keiner Person zugeordnet werden kann."
        ),
        why=_("Zeigen, wo Einheiten stehen, ohne dass sich Zahlen über wenige Personen errechnen lassen."),
        who=_("Die Personalentwicklung sieht Mittelwerte ab der kleinsten Gruppe; die Prüfwerte sieht niemand."),
        kept=_("Dauerhaft, als Vergleich über die Zeit."),
    ),
    PersonalRecord(
        tables={
            "check_grant": "uid run_id adviser_id granted_at expires_at withdrawn_at withdrawn_by",
            "check_viewing": "grant_id seen_at",
        },
        what=_("Wem Sie ein Ergebnis geöffnet haben, wie lange, und wann es angesehen wurde."),
        why=_("Eine Beratung, die Sie selbst gewählt haben, und der Nachweis darüber."),
        who=_("Sie und die Person, der Sie das Ergebnis geöffnet haben."),
        kept=_UNTIL_DELETED,
    ),
)
