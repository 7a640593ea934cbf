"""Issuing, checking and revoking the keys of other systems."""

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from flask_babel import gettext as _
from sqlalchemy import or_, select, update

from lms.kernel import clock
from lms.kernel.db import db
from lms.kernel.errors import Invalid, NotFound
from lms.xapi.models import Credential
from lms.xapi.scopes import Scope

USE_NOTED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class IssuedCredential:
    """A fresh credential. The secret exists only here: it is shown once and stored as a hash."""

    id: int
    key: str
    secret: str


@dataclass(frozen=True)
class Caller:
    """The system behind a request to the store."""

    credential_id: int
    organisation_id: int
    key: str
    scopes: frozenset[str]
    use_is_noted: bool


def issue_credential(
    *, organisation_id: int, name: str, scopes: Iterable[str], expires_at: datetime | None = None
) -> IssuedCredential:
    """Create a credential.

    Raises Invalid for a missing name, unknown or no scopes, or an expiry in the past.
    """
    wanted = sorted(set(scopes))
    faults: dict[str, str] = {}
    if not name.strip():
        faults["name"] = _("Bitte geben Sie dem Zugang einen Namen.")
    if not wanted or any(scope not in set(Scope) for scope in wanted):
        faults["scopes"] = _("Bitte wählen Sie, was der Zugang darf.")
    if expires_at is not None and expires_at <= clock.now():
        faults["expires"] = _("Bitte wählen Sie einen Tag in der Zukunft.")
    if faults:
        raise Invalid(fields=faults)
    key, secret = f"ll-{secrets.token_hex(12)}", secrets.token_urlsafe(32)
    credential = Credential(
        organisation_id=organisation_id,
        name=name.strip(),
        key=key,
        secret_hash=_hash(secret),
        scopes=wanted,
        expires_at=expires_at,
    )
    db.session.add(credential)
    db.session.flush()
    return IssuedCredential(credential.id, key, secret)


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def check_credential(key: str, secret: str) -> Caller | None:
    """Who `key` and `secret` belong to; None if they are wrong, revoked or expired."""
    found = db.session.scalar(select(Credential).where(Credential.key == key[:40]))
    # Without a credential we compare all the same, so that the time tells nothing.
    right = hmac.compare_digest(found.secret_hash if found else _hash(""), _hash(secret))
    now = clock.now()
    if found is None or not right or found.revoked_at or (found.expires_at and found.expires_at <= now):
        return None
    noted = found.last_used_at is not None and found.last_used_at > now - USE_NOTED_EVERY
    return Caller(found.id, found.organisation_id, found.key, frozenset(found.scopes), noted)


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


def revoke_credential(*, organisation_id: int, credential_id: int) -> None:
    """End a credential at once; what it wrote stays.

    Raises NotFound if the organisation has none of that id.
    """
    found = db.session.get(Credential, credential_id)
    if found is None or found.organisation_id != organisation_id:
        raise NotFound(_("Diesen Zugang gibt es nicht."))
    found.revoked_at = found.revoked_at or clock.now()


def credentials_of(organisation_id: int) -> list[Credential]:
    """All credentials of an organisation, the newest first."""
    query = select(Credential).where(Credential.organisation_id == organisation_id).order_by(Credential.id.desc())
    return list(db.session.scalars(query))
