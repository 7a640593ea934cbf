"""Why a delivery failed: kept as kind and detail, told in plain words in the language of the reader."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import lazy_gettext as _

LONGEST_DETAIL = 300


class Kind(StrEnum):
    """What went wrong."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    CERTIFICATE = "certificate"
    BROKEN = "broken"
    NO_TLS = "no-tls"
    INTERNAL = "internal"
    NOT_ALLOWED = "not-allowed"
    NO_STORE = "no-store"
    BUSY = "busy"
    SERVER_ERROR = "server-error"
    GARBAGE = "garbage"
    REFUSED = "refused"
    TOO_LARGE = "too-large"
    CONFLICT = "conflict"
    CONFLICT_UNSEEN = "conflict-unseen"
    SECRET_LOST = "secret-lost"  # noqa: S105  # the name of a reason
    OURS = "ours"


_SENTENCES = {
    Kind.UNREACHABLE: _("Das Ziel ist nicht erreichbar."),
    Kind.TIMEOUT: _("Das Ziel hat zu lange nicht geantwortet."),
    Kind.CERTIFICATE: _("Das Zertifikat des Ziels ist ungültig, deshalb haben wir nichts gesendet."),
    Kind.BROKEN: _("Die Antwort des Ziels brach ab oder war kein HTTP."),
    Kind.NO_TLS: _("Das Ziel spricht unter dieser Adresse kein verschlüsseltes HTTP. Prüfen Sie Adresse und Port."),
    Kind.INTERNAL: _("Die Adresse liegt in einem internen Netz. Ein solches Ziel kann nur die Technik einrichten."),
    Kind.NOT_ALLOWED: _("Das Ziel lehnt Schlüssel und Geheimnis ab. Prüfen Sie den Zugang beim Ziel."),
    Kind.NO_STORE: _("Unter der Adresse des Ziels gibt es keinen Learning Record Store. Prüfen Sie die Adresse."),
    Kind.BUSY: _("Das Ziel ist überlastet und bittet um eine Pause."),
    Kind.SERVER_ERROR: _("Das Ziel meldet einen eigenen Fehler."),
    Kind.GARBAGE: _("Das Ziel antwortet, aber nicht wie ein Learning Record Store."),
    Kind.REFUSED: _("Das Ziel nimmt diesen Lernnachweis nicht an."),
    Kind.TOO_LARGE: _("Dieser Lernnachweis ist dem Ziel zu groß."),
    Kind.CONFLICT: _("Das Ziel hat unter derselben Kennung einen anderen Lernnachweis."),
    Kind.CONFLICT_UNSEEN: _("Das Ziel hat unter dieser Kennung schon einen Lernnachweis und zeigt ihn uns nicht."),
    Kind.SECRET_LOST: _(
        "Das Geheimnis ist nicht mehr lesbar, weil SECRET_KEY sich geändert hat. Geben Sie es neu ein."
    ),
    Kind.OURS: _("Beim Senden ist bei uns ein Fehler aufgetreten. Die Technik findet ihn im Protokoll."),
}


@dataclass(frozen=True)
class Reason:
    """Why something failed. detail: what the other side or the system said, untranslated."""

    kind: Kind
    detail: str = ""

    @property
    def stored(self) -> str:
        """The reason as a text for the database, which cannot hold NUL."""
        return f"{self.kind}\t{self.detail[:LONGEST_DETAIL]}".replace("\x00", "")


def told(stored: str | None) -> str:
    """A stored reason as a sentence, with what the other side said; empty if there is none."""
    if not stored:
        return ""
    kind, _tab, detail = stored.partition("\t")
    sentence = str(_SENTENCES[Kind(kind)])
    return f"{sentence} ({detail})" if detail else sentence
