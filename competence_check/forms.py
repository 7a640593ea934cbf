"""Forms of the check."""

from flask_babel import lazy_gettext as _
from wtforms import DateField, HiddenField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length

from lms.web.forms import Form, NoLongerThan, OnceForm, Required, no_nul


class BeginForm(OnceForm):
    """Which part of work one does, so that tasks fit. Choices are set by the view."""

    family = SelectField(_("Was passt am besten zu Ihrer Arbeit?"), default="")


class AnswerForm(Form):
    """An answer. What is answered differs by format and is read by `competence_check.tasks`.

    item: which question the person saw; after a task was withdrawn another one stands at its place.
    """

    version = HiddenField()
    item = HiddenField()

    def shown_version(self) -> int:
        """The version of the item that the person saw; 0 if the field was tampered with."""
        return _number(self.version.data)

    def is_about(self, item_id: int) -> bool:
        """Whether the form was shown for that item; a form that says nothing is about whatever stands at its place."""
        return not self.item.data or _number(self.item.data) == item_id


def _number(typed: str | None) -> int:
    return int(typed) if typed and typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class EntrustForm(Form):
    """To whom a result is opened, and for how long. confirmed: the uid of the adviser whose name was shown."""

    login = StringField(
        _("Anmeldung der Beraterin oder des Beraters"),
        validators=[InputRequired(_("Bitte geben Sie an, wer Ihr Ergebnis sehen soll.")), Length(max=200)],
        description=_("Personalnummer oder E-Mail-Adresse, wie bei der Anmeldung."),
    )
    days = RadioField(
        _("Wie lange?"),
        choices=[
            SelectChoice("7", _("eine Woche")),
            SelectChoice("30", _("30 Tage")),
            SelectChoice("90", _("90 Tage")),
        ],
        default="30",
    )
    confirmed = HiddenField()


class CampaignForm(OnceForm):
    """An invitation to the check. Choices of units and frameworks are set by the view."""

    name = StringField(
        _("Name der Einladung"),
        validators=[Required(_("Geben Sie der Einladung einen Namen.")), NoLongerThan(120), no_nul],
        description=_("Zum Beispiel „Bestandsaufnahme Herbst“."),
    )
    framework = SelectField(_("Zu welchem Check?"))
    ends_on = DateField(_("Bis zum"), validators=[Required(_("Wählen Sie den letzten Tag."))])
    units = SelectMultipleField(
        _("Welche Einheiten?"),
        coerce=int,
        description=_("Jede Einheit mit allen darunter. Ohne Auswahl sind alle eingeladen."),
    )
