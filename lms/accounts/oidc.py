"""Sign in with the city: OpenID Connect, authorization code with PKCE, by Authlib.

https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth
People are found by the subject of the city's provider; the first time by their personnel number, never by e-mail.
The provider speaks for the city's people only: accounts of firms are none of its business.
"""

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Blueprint, Flask, current_app, flash, redirect, request, session, url_for
from flask_babel import gettext as _
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response

from lms.accounts.models import Person
from lms.accounts.services import normal_login
from lms.accounts.signin import begin_session
from lms.accounts.viewer import find_active
from lms.kernel.access import Permission, allow
from lms.kernel.db import transaction
from lms.kernel.logs import logger
from lms.kernel.tenancy import OrganisationKind

blueprint = Blueprint("accounts_oidc", __name__)

NEXT = "oidc_next"
# https://openid.net/specs/openid-connect-core-1_0.html#IDToken
LONGEST_SUBJECT = 255
# What Authlib raises when a provider is away, answers with something else than the protocol says, or lies.
FAULTS = (AuthlibBaseError, JoseError, RequestException, ValueError, TypeError, LookupError, RuntimeError)


def init_oidc(app: Flask) -> None:
    """Make the city's provider known and add the two addresses of the flow."""
    settings = app.extensions["settings"]
    oauth = OAuth(app)
    oauth.register(
        "city",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        server_metadata_url=f"{settings.oidc_issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid profile", "code_challenge_method": "S256", "default_timeout": 10},
    )
    app.extensions["city_sign_in"] = oauth.city
    app.register_blueprint(blueprint)


@blueprint.get("/anmelden/stadt")
@allow(Permission.EVERYBODY)
def begin() -> Response:
    """Send the visitor to the city's sign-in."""
    session[NEXT] = request.args.get("next", "")
    provider = current_app.extensions["city_sign_in"]
    try:
        answer: Response = provider.authorize_redirect(url_for("accounts_oidc.end", _external=True))
    except FAULTS as error:
        logger.error("the city's sign-in cannot be reached", extra={"facts": {"reason": type(error).__name__}})
        provider.server_metadata.clear()  # Authlib keeps what it read once, even if it makes no sense
        return _failed(_("Die Anmeldung der Stadt ist gerade nicht erreichbar. Melden Sie sich hier mit Passwort an."))
    return answer


@blueprint.get("/anmelden/stadt/zurueck")
@allow(Permission.EVERYBODY)
def end() -> Response:
    """Take what the city's sign-in says and begin a session."""
    provider = current_app.extensions["city_sign_in"]
    wanted = session.get(NEXT, "")
    try:
        claims = provider.authorize_access_token().get("userinfo") or {}
    except FAULTS as error:
        logger.error("sign-in with the city failed", extra={"facts": {"reason": type(error).__name__}})
        return _failed(_("Die Anmeldung mit der Stadt hat nicht geklappt. Versuchen Sie es noch einmal."))
    with transaction():
        person = person_of_claims(str(claims.get("sub", "")), str(claims.get("preferred_username", "")))
    if person is None:
        return _failed(_("Für Sie ist hier noch kein Konto angelegt. Wenden Sie sich an die Administration."))
    begin_session(person)
    return redirect(url_for("accounts.sign_in", next=wanted), 303)


def person_of_claims(subject: str, personnel_number: str) -> Person | None:
    """The active person whom the provider means; binds the subject to the account the first time."""
    if not 0 < len(subject) <= LONGEST_SUBJECT:
        return None
    person = find_active(Person.oidc_subject == subject)
    if person is None and personnel_number:
        person = find_active(Person.login == normal_login(personnel_number))
        if person is None or person.oidc_subject or person.organisation.kind != OrganisationKind.CITY:
            return None
        person.oidc_subject = subject
    return person


def _failed(message: str) -> Response:
    flash(message, "warning")
    return redirect(url_for("accounts.sign_in"), 303)
