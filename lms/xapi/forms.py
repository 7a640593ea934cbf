"""Forms of the administration of learning records."""

from datetime import datetime, time, timedelta

from flask_babel import lazy_gettext as _
from wtforms import DateField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import Optional

from lms.kernel.clock import LOCAL
from lms.web.forms import NoLongerThan, OnceForm, Required, no_nul
from lms.xapi.scopes import LABELS


class CredentialForm(OnceForm):
    """A new credential for another system."""

    name = StringField(
        _("Name"),
        description=_("Wofür der Zugang da ist, zum Beispiel „Moodle der Volkshochschule“."),
        validators=[Required(), NoLongerThan(100), no_nul],
    )
    scopes = SelectMultipleField(
        _("Was der Zugang darf"),
        choices=[SelectChoice(scope.value, label) for scope, label in LABELS.items()],
        validators=[Required(_("Bitte wählen Sie, was der Zugang darf."))],
    )
    expires = DateField(
        _("Gültig bis einschließlich"),
        description=_("Leer heißt: bis zum Widerruf."),
        validators=[Optional()],
    )

    @property
    def expires_at(self) -> datetime | None:
        """The first moment at which the credential no longer counts: the end of the chosen day in the city."""
        day = self.expires.data
        return datetime.combine(day + timedelta(days=1), time(), LOCAL) if day else None
