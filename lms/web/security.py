"""Response headers that keep the browser from doing what we never ask for."""

from collections.abc import Mapping

from flask import Flask, abort, request
from werkzeug.wrappers import Response

from lms.kernel.access import access_of, viewer

POLICY = "default-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def init_security(app: Flask) -> None:
    """Set the headers on every response; pages of signed-in people are never kept by shared caches."""

    @app.before_request
    def refuse_nul() -> None:
        # Nothing we store has this character in its name, and PostgreSQL fails when it is asked for it.
        if "\x00" in request.path:
            abort(404)

    @app.after_request
    def protect(response: Response) -> Response:
        # Looked at once: asking the response for each of them looks at all of its headers every time.
        there = {name.lower() for name, _value in response.headers}
        missing = {name: value for name, value in _headers(response).items() if name.lower() not in there}
        response.headers.extend(missing)
        return response


def _headers(response: Response) -> Mapping[str, str]:
    """What the answer of this request says about itself, unless the view said something else."""
    found = dict(HEADERS)
    if request.is_secure:
        found["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if not request.endpoint or request.endpoint.rpartition(".")[2] == "static":
        return found
    if access_of(request.endpoint).by_credential:
        # Who asks is said by the request itself; cookies, and whom they mean, do not count.
        return found | {"Cache-Control": "private, no-cache"}
    response.vary.add("Cookie")
    return found | {"Cache-Control": "private, no-cache" if viewer().is_authenticated else "no-cache"}
