"""The base of all forms: German messages, and a key that lets a double submit do a thing once."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column
from wtforms import Field, HiddenField
from wtforms import Form as AnyForm
from wtforms.validators import UUID as IsUuid
from wtforms.validators import InputRequired, Length, ValidationError

from lms.kernel import clock
from lms.kernel.db import Model, UtcDateTime, db, insert_once
from lms.kernel.errors import Invalid


class Form(FlaskForm):  # type: ignore[misc]
    """A form with CSRF token. Field names are what people's browsers send; labels are German message ids."""

    def text(self, name: str) -> str:
        """What stands in the field `name`; empty where nothing does."""
        return str(self[name].data or "")

    def refuse(self, error: Invalid) -> None:
        """Show what a service found wrong at the fields it names, or above the form."""
        for name, message in error.fields.items():
            self[name].errors = [*self[name].errors, message]
        if error.message or not error.fields:
            self.form_errors.append(error.message)


class Submission(Model):
    """A form that was already carried out: sending it again leads to the same place and does nothing."""

    __tablename__ = "submission"

    key: Mapped[str] = mapped_column(String(36), primary_key=True)
    person: Mapped[str] = mapped_column(String(36))
    location: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class SentTwice(Exception):
    """Another tab carried out the same form at this moment; `location` is where it leads."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


def _fresh_key() -> str:
    return str(uuid4())


def _is_key(text: str | None) -> bool:
    try:
        return bool(text) and str(UUID(text)) == text
    except ValueError:
        return False


class OnceForm(Form):
    """A form that creates something, at most once however often it is sent."""

    once = HiddenField(default=_fresh_key, validators=[IsUuid()])
    _is_anothers = False

    def done_at(self, person: str) -> str | None:
        """Where an earlier submit of this very form led, if there was one by the same person. Ask before validating."""
        found = db.session.get(Submission, self.once.data) if _is_key(self.once.data) else None
        self._is_anothers = found is not None and found.person != person
        return found.location if found is not None and found.person == person else None

    def done(self, person: str, location: str) -> None:
        """Note, inside the transaction, that this form was carried out and leads to `location`.

        Raises SentTwice, which undoes the transaction, if another tab did it at this very moment.
        """
        if not insert_once(Submission, key=self.once.data, person=person, location=location, at=clock.now()):
            raise SentTwice(location)

    def validate_once(self, field: HiddenField) -> None:
        """Refuse a form that was carried out for somebody else; sending it again is then a form of one's own."""
        if self._is_anothers:
            field.data = _fresh_key()
            raise ValidationError(_("Dieses Formular wurde schon einmal gesendet. Senden Sie es noch einmal ab."))


class Required(InputRequired):
    """The field must be filled; `message` says with what."""

    def __init__(self, message: Any = None) -> None:
        super().__init__(message or _("Bitte füllen Sie dieses Feld aus."))


class NoLongerThan(Length):
    """At most `most` characters."""

    def __init__(self, most: int) -> None:
        super().__init__(max=most, message=_("Bitte kürzen Sie auf höchstens %(max)d Zeichen."))


def no_nul(_form: AnyForm, field: Field) -> None:
    """Refuse the NUL character, which PostgreSQL cannot store."""
    if isinstance(field.data, str) and "\x00" in field.data:
        raise ValidationError(_("Bitte entfernen Sie das Zeichen, das sich nicht darstellen lässt."))
