"""Who is behind a request to the store: a system with key and secret, or with a token of the city's sign-in."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, bindparam, or_, select, update

from lms.kernel import clock
from lms.kernel.db import db, without_transaction
from lms.xapi.credentials import hash_of
from lms.xapi.models import Credential, table_of
from lms.xapi.scopes import both

USE_NOTED_EVERY = timedelta(minutes=1)
_CREDENTIAL = select(table_of(Credential))
_BY_KEY = _CREDENTIAL.where(Credential.key == bindparam("name"))
_BY_CLIENT = _CREDENTIAL.where(Credential.client_id == bindparam("name"))


@dataclass(frozen=True)
class Caller:
    """The system behind a request to the store."""

    credential_id: int
    organisation_id: int
    key: str
    scopes: frozenset[str]
    use_is_noted: bool
    recognises_resends: bool = False


class Denial(StrEnum):
    """Why nobody was let in."""

    NOTHING_SENT = "nothing-sent"
    UNKNOWN_KEY = "unknown-key"
    WRONG_SECRET = "wrong-secret"  # noqa: S105  # the name of a reason
    REVOKED = "revoked"
    EXPIRED = "expired"
    BAD_TOKEN = "bad-token"  # noqa: S105  # the name of a reason


@dataclass(frozen=True)
class Denied:
    """Nobody was let in. message: for the caller. credential_id: whose request it was, as far as that is known."""

    why: Denial
    message: str
    credential_id: int | None = None


WRONG = "Key or secret is wrong. Compare both with the access as it was created, without spaces before or after."


def by_secret(key: str, secret: str) -> Caller | Denied:
    """Who `key` and `secret` belong to. Only who knows the secret is told more than that one of them is wrong."""
    found = _credential(_BY_KEY, key[:40])
    # Without a credential we compare all the same, so that the time tells nothing.
    right = hmac.compare_digest(found.secret_hash if found else hash_of(""), hash_of(secret))
    if found is None:
        return Denied(Denial.UNKNOWN_KEY, WRONG)
    if not right:
        return Denied(Denial.WRONG_SECRET, WRONG, found.id)
    return _in_force(found, found.scopes)


def by_client(client_id: str, scopes: Iterable[str]) -> Caller | Denied:
    """The system that the city's sign-in calls `client_id`; it may do what its access and its token both allow."""
    found = _credential(_BY_CLIENT, client_id)
    if found is None:
        message = "The token is valid, but its client has no access here. The administration has to create one."
        return Denied(Denial.UNKNOWN_KEY, message)
    return _in_force(found, both(found.scopes, scopes))


def _credential(question: Select[Any], name: str) -> Row[Any] | None:
    """Asked anew for every request, so that a revocation counts at once; without a transaction that would have to be
    begun, and ended before the body is read."""
    with without_transaction() as connection:
        return connection.execute(question, {"name": name}).one_or_none()


def _in_force(found: Row[Any], scopes: Iterable[str]) -> Caller | Denied:
    now = clock.now()
    if found.revoked_at:
        return Denied(Denial.REVOKED, f"This access was revoked on {_day(found.revoked_at)}.", found.id)
    if found.expires_at and found.expires_at <= now:
        return Denied(Denial.EXPIRED, f"This access expired on {_day(found.expires_at)}.", found.id)
    noted = found.last_used_at is not None and found.last_used_at > now - USE_NOTED_EVERY
    return Caller(found.id, found.organisation_id, found.key, frozenset(scopes), noted, found.recognises_resends)


def _day(at: datetime) -> str:
    return at.astimezone(clock.LOCAL).date().isoformat()


def note_use(credential_id: int) -> None:
    """Remember that the credential was used just now, at most once a minute."""
    now = clock.now()
    db.session.execute(
        update(Credential)
        .where(
            Credential.id == credential_id,
            or_(Credential.last_used_at.is_(None), Credential.last_used_at <= now - USE_NOTED_EVERY),
        )
        .values(last_used_at=now)
    )
