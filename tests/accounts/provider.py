"""A small, real OpenID Connect provider: what the city's sign-in is to the platform.

https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth
It approves at once whoever is chosen in `claims`, checks PKCE and the client's secret, and can be told to lie.
"""

import time
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, Response, jsonify, request
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT_ID, CLIENT_SECRET = "lernlotse", "only the two of us know"


class Client(ClientMixin):  # type: ignore[misc]
    """Our platform, as the provider knows it."""

    id_token_signed_response_alg = "RS256"

    def get_client_id(self) -> str:
        return CLIENT_ID

    def get_default_redirect_uri(self) -> str:
        return "http://localhost/anmelden/stadt/zurueck"

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.get_default_redirect_uri()

    def get_allowed_scope(self, scope: str) -> str:
        return scope if scope == "openid profile" else ""

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code(AuthorizationCodeMixin):  # type: ignore[misc]
    """A code on its way from the browser to our platform."""

    code: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    claims: dict[str, str]

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce

    def get_auth_time(self) -> int:
        return int(time.time())

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


@dataclass
class Provider:
    """The running provider. claims: who signs in next. lies: claims that replace the true ones in id tokens.

    signing: the key that signs; another than the published one is a forgery. status: what discovery answers with.
    """

    claims: dict[str, str] = field(default_factory=dict)
    lies: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "city", "use": "sig"}))
    signing: RSAKey | None = None
    document: dict[str, Any] | None = None
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, Code] = field(default_factory=dict)

    def start(self) -> None:
        """Listen on a free port until `stop`."""
        self._server = make_server("localhost", 0, application(self), threaded=True)
        Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Go away, as on a bad day."""
        self._server.shutdown()
        self._server.server_close()

    @property
    def issuer(self) -> str:
        """The address under which the provider is known."""
        return f"http://localhost:{self._server.server_port}"

    def forget(self) -> None:
        """Become honest again, with nobody signed in."""
        self.claims, self.lies, self.signing, self.document = {}, {}, None, None
        self.asked.clear()
        self.codes.clear()


def application(provider: Provider) -> Flask:
    """The provider's addresses."""
    app = Flask("city")
    server = AuthorizationServer(app, query_client=_client, save_token=lambda _token, _request: None)
    server.register_grant(_grant_of(provider), [_tokens_of(provider), CodeChallenge(required=True)])

    @app.get("/.well-known/openid-configuration")
    def discovery() -> Response:
        true = {
            "issuer": provider.issuer,
            "authorization_endpoint": f"{provider.issuer}/authorize",
            "token_endpoint": f"{provider.issuer}/token",
            "jwks_uri": f"{provider.issuer}/jwks",
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }
        return jsonify(true if provider.document is None else provider.document)

    @app.get("/jwks")
    def jwks() -> Response:
        return jsonify(keys=[provider.key.as_dict(private=False)])

    @app.get("/authorize")
    def authorize() -> Any:
        provider.asked.append(request.args.to_dict())
        grant = server.get_consent_grant(end_user=provider.claims)
        return server.create_authorization_response(grant_user=provider.claims, grant=grant)

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()

    return app


def _client(client_id: str) -> Client | None:
    return Client() if client_id == CLIENT_ID else None


def _grant_of(provider: Provider) -> type[Any]:
    class Grant(AuthorizationCodeGrant):  # type: ignore[misc]
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]  # noqa: RUF012

        def save_authorization_code(self, code: str, request: Any) -> None:
            asked = request.payload.data
            challenge, method = asked["code_challenge"], asked["code_challenge_method"]
            claims = dict(provider.claims)
            made = Code(code, request.payload.redirect_uri, request.scope, asked["nonce"], challenge, method, claims)
            provider.codes[code] = made

        def query_authorization_code(self, code: str, client: Client) -> Code | None:
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code: Code) -> None:
            del provider.codes[authorization_code.code]

        def authenticate_user(self, authorization_code: Code) -> dict[str, str]:
            return authorization_code.claims

    return Grant


def _tokens_of(provider: Provider) -> Any:
    class Tokens(OpenIDCode):  # type: ignore[misc]
        def exists_nonce(self, nonce: str, request: Any) -> bool:
            return any(code.nonce == nonce for code in provider.codes.values())

        def resolve_client_private_key(self, client: Client) -> RSAKey:
            return provider.signing or provider.key

        def get_encode_header(self, client: Client) -> dict[str, str]:
            return {"alg": "RS256", "kid": "city"}

        def get_client_claims(self, client: Client) -> dict[str, Any]:
            return {"iss": provider.issuer, "aud": [CLIENT_ID]}

        def generate_user_info(self, user: dict[str, str], scope: str) -> Any:
            return UserInfo(**user, **provider.lies)

    return Tokens(require_nonce=True)
