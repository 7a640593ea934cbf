"""The start page, the reader's preferences and the probes of the operator."""

from flask import Blueprint, abort, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from lms.kernel.access import Permission, allow, viewer
from lms.kernel.health import ready
from lms.kernel.i18n import COOKIE, LANGUAGES
from lms.kernel.plugin import platform
from lms.web.navigation import THEMES
from lms.web.returning import own_page

blueprint = Blueprint("web", __name__, template_folder="templates", static_folder="static", static_url_path="/static")

A_YEAR = 365 * 24 * 3600


@blueprint.get("/")
@allow(Permission.EVERYBODY)
def start() -> str:
    """The start page, made of what the plugins have to say to this viewer."""
    cards = sorted((card for plugin in platform().plugins for card in plugin.cards), key=lambda card: card.order)
    pieces = [piece for card in cards if (piece := card.render(viewer())) is not None]
    return render_template("start.html", pieces=pieces)


def _remember(cookie: str, value: str) -> Response:
    answer = redirect(own_page(request.form.get("next")), 303)
    answer.set_cookie(cookie, value, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
    return answer


@blueprint.post("/sprache")
@allow(Permission.EVERYBODY)
def choose_language() -> Response:
    """Remember the language in a cookie; the account keeps its own, see `lms.accounts`."""
    wanted = request.form.get("sprache", "")
    if wanted not in LANGUAGES:
        abort(400)
    return _remember(COOKIE, wanted)


@blueprint.post("/darstellung")
@allow(Permission.EVERYBODY)
def choose_theme() -> Response:
    """Remember light, dark or (empty) what the device prefers."""
    wanted = request.form.get("darstellung", "")
    if wanted not in THEMES:
        abort(400)
    return _remember("darstellung", wanted)


@blueprint.get("/healthz")
@allow(Permission.EVERYBODY)
def healthz() -> Response:
    """Whether the process lives."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@allow(Permission.EVERYBODY)
def readyz() -> tuple[Response, int]:
    """Whether the database answers and its migrations are up to date; 503 with the reason otherwise."""
    reason = ready()
    return jsonify(status=reason or "ok"), 503 if reason else 200
