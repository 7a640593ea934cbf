"""Forms of retention and of removing a person."""

from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import NumberRange, Optional

from lms.web.forms import Form, NoLongerThan, Required, no_nul
from lms.xapi.models import LONGEST_KEY
from lms.xapi.naming import LONGEST
from lms.xapi.retention import MOST_MONTHS
from lms.xapi.retention_models import Action, Kept

KEPT_LABELS = {
    Kept.STATEMENTS: _("Lernnachweise"),
    Kept.DOCUMENTS: _("Zwischenstände und Profile (Dokumente)"),
    Kept.ATTACHMENTS: _("Dateien von Anhängen"),
}
ACTION_LABELS = {
    Action.DELETE: _("löschen"),
    Action.PSEUDONYMISE: _("ohne Namen behalten (pseudonymisieren)"),
}


class RuleForm(Form):
    """A new rule."""

    kept = RadioField(
        _("Was"),
        choices=[SelectChoice(each.value, label) for each, label in KEPT_LABELS.items()],
        default=Kept.STATEMENTS.value,
        validators=[Required()],
    )
    verb = StringField(
        _("Nur diese Tätigkeit"),
        description=_(
            "Zum Beispiel „abgeschlossen“, oder die Kennung eines Verbs. "
            "Leer heißt: alle Tätigkeiten, für die es keine eigene Regel gibt."
        ),
        validators=[Optional(), NoLongerThan(LONGEST_KEY), no_nul],
    )
    months = IntegerField(
        _("Nach so vielen Monaten"),
        description=_("Gezählt ab dem Tag, an dem es hier gespeichert wurde."),
        validators=[
            Required(),
            NumberRange(1, MOST_MONTHS, message=_("Bitte geben Sie 1 bis %(max)s Monate an.")),
        ],
    )
    action = RadioField(
        _("Was dann geschieht"),
        choices=[SelectChoice(each.value, label) for each, label in ACTION_LABELS.items()],
        default=Action.PSEUDONYMISE.value,
        validators=[Required()],
    )


class PersonForm(Form):
    """Who is to be removed. Part of an address, which changes nothing and needs no token."""

    class Meta:
        """See above."""

        csrf = False

    wer = StringField(
        _("Konto oder E-Mail-Adresse"),
        description=_(
            "Wie die Person in den Lernnachweisen steht. Mehrere Namen derselben Person trennen Sie mit Komma."
        ),
        validators=[Required(_("Bitte nennen Sie ein Konto oder eine E-Mail-Adresse.")), NoLongerThan(LONGEST), no_nul],
    )
