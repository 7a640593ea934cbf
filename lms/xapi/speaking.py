"""How every answer of the store looks: its version, the way in for pages of other origins, and errors as JSON.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#32-error-codes
"""

from collections.abc import Iterator

from flask import Blueprint, g, request
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from lms.kernel.db import db
from lms.kernel.errors import Invalid, NotFound, PlatformError, Refused
from lms.kernel.logs import logger, request_id
from lms.xapi.batches import BatchFault, StatementConflict, StatementsRefused
from lms.xapi.documents import BlindChange, PreconditionFailed
from lms.xapi.protocol import HEADER, NotIdentified, answer, takes_tokens
from lms.xapi.refusing import note_refusal
from lms.xapi.rules.versions import Version

# By code, because a handler for a code goes before the web layer's pages.
CODES = (400, 404, 405, 408, 411, 413, 415, 429, 500, 503)
RETRY_SECONDS = 30
# How SQLite and PostgreSQL say that there is no room; PostgreSQL has no code of its own for a file at its largest.
FULL = ("disk is full", "disk I/O error", "No space left", "could not extend file", "File too large")
CONSISTENT = "X-Experience-API-Consistent-Through"

# Whoever may come is decided by the credential in the Authorization header, which no browser sends by itself;
# so pages of every origin may ask, and cookies never count.
# https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#cross-origin-requests
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": f"Authorization, Content-Type, If-Match, If-None-Match, Accept-Language, {HEADER}",
    "Access-Control-Expose-Headers": f"ETag, Last-Modified, WWW-Authenticate, {HEADER}, {CONSISTENT}",
    "Access-Control-Max-Age": "86400",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def told(status: int, message: str, faults: tuple[BatchFault, ...] = ()) -> Response:
    """An error as JSON: what is wrong, and where."""
    return answer({"message": message, "faults": [fault.as_json() for fault in faults]}, status)


def speak_protocol(blueprint: Blueprint) -> None:
    """Give every answer of `blueprint` its version, and every error the form of the store."""

    @blueprint.after_request
    def name_version(response: Response) -> Response:
        response.headers.setdefault(HEADER, g.get("xapi_version", Version.ONE.value))
        if "Access-Control-Allow-Origin" not in response.headers:
            response.headers.extend(CORS)
        return response

    @blueprint.errorhandler(PlatformError)
    def platform_error(error: PlatformError) -> Response:
        response = _told(error)
        note_refusal(error, response.status_code)
        return response

    @blueprint.errorhandler(DBAPIError)
    def database_error(error: DBAPIError) -> Response:
        _log(error)
        return _told_of_database(error)

    def http_error(error: HTTPException) -> Response:
        status = error.code or 500
        if status >= 500:
            _log(error)
        else:
            note_refusal(error, status)
        return told(status, error.description or "")

    for code in CODES:
        blueprint.register_error_handler(code, http_error)


def _told(error: PlatformError) -> Response:
    if isinstance(error, NotIdentified):
        response = told(401, error.message)
        for challenge in _challenges(error):
            response.headers.add("WWW-Authenticate", challenge)
        return response
    if isinstance(error, StatementsRefused):
        return told(400, error.message, error.faults)
    if isinstance(error, StatementConflict):
        return told(409, error.message, (error.fault,))
    response = told(_status(error), error.message)
    if response.status_code == 403 and request.authorization is not None and request.authorization.type == "bearer":
        response.headers["WWW-Authenticate"] = 'Bearer realm="xAPI", error="insufficient_scope"'
    return response


def _challenges(error: NotIdentified) -> Iterator[str]:
    """How the caller can prove who it is, what it tried first.

    https://datatracker.ietf.org/doc/html/rfc6750#section-3
    """
    bearer = 'Bearer realm="xAPI"'
    if error.by_token:
        yield f'{bearer}, error="invalid_token", error_description="{error.message}"'
    yield 'Basic realm="xAPI", charset="UTF-8"'
    if takes_tokens() and not error.by_token:
        yield bearer


def _told_of_database(error: DBAPIError) -> Response:
    """The database took nothing: for want of room, because it is not there or busy, or by a fault of ours."""
    if any(words in str(error.orig) for words in FULL):
        return told(507, "There is no room left to store anything; nothing of this request was stored.")
    if isinstance(error, OperationalError):
        response = told(503, "The database does not answer; nothing of this request was stored. Send it again later.")
        response.headers["Retry-After"] = str(RETRY_SECONDS)
        return response
    return told(500, "An error of ours; nothing of this request was stored.")


def _status(error: PlatformError) -> int:
    codes = ((NotFound, 404), (PreconditionFailed, 412), (BlindChange, 409), (Refused, 403), (Invalid, 400))
    return next((code for kind, code in codes if isinstance(error, kind)), 500)


def _log(error: HTTPException | DBAPIError) -> None:
    cause = getattr(error, "original_exception", None) or error
    logger.error(
        "failed",
        exc_info=(type(cause), cause, cause.__traceback__),
        extra={"facts": {"request": request_id()}},
    )
    db.session.rollback()
