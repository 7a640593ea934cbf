"""Tokens of the city's sign-in, from a real provider: who gets in, who does not, and why."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from werkzeug.test import TestResponse

from lms.accounts.services import create_organisation
from lms.kernel import clock
from lms.kernel.db import db, transaction
from lms.kernel.errors import Invalid
from lms.kernel.tenancy import Organisation, OrganisationKind
from lms.xapi.credentials import issue_credential, revoke_credential
from lms.xapi.models import Credential
from lms.xapi.refusals import refusals_of
from lms.xapi.scopes import Scope, both
from tests.accounts.provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.conftest import nothing
from tests.databases import Templates
from tests.xapi import samples
from tests.xapi.lrs import URL

AUDIENCE = "http://localhost/xapi"
CLIENT = "moodle-der-stadt"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """The city's sign-in."""
    running = Provider()
    running.start()
    yield running
    running.stop()


@pytest.fixture
def app(templates: Templates, provider: Provider) -> Iterator[Flask]:
    """An application that knows the provider."""
    setting = {"OIDC_ISSUER": provider.issuer, "OIDC_CLIENT_ID": CLIENT_ID, "OIDC_CLIENT_SECRET": CLIENT_SECRET}
    with templates.copy("empty", nothing, **setting) as app, app.app_context():
        yield app


@pytest.fixture
def credential(organisation: Organisation) -> int:
    """The access of the city's Moodle, which may write and read what it wrote."""
    with transaction():
        scopes = ["statements/write", "statements/read/mine"]
        return issue_credential(organisation_id=organisation.id, name="Moodle", scopes=scopes, client_id=CLIENT).id


def token(provider: Provider, key: Any = None, header: dict[str, Any] | None = None, **claims: Any) -> str:
    """A token as the provider makes it for a system; claims that are None are left out."""
    now = int(datetime.now(UTC).timestamp())
    true = {
        "iss": provider.issuer,
        "aud": ["account", AUDIENCE],
        "exp": now + 300,
        "iat": now,
        "sub": "service-account-moodle",
        "azp": CLIENT,
        "scope": "openid statements/write statements/read/mine",
    }
    said = {name: value for name, value in {**true, **claims}.items() if value is not None}
    return jwt.encode(
        header or {"alg": "RS256", "kid": "city"}, said, key or provider.key, algorithms=["RS256", "HS256"]
    )


def ask(app: Flask, bearer: str, method: str = "GET", **options: Any) -> TestResponse:
    headers = {"X-Experience-API-Version": "1.0.3", "Authorization": f"Bearer {bearer}"}
    return app.test_client().open(URL, method=method, headers=headers, **options)


@pytest.mark.db
def test_a_token_of_a_known_client_opens_the_store(app: Flask, provider: Provider, credential: int) -> None:
    sent = ask(app, token(provider), "POST", json=[samples.small()])
    assert sent.status_code == 200, sent.text
    found = ask(app, token(provider, aud=AUDIENCE, azp=None, client_id=CLIENT)).get_json()["statements"]
    assert [each["id"] for each in found] == sent.get_json()
    db.session.expire_all()
    used = db.session.get_one(Credential, credential)
    assert found[0]["authority"]["account"]["name"] == used.key
    assert used.last_used_at is not None


@pytest.mark.db
@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"exp": 1_700_000_000}, "expired"),
        ({"exp": None}, "exp is missing"),
        ({"aud": "somebody"}, f"must contain {AUDIENCE}"),
        ({"aud": None}, f"must contain {AUDIENCE}"),
        ({"iss": "http://evil.example"}, "another issuer"),
        ({"nbf": 4_000_000_000}, "does not count yet"),
        ({"azp": None}, "names no client"),
        ({"azp": "somebody"}, "has no access here"),
    ],
)
def test_a_token_that_does_not_count_is_refused_with_the_reason(
    app: Flask, provider: Provider, credential: int, claims: dict[str, Any], reason: str
) -> None:
    answer = ask(app, token(provider, **claims))
    assert answer.status_code == 401
    assert reason in answer.get_json()["message"]
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="xAPI", error="invalid_token"')


