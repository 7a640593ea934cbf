"""Forms of the administration of learning records."""

from datetime import datetime, time, timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    Field,
    PasswordField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import Form as AnyForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import Optional, StopValidation

from lms.kernel.clock import LOCAL
from lms.web.forms import Form, NoLongerThan, OnceForm, Required, no_nul
from lms.xapi.credentials import LONGEST_CLIENT
from lms.xapi.models import Target
from lms.xapi.scopes import LABELS
from lms.xapi.targets import Wish


class CredentialForm(OnceForm):
    """A new access for another system."""

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
    recognises_resends = BooleanField(
        _("Das System ist ein Moodle: erneut Gesendetes erkennen"),
        description=_(
            "Moodle sendet noch einmal, wenn unsere Antwort verloren ging. Mit diesem Haken entsteht daraus kein "
            "zweiter Lernnachweis. Für Systeme, die ihren Lernnachweisen selbst eine Kennung geben, ist er unnötig."
        ),
    )
    expires = DateField(
        _("Gültig bis einschließlich"),
        description=_("Leer heißt: bis zum Widerruf."),
        validators=[Optional()],
    )
    client_id = StringField(
        _("Kennung bei der Anmeldung der Stadt (client_id)"),
        description=_(
            "Nur für Systeme, die mit einem Token der Stadt kommen (OAuth 2). Ein Geheimnis gibt es dann hier nicht."
        ),
        validators=[NoLongerThan(LONGEST_CLIENT), no_nul],
    )

    @property
    def expires_at(self) -> datetime | None:
        """The first moment at which the access no longer counts: the end of the chosen day in the city."""
        day = self.expires.data
        return datetime.combine(day + timedelta(days=1), time(), LOCAL) if day else None


class SecretForm(Form):
    """The secret of an access, to try it."""

    secret = PasswordField(
        _("Geheimnis"),
        description=_("Wir speichern es auch jetzt nicht."),
        validators=[Required(), NoLongerThan(200), no_nul],
    )


class PastForm(Form):
    """From when on stored statements are sent."""

    since = DateField(_("Ab dem Tag"), description=_("Leer heißt: alles."), validators=[Optional()])


def day_if_wanted(form: AnyForm, field: Field) -> None:
    """Ask for the day where only part of the past is wanted."""
    if form["past"].data == "since" and not any(field.raw_data or ()):
        raise StopValidation(gettext("Bitte geben Sie den Tag an."))


class TargetForm(OnceForm):
    """A target of the forwarding. An empty secret stays what it was."""

    name = StringField(
        _("Name"),
        description=_("Zum Beispiel „Learning Record Store des Landes“."),
        validators=[Required(), NoLongerThan(100), no_nul],
    )
    endpoint = StringField(
        _("Adresse (Endpoint)"),
        description=_("Der Teil vor „/statements“, zum Beispiel https://lrs.example.org/xapi."),
        validators=[Required(), NoLongerThan(500), no_nul],
    )
    key = StringField(
        _("Schlüssel"),
        description=_("Schlüssel und Geheimnis bekommen Sie vom Betreiber des Ziels."),
        validators=[Required(), NoLongerThan(200), no_nul],
    )
    secret = PasswordField(_("Geheimnis"), validators=[NoLongerThan(500), no_nul])
    verbs = TextAreaField(
        _("Nur diese Verben"),
        description=_("Eine Kennung je Zeile. Leer heißt: alle."),
        validators=[NoLongerThan(20_000), no_nul],
    )
    activities = TextAreaField(
        _("Nur diese Aktivitäten"),
        description=_("Eine Kennung je Zeile, zum Beispiel die Adresse eines Kurses. Leer heißt: alle."),
        validators=[NoLongerThan(100_000), no_nul],
    )
    with_parts = BooleanField(_("Auch alles, was innerhalb dieser Aktivitäten geschieht"))

    @classmethod
    def of(cls, target: Target) -> "TargetForm":
        """The form with what is set now."""
        values: dict[str, Any] = {
            "name": target.name,
            "endpoint": target.endpoint,
            "key": target.key,
            "verbs": "\n".join(target.verbs),
            "activities": "\n".join(target.activities),
            "with_parts": target.with_parts,
        }
        return cls(formdata=None, data=values)

    @property
    def wish(self) -> Wish:
        """What was entered."""
        return Wish(
            name=self.text("name"),
            endpoint=self.text("endpoint").strip(),
            key=self.text("key"),
            secret=self.text("secret"),
            verbs=_lines(self.text("verbs")),
            activities=_lines(self.text("activities")),
            with_parts=bool(self.with_parts.data),
        )


class NewTargetForm(TargetForm):
    """A new target: with a secret, and with what is stored already, if wanted."""

    secret = PasswordField(_("Geheimnis"), validators=[Required(), NoLongerThan(500), no_nul])
    past = RadioField(
        _("Was schon gespeichert ist"),
        choices=[
            SelectChoice("none", _("nicht senden")),
            SelectChoice("all", _("alles senden")),
            SelectChoice("since", _("ab einem Tag senden")),
        ],
        default="none",
    )
    past_since = DateField(_("Ab dem Tag"), validators=[day_if_wanted, Optional()])

    @property
    def since(self) -> datetime | None:
        """From when on the past is wanted; None for all of it."""
        day = self.past_since.data if self.past.data == "since" else None
        return datetime.combine(day, time(), LOCAL) if day else None


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
