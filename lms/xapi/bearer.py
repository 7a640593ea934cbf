"""Tokens of the city's sign-in: OAuth 2 access tokens as signed JSON web tokens.

https://datatracker.ietf.org/doc/html/rfc9068
https://openid.net/specs/openid-connect-discovery-1_0.html
A token says which system comes (`client_id` or `azp`) and what it may do (`scope`); our access for that system says
which organisation it belongs to, and what it may do at most. Imported only where a token comes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

import orjson
import requests
from flask import current_app
from joserfc import jwt
from joserfc.errors import ExpiredTokenError, InvalidClaimError, JoseError, MissingClaimError
from joserfc.jwk import KeySet

from lms.kernel import clock
from lms.kernel.config import Settings
from lms.kernel.logs import logger
from lms.xapi.callers import Caller, Denial, Denied, by_client

# Signatures that need the provider's private key; a shared secret would let us make tokens ourselves.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
SECONDS = 5
LARGEST = 512 * 1024
LEEWAY_SECONDS = 30
FRESH_FOR = timedelta(hours=1)
# Where a token names a key that we do not know, we look again, but not oftener.
ASKED_EVERY = timedelta(seconds=30)
PREFIX = "xapi:"


class ProviderAway(Exception):
    """The city's sign-in cannot be asked for its keys."""


@dataclass
class ProviderKeys:
    """The public keys of a provider, as it published them last."""

    issuer: str
    _keys: KeySet | None = None
    _fetched: datetime | None = None
    _asked: datetime | None = None
    _lock: Lock = field(default_factory=Lock)

    def knowing(self, key_id: str | None) -> KeySet:
        """The keys, fetched anew where they are old or lack `key_id`. Raises ProviderAway."""
        with self._lock:
            now = clock.now()
            old = self._fetched is None or now - self._fetched > FRESH_FOR
            if old or not self._has(key_id):
                self._fetch(now)
            if self._keys is None:
                raise ProviderAway
            return self._keys

    def _has(self, key_id: str | None) -> bool:
        return self._keys is not None and (key_id is None or any(key.kid == key_id for key in self._keys.keys))

    def _fetch(self, now: datetime) -> None:
        if self._asked is not None and now - self._asked < ASKED_EVERY:
            return
        self._asked = now
        try:
            found = _document(f"{self.issuer}/.well-known/openid-configuration")
            if str(found["issuer"]).rstrip("/") != self.issuer:
                raise ValueError("the document speaks of another issuer")
            self._keys = KeySet.import_key_set(_document(str(found["jwks_uri"])))
            self._fetched = now
        except (requests.RequestException, JoseError, ValueError, LookupError, TypeError) as error:
            # Old keys are better than none: they are replaced as soon as the provider is back.
            logger.error(
                "the keys of the city's sign-in cannot be read", extra={"facts": {"why": type(error).__name__}}
            )


def _document(address: str) -> Any:
    with requests.get(address, timeout=SECONDS, allow_redirects=False, stream=True) as answer:
        answer.raise_for_status()
        content = answer.raw.read(LARGEST + 1, decode_content=True)
    if len(content) > LARGEST:
        raise ValueError("too large")
    return orjson.loads(content)


def by_token(token: str) -> Caller | Denied:
    """Who comes with `token`, if the city's sign-in made it for us and it is still valid."""
    settings: Settings = current_app.extensions["settings"]
    keys: ProviderKeys = current_app.extensions.setdefault("xapi_provider_keys", ProviderKeys(settings.oidc_issuer))
    try:
        claims = _claims(token, keys, settings)
    except ProviderAway:
        return _bad("The keys of the city's sign-in cannot be read at the moment, so the token cannot be checked.")
    except ExpiredTokenError:
        return _bad("The token has expired. Ask the city's sign-in for a new one.")
    except (InvalidClaimError, MissingClaimError) as error:
        return _bad(_about(error.claim, settings))
    except (JoseError, ValueError, TypeError, LookupError):
        return _bad("The token is no JSON web token that the city's sign-in signed.")
    client = claims.get("client_id") or claims.get("azp")
    if not isinstance(client, str):
        return _bad("The token names no client: client_id (or azp) is missing.")
    return by_client(client, _scopes(claims))


def _claims(token: str, keys: ProviderKeys, settings: Settings) -> Mapping[str, Any]:
    """What the token claims. Raises JoseError and others for a token that does not count."""
    decoded = jwt.decode(token, lambda found: keys.knowing(found.headers().get("kid")), algorithms=ALGORITHMS)
    registry = jwt.JWTClaimsRegistry(
        now=int(clock.now().timestamp()),
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": settings.oidc_issuer},
        aud={"essential": True, "value": settings.xapi_audience},
        exp={"essential": True},
    )
    claims: dict[str, Any] = dict(decoded.claims)
    # Some providers end their name with a slash, as no setting of ours does.
    claims["iss"] = str(claims.get("iss", "")).rstrip("/")
    registry.validate(claims)
    return claims


def _scopes(claims: Mapping[str, Any]) -> list[str]:
    """What the token allows: the words of `scope`, as `statements/write` or `xapi:statements/write`."""
    named = claims.get("scope", claims.get("scp", ""))
    words = named.split() if isinstance(named, str) else named if isinstance(named, list) else []
    return [str(word).removeprefix(PREFIX) for word in words]


def _about(claim: str, settings: Settings) -> str:
    told = {
        "iss": f"The token comes from another issuer than {settings.oidc_issuer}.",
        "aud": f"The token is for somebody else: its audience (aud) must contain {settings.xapi_audience}.",
        "exp": "The token says not until when it counts: exp is missing.",
        "nbf": "The token does not count yet: nbf lies in the future.",
        "iat": "The token was issued in the future: iat.",
    }
    return told.get(claim, "A claim of the token does not fit.")


def _bad(message: str) -> Denied:
    return Denied(Denial.BAD_TOKEN, message)