@pytest.mark.db
def test_a_forged_token_is_refused(app: Flask, provider: Provider, credential: int) -> None:
    shared = OctKey.import_key("a secret that anybody could have thought of")
    forged = [
        token(provider, RSAKey.generate_key(2048)),
        token(provider, shared, {"alg": "HS256", "kid": "city"}),
        token(provider, RSAKey.generate_key(2048), {"alg": "RS256", "kid": "unknown"}),
        "x.y.z",
        "nonsense",
    ]
    none = token(provider).split(".")
    forged.append(f"eyJhbGciOiJub25lIn0.{none[1]}.")
    for each in forged:
        answer = ask(app, each)
        assert (answer.status_code, "signed" in answer.get_json()["message"]) == (401, True)


@pytest.mark.db
def test_a_token_may_do_what_both_it_and_its_access_allow(app: Flask, provider: Provider, credential: int) -> None:
    reads = ask(app, token(provider, scope="xapi:statements/read/mine"), "POST", json=[samples.small()])
    assert reads.status_code == 403
    assert "insufficient_scope" in reads.headers["WWW-Authenticate"]
    everything = token(provider, scope=None, scp=["all"])
    assert ask(app, everything, "POST", json=[samples.small()]).status_code == 200
    assert ask(app, token(provider, scope="openid")).status_code == 403
    assert [each.kind for each in refusals_of(credential)] == ["scope", "scope"]


@pytest.mark.db
def test_a_revoked_access_refuses_the_token_and_says_so(
    app: Flask, provider: Provider, credential: int, organisation: Organisation
) -> None:
    with transaction():
        revoke_credential(organisation_id=organisation.id, credential_id=credential)
    answer = ask(app, token(provider))
    assert answer.status_code == 401
    assert "revoked" in answer.get_json()["message"]


@pytest.mark.db
def test_a_new_key_of_the_provider_is_learnt_and_an_absence_survived(
    app: Flask, provider: Provider, credential: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime.now(UTC)
    with clock.at(now):
        assert ask(app, token(provider)).status_code == 200
    fresh = RSAKey.generate_key(2048, {"kid": "fresh", "use": "sig"})
    monkeypatch.setattr(provider, "key", fresh)
    with clock.at(now + timedelta(seconds=40)):
        assert ask(app, token(provider, header={"alg": "RS256", "kid": "fresh"})).status_code == 200
    monkeypatch.setattr(provider, "document", {})
    with clock.at(now + timedelta(hours=2)):
        later = int((now + timedelta(hours=3)).timestamp())
        assert ask(app, token(provider, header={"alg": "RS256", "kid": "fresh"}, exp=later)).status_code == 200


@pytest.mark.db
def test_without_a_provider_that_answers_the_reason_is_told(
    app: Flask, provider: Provider, credential: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(provider, "document", {})
    answer = ask(app, token(provider))
    assert answer.status_code == 401
    assert "keys of the city's sign-in cannot be read" in answer.get_json()["message"]


@pytest.mark.db
def test_the_sign_in_vouches_for_the_citys_own_systems_only(organisation: Organisation, credential: int) -> None:
    with pytest.raises(Invalid) as twice, transaction():
        issue_credential(organisation_id=organisation.id, name="x", scopes=["all"], client_id=CLIENT)
    assert set(twice.value.fields) == {"client_id"}
    with transaction():
        firm = create_organisation(slug="betrieb", name="Betrieb", kind=OrganisationKind.FIRM).id
    with pytest.raises(Invalid) as refused, transaction():
        issue_credential(organisation_id=firm, name="x", scopes=["all"], client_id="other")
    assert set(refused.value.fields) == {"client_id"}


@pytest.mark.parametrize(
    ("granted", "asked", "may"),
    [
        ({Scope.ALL}, {Scope.WRITE}, {Scope.WRITE}),
        ({Scope.WRITE}, {Scope.ALL}, {Scope.WRITE}),
        ({Scope.ALL_READ}, {Scope.READ}, {Scope.READ, Scope.READ_MINE}),
        ({Scope.READ_MINE}, {Scope.READ}, {Scope.READ_MINE}),
        ({Scope.WRITE}, {Scope.READ}, set()),
        ({Scope.ALL}, {"openid"}, set()),
    ],
)
def test_two_sets_of_scopes_together(granted: set[str], asked: set[str], may: set[str]) -> None:
    assert both(granted, asked) & set(Scope) == may
