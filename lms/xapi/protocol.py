"""What every request to the store has in common: version, credential, and a body of bounded size.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#1-0-requests
"""

from importlib import import_module
from typing import IO, Any

import orjson
from flask import current_app, g, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from lms.kernel.db import transaction
from lms.kernel.errors import PlatformError
from lms.xapi.batches import BatchFault, StatementsRefused
from lms.xapi.callers import Caller, Denial, Denied, by_secret, note_use
from lms.xapi.rules.reading import Unreadable, read_json
from lms.xapi.rules.versions import BEFORE_HEADERS, Version, version_named

HEADER = "X-Experience-API-Version"
VERSIONING = "https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#33-versioning"
CONTENT_TYPES = "https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#15-content-types"
FORMATTING = "https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#22-formatting-requirements"
LARGEST_BODY = 8 * 1024 * 1024
MOST_PASSED_OVER = 256 * 1024 * 1024


class NotIdentified(PlatformError):
    """No credential, or one that is wrong, revoked or expired; `denied` says which. by_token: a token came."""

    def __init__(self, denied: Denied, *, by_token: bool) -> None:
        super().__init__(denied.message)
        self.denied = denied
        self.by_token = by_token


def identify() -> Caller:
    """The caller of this request, by Basic authentication or a token. Raises NotIdentified."""
    caller = _caller()
    if isinstance(caller, Denied):
        by_token = request.authorization is not None and request.authorization.type == "bearer"
        raise NotIdentified(caller, by_token=by_token)
    g.xapi_credential = caller.credential_id
    if not caller.use_is_noted:
        with transaction():
            note_use(caller.credential_id)
    return caller


def takes_tokens() -> bool:
    """Whether tokens of the city's sign-in count."""
    return bool(current_app.extensions["settings"].oidc_issuer)


def _caller() -> Caller | Denied:
    given = request.authorization
    if given is not None and given.type == "basic" and given.username and given.password:
        return by_secret(given.username, given.password)
    if given is not None and given.type == "bearer" and given.token:
        if not takes_tokens():
            return Denied(Denial.BAD_TOKEN, "Tokens do not count here. Send key and secret by HTTP Basic.")
        # Only here, because it brings libraries that the web process seldom needs.
        found: Caller | Denied = import_module("lms.xapi.bearer").by_token(given.token)
        return found
    message = "Send key and secret of an xAPI access by HTTP Basic authentication."
    if "Authorization" not in request.headers:
        message += " The header Authorization is missing; if you sent it, a proxy on the way removed it."
    return Denied(Denial.NOTHING_SENT, message)


def named_version() -> Version:
    """The version that the request names.

    Raises StatementsRefused if it names none, or one that we do not speak. A request without the header is one
    of xAPI 0.9, which had none; so it is answered.
    """
    named = request.headers.get(HEADER)
    version = version_named(named.strip()) if named else None
    if version is None:
        if not named:
            g.xapi_version = BEFORE_HEADERS
        message = f"must be 1.0.x or 2.0.x, not {named[:20]!r}" if named else "is missing; send 1.0.3 or 2.0.0"
        raise refused(f"header {HEADER}", message, VERSIONING)
    g.xapi_version = version.value
    return version


def bytes_of_body() -> bytes:
    """The body as it came. Raises 413 where it is too large, and then has read it to its end if that is near: a client
    that still sends when the connection is closed sees that only, and not our answer."""
    # One more: a body of unknown length is cut off there without a word.
    request.max_content_length = LARGEST_BODY + 1
    try:
        data = request.get_data(cache=False)
    except RequestEntityTooLarge:
        data = None
    if data is None or len(data) > LARGEST_BODY:
        _pass_over(request.environ["wsgi.input"], MOST_PASSED_OVER)
        raise RequestEntityTooLarge(f"The body is larger than {LARGEST_BODY >> 20} MB; send less at once.")
    return data


def _pass_over(stream: IO[bytes], most: int) -> None:
    passed = 0
    while passed < most and (piece := stream.read(min(1 << 16, most - passed))):
        passed += len(piece)


def json_in(data: bytes) -> Any:
    """The JSON in `data`. Raises StatementsRefused for anything else."""
    try:
        return read_json(data)
    except Unreadable as error:
        raise refused("", f"is no JSON: {error}", FORMATTING) from None


def refused(path: str, message: str, link: str) -> StatementsRefused:
    """The refusal of a request for one fault that lies in no statement."""
    return StatementsRefused([BatchFault(None, None, path, message, link)])


def answer(value: Any, status: int = 200) -> Response:
    """`value` as JSON; bytes and strings are JSON already."""
    content = value if isinstance(value, bytes | str) else orjson.dumps(value)
    return Response(content, status, content_type="application/json")
