"""Response headers that keep the browser from doing what we never ask for."""

from flask import Flask, abort, request
from werkzeug.wrappers import Response

from lms.kernel.access import viewer

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
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if request.endpoint and request.endpoint.rpartition(".")[2] != "static":
            response.headers.setdefault(
                "Cache-Control", "private, no-cache" if viewer().is_authenticated else "no-cache"
            )
            response.vary.add("Cookie")
        return response
