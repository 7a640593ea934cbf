"""What forms store about people."""

from flask_babel import lazy_gettext as _

from lms.kernel.plugin import PersonalRecord

PERSONAL = (
    PersonalRecord(
        tables={
            "submission": "key person location at",
        },
        what=_("Dass ein Formular abgeschickt wurde, mit der Kennung des Kontos und der Adresse, zu der es führte."),
        why=_("Ein Doppelklick soll nichts zweimal auslösen."),
        who=_("Niemand."),
        kept=_("Bis der Betrieb alte Einträge löscht."),
        order=900,
    ),
)
