"""Forms about accounts."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import EqualTo, Optional

from lms.kernel.access import Role
from lms.web.forms import Form, NoLongerThan, OnceForm, Required, no_nul

ROLE_NAMES = {
    Role.GUEST: _("Gast"),
    Role.EMPLOYEE: _("Beschäftigte Person"),
    Role.MANAGER: _("Leitung einer Einheit"),
    Role.HR: _("Personalentwicklung"),
    Role.AUTHOR: _("Redaktion"),
    Role.PROGRAMME: _("Fortbildungsbüro"),
    Role.ADMIN: _("Administration"),
    Role.CONSULTANT: _("Beratung von Betrieben"),
}


class SignInForm(Form):
    """Personnel number or e-mail address, and password."""

    login = StringField(
        _("Personalnummer oder E-Mail-Adresse"),
        validators=[
            Required(_("Geben Sie Ihre Personalnummer oder E-Mail-Adresse ein.")),
            NoLongerThan(200),
            no_nul,
        ],
    )
    password = PasswordField(_("Passwort"), validators=[Required(_("Geben Sie Ihr Passwort ein.")), NoLongerThan(200)])
    next = HiddenField()
    carried = HiddenField()


class PasswordForm(Form):
    """A new password."""

    current_password = PasswordField(_("Jetziges Passwort"), validators=[Required(), NoLongerThan(200)])
    new_password = PasswordField(
        _("Neues Passwort"),
        description=_("Mindestens 12 Zeichen. Gut zu merken sind vier Wörter hintereinander."),
        validators=[Required(), NoLongerThan(200)],
    )
    repeated_password = PasswordField(
        _("Neues Passwort noch einmal"),
        validators=[Required(), EqualTo("new_password", _("Die beiden neuen Passwörter sind verschieden."))],
    )


class LanguageForm(Form):
    """The language of one's account."""

    language = SelectField(
        _("Sprache der Seiten"),
        choices=[
            SelectChoice("", _("wie im Browser eingestellt")),
            SelectChoice("de", "Deutsch"),
            SelectChoice("en", "English"),
        ],
    )


class PersonForm(OnceForm):
    """An account, seen by the administration."""

    login = StringField(_("Personalnummer oder E-Mail-Adresse"), validators=[Required(), NoLongerThan(200), no_nul])
    name = StringField(_("Name"), validators=[Required(), NoLongerThan(200), no_nul])
    unit = SelectField(_("Organisationseinheit"), coerce=int, validators=[Optional()])
    roles = SelectMultipleField(
        _("Rollen"),
        choices=[SelectChoice(role.value, name) for role, name in ROLE_NAMES.items()],
        validators=[Required()],
    )
    active = BooleanField(_("Konto ist aktiv"), default=True)

    def wanted_roles(self) -> frozenset[Role]:
        """The ticked roles."""
        return frozenset(Role(role) for role in self.roles.data or [])


class AdmissionForm(Form):
    """Let a consultant in."""

    login = StringField(
        _("Anmeldung der Beratungsperson"),
        description=_("Die Beratungsperson nennt sie Ihnen."),
        validators=[Required(), NoLongerThan(200), no_nul],
    )
