"""Statements as sentences for people: "Konto 1a2b3c4d hat „Warteraum öffnen“ abgeschlossen (3 Min.)"."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from lms.kernel.i18n import language, text
from lms.xapi.agents import PLATFORM, VISITOR, public_url
from lms.xapi.pseudonyms import pseudonym_page
from lms.xapi.rules.durations import in_seconds
from lms.xapi.vocabulary.known import VERBS

SHORT = 8


def sentence(statement: Mapping[str, Any]) -> str:
    """A valid statement in the language of the reader. People of this platform appear by their opaque account."""
    verb = statement["verb"]["id"]
    parts = {"actor": _actor(statement["actor"]), "object": _object(statement["object"])}
    known = VERBS.get(verb)
    if known:
        said = _("%(actor)s hat „%(object)s“ %(verb)s", verb=text(known.display), **parts)
    else:
        said = _("%(actor)s: %(verb)s – „%(object)s“", verb=_verb(statement["verb"]), **parts)
    came_of_it = ", ".join(_result(statement.get("result", {})))
    return f"{said} ({came_of_it})" if came_of_it else said


def _one_of(texts: Mapping[str, str]) -> str:
    """The text in the reader's language, in German, in English, or in any."""
    for wanted in (language(), "de", "en"):
        for tag, value in texts.items():
            if tag.lower().split("-")[0] == wanted:
                return value
    return next(iter(texts.values()), "")


def _verb(verb: Mapping[str, Any]) -> str:
    return _one_of(verb.get("display", {})) or str(verb["id"]).rstrip("/").rpartition("/")[2]


def _actor(actor: Mapping[str, Any]) -> str:
    account = actor.get("account")
    if account and (known := _known_account(account)):
        return known
    if actor.get("name"):
        return str(actor["name"])
    if account:
        return str(account["name"])
    for name in ("mbox", "openid", "mbox_sha1sum"):
        if name in actor:
            return str(actor[name]).removeprefix("mailto:")
    size = len(actor.get("member", ()))
    return str(ngettext("Eine Gruppe aus %(num)s Person", "Eine Gruppe aus %(num)s Personen", size))


def _known_account(account: Mapping[str, Any]) -> str:
    """An account of this platform, or a pseudonym; empty for one from elsewhere."""
    name, page = str(account["name"]), account["homePage"]
    if page == pseudonym_page(public_url()):
        return str(_("Jemand (%(name)s)", name=name[:SHORT]))
    if page != public_url():
        return ""
    if name.startswith(VISITOR):
        return str(_("Jemand ohne Anmeldung"))
    return str(_("Lernlotse")) if name == PLATFORM else str(_("Konto %(name)s", name=name[:SHORT]))


def _object(thing: Mapping[str, Any]) -> str:
    kind = thing.get("objectType", "Activity")
    if kind == "Activity":
        return _one_of(thing.get("definition", {}).get("name", {})) or str(thing["id"])
    if kind == "StatementRef":
        return str(_("Lernnachweis %(id)s", id=thing["id"][:SHORT]))
    if kind == "SubStatement":
        return sentence(thing)
    return _actor(thing)


def _result(result: Mapping[str, Any]) -> Iterator[str]:
    seconds = in_seconds(result.get("duration"))
    if seconds is not None and seconds < 90:
        yield _("%(count)s Sek.", count=round(seconds))
    elif seconds is not None:
        yield _("%(count)s Min.", count=round(seconds / 60))
    scaled = result.get("score", {}).get("scaled")
    if scaled is not None:
        yield _("%(percent)s %%", percent=round(scaled * 100))
    if "success" in result:
        yield _("bestanden") if result["success"] else _("nicht bestanden")
