"""What the administration asked to see of the statements, and how each appears in a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

import orjson
from flask import request
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from wtforms import DateField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import Optional

from lms.kernel.clock import LOCAL
from lms.kernel.db import db
from lms.kernel.errors import Invalid
from lms.kernel.i18n import text
from lms.web.forms import Form, NoLongerThan, no_nul
from lms.xapi.agents import public_url
from lms.xapi.choosing import PLATFORM_ITSELF, Selected, Selection, Voided
from lms.xapi.models import Credential
from lms.xapi.naming import LONGEST, identity_named
from lms.xapi.rules.identity import identity
from lms.xapi.sentences import sentence
from lms.xapi.vocabulary.known import VERBS

PLATFORM_LABEL = _("Lernlotse selbst")


def number_in(name: str) -> int | None:
    """The number that the parameter `name` of the address holds; None if it holds none that a table could have."""
    asked = request.args.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None


class FilterForm(Form):
    """What to look for; all of it may stay empty. The fields are parts of an address that one can keep."""

    class Meta:
        """An address carries no token: it changes nothing."""

        csrf = False

    wer = StringField(
        _("Person"),
        description=_("Konto oder E-Mail-Adresse"),
        validators=[Optional(), NoLongerThan(LONGEST), no_nul],
    )
    verb = SelectField(
        _("Tätigkeit"), default="", validate_choice=False, validators=[Optional(), NoLongerThan(LONGEST), no_nul]
    )
    was = StringField(
        _("Gegenstand"),
        description=_("Adresse, zum Beispiel /kurse/zoom"),
        validators=[Optional(), NoLongerThan(LONGEST), no_nul],
    )
    von = DateField(_("Gespeichert ab"), validators=[Optional()])
    bis = DateField(_("Gespeichert bis einschließlich"), validators=[Optional()])
    quelle = SelectField(_("Quelle"), default="")
    ungueltig = SelectField(
        _("Für ungültig erklärte"),
        choices=[
            SelectChoice(Voided.BOTH.value, _("mit anzeigen")),
            SelectChoice(Voided.NO.value, _("ausblenden")),
            SelectChoice(Voided.YES.value, _("nur diese")),
        ],
        default=Voided.BOTH.value,
    )

    def offer(self, sources: Mapping[int, str]) -> None:
        """Fill the lists to choose from; a verb that was asked for is in it, known or not."""
        known = [SelectChoice(id, text(verb.display)) for id, verb in VERBS.items()]
        asked = self.text("verb")
        unknown = [SelectChoice(asked, asked)] if asked and asked not in VERBS else []
        self["verb"].choices = [SelectChoice("", _("alle")), *unknown, *sorted(known, key=lambda each: str(each.label))]
        own = [SelectChoice(str(id), name) for id, name in sources.items()]
        self["quelle"].choices = [SelectChoice("", _("alle")), *own]

    def selection(self, organisation_id: int) -> Selection:
        """What was asked for. Raises Invalid where it names nobody."""
        home, source = public_url(), self.text("quelle")
        thing = self.text("was").strip()
        try:
            agent = identity_named(self.text("wer"), home) if self.text("wer").strip() else None
        except Invalid as error:
            raise Invalid(fields={"wer": error.message}) from None
        return Selection(
            organisation_id=organisation_id,
            agent=agent,
            verb=self.text("verb") or None,
            activity=(f"{home}{thing}" if thing.startswith("/") else thing) or None,
            since=self._beginning(self["von"], 0),
            until=self._beginning(self["bis"], 1),
            credential_id=int(source) if source else None,
            voided=Voided(self.text("ungueltig")),
        )

    def _beginning(self, field: DateField, days: int) -> datetime | None:
        """The last moment before the day in the field, so many days later; bounds exclude the earlier end."""
        if field.data is None:
            return None
        day = datetime.combine(field.data + timedelta(days=days), time(), LOCAL).astimezone(UTC)
        return day - timedelta(microseconds=1)

    def asked(self) -> dict[str, str]:
        """What was asked for as parts of an address."""
        found = {field.name: str(field.raw_data[0]) for field in self if field.raw_data}
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True)
class Shown:
    """A statement in a list. agent: its identity; activity: its identifier; empty where there is none to follow."""

    id: str
    stored: datetime
    said: str
    voided: bool
    source: str
    agent: str
    activity: str


def shown(row: Selected, sources: Mapping[int, str]) -> Shown:
    """How a statement appears in a list."""
    content: Mapping[str, Any] = orjson.loads(row.payload)
    return Shown(
        id=content["id"],
        stored=row.stored,
        said=sentence(content),
        voided=row.voided,
        source=sources.get(row.credential_id or PLATFORM_ITSELF, ""),
        agent=identity(content["actor"]),
        activity=_activity(content),
    )


def _activity(content: Mapping[str, Any]) -> str:
    thing = content["object"]
    return str(thing["id"]) if thing.get("objectType", "Activity") == "Activity" else ""


def sources_of(organisation_id: int) -> dict[int, str]:
    """Where statements of an organisation can come from: the platform itself, and every credential, by number."""
    query = select(Credential.id, Credential.name).where(Credential.organisation_id == organisation_id)
    return {PLATFORM_ITSELF: str(PLATFORM_LABEL), **dict(db.session.execute(query.order_by(Credential.name)).all())}
