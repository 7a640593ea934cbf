"""What every request to the store has in common: version, credential, size, and how errors are told.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#32-error-codes
"""

from typing import Any

import orjson
from flask import Blueprint, g, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from lms.kernel.db import db, transaction
from lms.kernel.errors import Invalid, NotFound, PlatformError, Refused
from lms.kernel.logs import logger, request_id
from lms.xapi.batches import BatchFault, StatementConflict, StatementsRefused
from lms.xapi.credentials import Caller, check_credential, note_use
from lms.xapi.rules.reading import Unreadable, read_json
from lms.xapi.rules.versions import Version, version_named

HEADER = "X-Experience-API-Version"
VERSIONING = "https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#33-versioning"
CONTENT_TYPES = "https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#15-content-types"
FORMATTING = "https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#22-formatting-requirements"
LARGEST_BODY = 8 * 1024 * 1024
# By code, because a handler for a code goes before the web layer's pages.
CODES = (400, 404, 405, 408, 411, 413, 415, 429, 500, 503)


class NotIdentified(PlatformError):
    """No credential, or one that is wrong, revoked or expired."""


def identify() -> Caller:
    """The caller of this request, by Basic authentication. Raises NotIdentified."""
    given = request.authorization
    caller = None
    if given is not None and given.type == "basic" and given.username and given.password:
        caller = check_credential(given.username, given.password)
    # Ends the read, so that no lock is held while we read and check the body, and so that the use can be
    # noted.
    db.session.rollback()
    if caller is None:
        raise NotIdentified("Send key and secret of an xAPI credential by HTTP Basic authentication.")
    if not caller.use_is_noted:
        with transaction():
            note_use(caller.credential_id)
    return caller


def named_version() -> Version:
    """The version that the request names.

    Raises StatementsRefused if it names none, or one that we do not speak.
    """
    named = request.headers.get(HEADER)
    version = version_named(named.strip()) if named else None
    if version is None:
        message = f"must be 1.0.x or 2.0.x, not {named[:20]!r}" if named else "is missing; send 1.0.3 or 2.0.0"
        raise StatementsRefused([BatchFault(None, None, f"header {HEADER}", message, VERSIONING)])
    g.xapi_version = version
    return version


def body() -> Any:
    """The JSON in the body. Raises StatementsRefused for anything else, and 413 where it is too large."""
    request.max_content_length = LARGEST_BODY
    if request.mimetype != "application/json":
        message = f"must be application/json, not {request.mimetype[:80] or 'missing'}"
        raise StatementsRefused([BatchFault(None, None, "header Content-Type", message, CONTENT_TYPES)])
    try:
        return read_json(request.get_data(cache=False))
    except Unreadable as error:
        raise StatementsRefused([BatchFault(None, None, "", f"is no JSON: {error}", FORMATTING)]) from None


def answer(value: Any, status: int = 200) -> Response:
    """`value` as JSON; bytes and strings are JSON already."""
    content = value if isinstance(value, bytes | str) else orjson.dumps(value)
    return Response(content, status, content_type="application/json")


def told(status: int, message: str, faults: tuple[BatchFault, ...] = ()) -> Response:
    """An error as JSON: what is wrong, and where."""
    return answer({"message": message, "faults": [fault.as_json() for fault in faults]}, status)


def speak_protocol(blueprint: Blueprint) -> None:
    """Give every answer of `blueprint` its version, and every error the form of the store."""

    @blueprint.after_request
    def name_version(response: Response) -> Response:
        response.headers[HEADER] = g.get("xapi_version", Version.ONE).value
        return response

    @blueprint.errorhandler(PlatformError)
    def platform_error(error: PlatformError) -> Response:
        return _told(error)

    def http_error(error: HTTPException) -> Response:
        status = error.code or 500
        if status >= 500:
            _log(error)
        return told(status, error.description or "")

    for code in CODES:
        blueprint.register_error_handler(code, http_error)


def _told(error: PlatformError) -> Response:
    if isinstance(error, NotIdentified):
        response = told(401, error.message)
        response.headers["WWW-Authenticate"] = 'Basic realm="xAPI", charset="UTF-8"'
        return response
    if isinstance(error, StatementsRefused):
        return told(400, error.message, error.faults)
    if isinstance(error, StatementConflict):
        return told(409, error.message, (error.fault,))
    if isinstance(error, NotFound):
        return told(404, error.message)
    return told(403 if isinstance(error, Refused) else 400 if isinstance(error, Invalid) else 500, error.message)


def _log(error: HTTPException) -> None:
    cause = getattr(error, "original_exception", None) or error
    logger.error(
        "failed",
        exc_info=(type(cause), cause, cause.__traceback__),
        extra={"facts": {"request": request_id()}},
    )
    db.session.rollback()
