"""Forms around the editor; the editor's own fields are those of `competence_check.authoring.fields`."""

from flask_babel import lazy_gettext as _
from wtforms import FileField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from lms.web.forms import Form, NoLongerThan, OnceForm, Required, no_nul


class NewTaskForm(OnceForm):
    """What a new task is about and what one does in it. Choices are set by the view."""

    place = SelectField(_("Kompetenz"))
    format = RadioField(_("Was tun die Leute?"), validators=[Required(_("Wählen Sie, was man in der Aufgabe tut."))])
    surface = SelectField(
        _("Oberfläche"),
        description=_("Nur für „in einer Oberfläche handeln“. Der Entwurf beginnt mit einem Beispiel."),
    )


class DraftForm(Form):
    """The frame of the editor. revision: of the draft when the form was opened."""

    revision = HiddenField()

    def opened(self) -> int:
        """The revision; 0 if the field was tampered with."""
        typed = self.revision.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


class SignedForm(DraftForm):
    """Something that becomes part of a task's history."""

    by = StringField(
        _("Wer hat das geprüft?"),
        validators=[Required(_("Nennen Sie eine Rolle oder Stelle.")), NoLongerThan(120), no_nul],
        description=_("Eine Rolle oder Stelle, kein Name. Steht im Verlauf der Aufgabe."),
    )
    note = TextAreaField(
        _("Was ist neu?"),
        validators=[NoLongerThan(500), no_nul],
        description=_("Ein Satz für alle, die später wissen wollen, warum."),
    )


class ImportForm(OnceForm):
    """A QTI file and what its items do not say themselves. Choices are set by the view."""

    file = FileField(_("Datei"), validators=[Required(_("Wählen Sie eine Datei."))])
    place = SelectField(_("Kompetenz"), description=_("Für Aufgaben, die keine nennen."))
    band = RadioField(_("Stufe"), default="intermediate", description=_("Für Aufgaben, die keine nennen."))
    language = RadioField(
        _("Sprache"),
        choices=[SelectChoice("de", _("Deutsch")), SelectChoice("en", _("Englisch"))],
        default="de",
        description=_("Für Aufgaben, die keine nennen."),
    )
