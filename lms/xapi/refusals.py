"""What was refused to a system lately, in plain words."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from enum import StrEnum

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from sqlalchemy import func, select

from lms.kernel import clock
from lms.kernel.db import db
from lms.xapi.callers import Denial
from lms.xapi.refusal_models import Refusal

# So many are kept for each credential.
KEPT = 50
LATELY = timedelta(days=7)


class Kind(StrEnum):
    """Why a request was refused. The first ones are those of `callers.Denial`."""

    NOTHING_SENT = Denial.NOTHING_SENT
    UNKNOWN_KEY = Denial.UNKNOWN_KEY
    WRONG_SECRET = Denial.WRONG_SECRET
    REVOKED = Denial.REVOKED
    EXPIRED = Denial.EXPIRED
    BAD_TOKEN = Denial.BAD_TOKEN
    SCOPE = "scope"
    VERSION = "version"
    CONTENT_TYPE = "content-type"
    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    CONFLICT = "conflict"
    STATEMENT = "statement"
    REQUEST = "request"


_SENTENCES: dict[Kind, LazyString] = {
    Kind.NOTHING_SENT: _("Es kamen weder Schlüssel noch Geheimnis an. Vielleicht entfernt ein Proxy sie."),
    Kind.UNKNOWN_KEY: _("Den Schlüssel gibt es nicht."),
    Kind.WRONG_SECRET: _("Das Geheimnis ist falsch. Legen Sie einen neuen Zugang an, wenn Sie es nicht mehr haben."),
    Kind.REVOKED: _("Der Zugang ist widerrufen. Legen Sie einen neuen an."),
    Kind.EXPIRED: _("Der Zugang ist abgelaufen. Legen Sie einen neuen an."),
    Kind.BAD_TOKEN: _("Das Token gilt hier nicht."),
    Kind.SCOPE: _("Der Zugang darf das nicht. Legen Sie einen an, der es darf."),
    Kind.VERSION: _("Die Kopfzeile mit der xAPI-Version fehlt oder nennt eine Version, die es hier nicht gibt."),
    Kind.CONTENT_TYPE: _("Das System sagt nicht, dass es JSON schickt."),
    Kind.TOO_LARGE: _("Die Anfrage war zu groß. Stellen Sie im System kleinere Pakete ein."),
    Kind.TOO_MANY: _("Das System fragt zu oft."),
    Kind.CONFLICT: _("Unter dieser Kennung gibt es schon einen anderen Lernnachweis."),
    Kind.STATEMENT: _("Ein Lernnachweis hält die Regeln von xAPI nicht ein. Aus dem Paket wurde nichts gespeichert."),
    Kind.REQUEST: _("Die Anfrage hält die Regeln von xAPI nicht ein."),
}


def told(refusal: Refusal) -> str:
    """Why it was refused, in the language of the reader."""
    return str(_SENTENCES[Kind(refusal.kind)])


def place(refusal: Refusal) -> str:
    """Where the fault lies: which statement of the request, and which property."""
    which = "" if refusal.index is None else gettext("Lernnachweis Nummer %(number)s", number=refusal.index + 1)
    return ", ".join(part for part in (which, refusal.path) if part)


def refusals_of(credential_id: int) -> list[Refusal]:
    """What was refused to the credential, the latest first."""
    query = select(Refusal).where(Refusal.credential_id == credential_id).order_by(Refusal.id.desc()).limit(KEPT)
    return list(db.session.scalars(query))


def refused_lately(credentials: Iterable[int]) -> Mapping[int, int]:
    """By credential, how often something was refused to it within the last week."""
    query = (
        select(Refusal.credential_id, func.sum(Refusal.times))
        .where(Refusal.credential_id.in_(list(credentials)), Refusal.at > clock.now() - LATELY)
        .group_by(Refusal.credential_id)
    )
    return {credential: int(times) for credential, times in db.session.execute(query)}
