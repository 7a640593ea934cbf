"""Issuing, changing and revoking the keys of other systems. Who comes with a request: see `callers`."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from flask_babel import gettext as _
from sqlalchemy import select

from lms.kernel import clock
from lms.kernel.db import db
from lms.kernel.errors import Invalid, NotFound
from lms.kernel.tenancy import Organisation, OrganisationKind
from lms.xapi.models import Credential
from lms.xapi.scopes import Scope

LONGEST_CLIENT = 255


@dataclass(frozen=True)
class IssuedCredential:
    """A fresh credential. The secret exists only here: it is shown once and stored as a hash. It is empty where
    the system comes with tokens of the city's sign-in."""

    id: int
    key: str
    secret: str


def issue_credential(
    *,
    organisation_id: int,
    name: str,
    scopes: Iterable[str],
    expires_at: datetime | None = None,
    recognises_resends: bool = False,
    client_id: str | None = None,
) -> IssuedCredential:
    """Create a credential. client_id: of a system that comes with tokens of the city's sign-in instead of a secret.

    Raises Invalid for a missing name, unknown or no scopes, an expiry in the past, and a client that is known
    already or would bring a firm what the city's sign-in vouches for.
    """
    wanted = sorted(set(scopes))
    client = (client_id or "").strip() or None
    faults: dict[str, str] = {}
    if not name.strip():
        faults["name"] = _("Bitte geben Sie dem Zugang einen Namen.")
    if not wanted or any(scope not in set(Scope) for scope in wanted):
        faults["scopes"] = _("Bitte wählen Sie, was der Zugang darf.")
    if expires_at is not None and expires_at <= clock.now():
        faults["expires"] = _("Bitte wählen Sie einen Tag in der Zukunft.")
    if client and (fault := _fault_of_client(client, organisation_id)):
        faults["client_id"] = fault
    if faults:
        raise Invalid(fields=faults)
    key, secret = f"ll-{secrets.token_hex(12)}", "" if client else secrets.token_urlsafe(32)
    credential = Credential(
        organisation_id=organisation_id,
        name=name.strip(),
        key=key,
        secret_hash=hash_of(secret) if secret else "",
        client_id=client,
        recognises_resends=recognises_resends,
        scopes=wanted,
        expires_at=expires_at,
    )
    db.session.add(credential)
    db.session.flush()
    return IssuedCredential(credential.id, key, secret)


def _fault_of_client(client: str, organisation_id: int) -> str | None:
    if len(client) > LONGEST_CLIENT:
        return str(_("Diese Kennung ist zu lang."))
    # The sign-in vouches for the city's systems. A firm that named one of them would receive what it writes.
    if db.session.get_one(Organisation, organisation_id).kind != OrganisationKind.CITY:
        return str(_("Zugänge über die Anmeldung der Stadt gibt es nur für die Stadt selbst."))
    if db.session.scalar(select(Credential.id).where(Credential.client_id == client)):
        return str(_("Für dieses System gibt es schon einen Zugang."))
    return None


def hash_of(secret: str) -> str:
    """How a secret is stored."""
    return sha256(secret.encode()).hexdigest()


def credential_of(*, organisation_id: int, credential_id: int) -> Credential:
    """The credential with this id. Raises NotFound if the organisation has none."""
    found = db.session.get(Credential, credential_id)
    if found is None or found.organisation_id != organisation_id:
        raise NotFound(_("Diesen Zugang gibt es nicht."))
    return found


def recognise_resends(credential: Credential, *, on: bool) -> None:
    """Say whether what the system sends again is to be recognised, see `resends`."""
    credential.recognises_resends = on


def revoke_credential(*, organisation_id: int, credential_id: int) -> None:
    """End a credential at once; what it wrote stays, and its client can be registered anew.

    Raises NotFound if the organisation has none of that id.
    """
    found = credential_of(organisation_id=organisation_id, credential_id=credential_id)
    found.revoked_at = found.revoked_at or clock.now()


def credentials_of(organisation_id: int) -> list[Credential]:
    """All credentials of an organisation, the newest first."""
    query = select(Credential).where(Credential.organisation_id == organisation_id).order_by(Credential.id.desc())
    return list(db.session.scalars(query))
