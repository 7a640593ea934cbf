"""Trying a connection when somebody asks for it: the only time that a request of ours waits for another system."""

from importlib import import_module
from typing import Any

from flask_babel import gettext as _

from lms.kernel.db import db
from lms.kernel.errors import PlatformError
from lms.xapi import scopes
from lms.xapi.agents import public_url
from lms.xapi.callers import Denial, Denied, by_secret
from lms.xapi.models import Credential, Target
from lms.xapi.reasons import Kind, Reason, told
from lms.xapi.sealing import unseal

SECONDS = 4


def own_endpoint() -> str:
    """The address that other systems have to know: the part before `/statements`."""
    return f"{public_url()}/xapi"


def try_target(target: Target) -> Reason | None:
    """Why statements could not be brought to the target now; None if they could. Nothing is stored there."""
    try:
        secret = unseal(target.secret)
    except PlatformError:
        return Reason(Kind.SECRET_LOST)
    where = (target.endpoint, target.key, secret)
    store = _lazily("remote").remote_store(*where, internal=target.internal, seconds=SECONDS)
    _let_go()
    found: Reason | None = _lazily("checking").why_not_writable(store)
    return found


def try_credential(credential: Credential, secret: str) -> str | None:
    """What keeps a system with this access from using it, as a sentence; None if nothing does.

    The way is that of the other system: to our public address, through whatever proxies that leads.
    """
    known = by_secret(credential.key, secret)
    if isinstance(known, Denied):
        return _about(known)
    checking = _lazily("checking")
    store = _lazily("remote").remote_store(own_endpoint(), credential.key, secret, internal=True, seconds=SECONDS)
    _let_go()
    if scopes.may_write(known.scopes):
        reason: Reason | None = checking.why_not_writable(store)
    else:
        reason = (checking.why_not_readable if scopes.may_read(known.scopes) else checking.why_unwell)(store)
    if reason is None:
        return None
    if reason.kind is Kind.NOT_ALLOWED:
        return str(
            _(
                "Schlüssel und Geheimnis stimmen, kommen aber nicht an. Wahrscheinlich entfernt ein Proxy "
                "vor Lernlotse die Kopfzeile „Authorization“."
            )
        )
    why = told(reason.stored)
    return str(_("Unter %(endpoint)s hat es nicht geklappt: %(why)s", endpoint=own_endpoint(), why=why))


def _about(denied: Denied) -> str:
    if denied.why is Denial.REVOKED:
        return str(_("Das Geheimnis stimmt, aber der Zugang ist widerrufen."))
    if denied.why is Denial.EXPIRED:
        return str(_("Das Geheimnis stimmt, aber der Zugang ist abgelaufen."))
    return str(
        _("Dieses Geheimnis gehört nicht zu diesem Zugang. Wenn Sie es nicht mehr haben, legen Sie einen neuen an.")
    )


def _let_go() -> None:
    # Nobody shall wait for a lock of ours while we wait for somebody else, least of all our own answer.
    db.session.rollback()


def _lazily(module: str) -> Any:
    # Only when asked, because it brings tincan, which the web process seldom needs.
    return import_module(f"lms.xapi.{module}")
