"""Agents as people write them down: a mail address, the name of an account of this platform, an identity, or JSON."""

from typing import Any

from flask_babel import gettext as _

from lms.kernel.errors import Invalid
from lms.xapi.rules.actor import actor
from lms.xapi.rules.faults import Place, StatementFault
from lms.xapi.rules.identity import identity
from lms.xapi.rules.reading import Unreadable, read_json
from lms.xapi.rules.versions import Version

LONGEST = 2000


def identity_named(text: str, home: str) -> str:
    """The identity of the agent that `text` names; home: of accounts that have none of their own.

    Raises Invalid where it names nobody.
    """
    text = text.strip()
    if not text or len(text) > LONGEST or "\x00" in text:
        raise Invalid(_("Bitte nennen Sie ein Konto oder eine E-Mail-Adresse."))
    found = identity(_agent_in(text, home))
    if not found:
        raise Invalid(_("Das benennt niemanden. Nennen Sie ein Konto oder eine E-Mail-Adresse."))
    return found


def _agent_in(text: str, home: str) -> dict[str, Any]:
    if text.startswith("{"):
        return _checked(_parsed(text))
    kind, _space, rest = text.partition(" ")
    if kind == "account" and " " in rest:
        page, _blank, name = rest.partition(" ")
        return _checked({"account": {"homePage": page, "name": name}})
    if kind in ("mbox", "mbox_sha1sum", "openid") and rest:
        return _checked({kind: rest})
    if text.startswith("mailto:") or ("@" in text and " " not in text):
        return _checked({"mbox": f"mailto:{text.removeprefix('mailto:')}"})
    return _checked({"account": {"homePage": home, "name": text}})


def _parsed(text: str) -> Any:
    try:
        return read_json(text.encode("utf-8", "replace"))
    except Unreadable as error:
        raise Invalid(_("Das ist kein JSON: %(why)s", why=str(error))) from None


def _checked(value: Any) -> dict[str, Any]:
    found: list[StatementFault] = []
    actor(value, Place(found, Version.TWO))
    if found or not isinstance(value, dict):
        raise Invalid(_("Das benennt niemanden. Nennen Sie ein Konto oder eine E-Mail-Adresse."))
    return value
