"""The alternate request syntax of version 1: everything in the form of a POST, for browsers that could do no more.

Version 2 has dropped it.
https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#13-alternate-request-syntax
"""

from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response

from lms.xapi.batches import StatementsRefused
from lms.xapi.protocol import HEADER, bytes_of_body, refused
from lms.xapi.rules.alternate import ALTERNATE, NotAlternate, Rewritten, rewrite
from lms.xapi.rules.versions import Version, version_named
from lms.xapi.speaking import speak_protocol, told

# Has no route of its own: it takes requests to the others before they are looked at.
blueprint = Blueprint("xapi_alternate", __name__)
speak_protocol(blueprint)


@blueprint.before_app_request
def unfold() -> Response | None:
    """Answer a POST that stands for another request as if the other one had come."""
    if request.method != "POST" or "method" not in request.args or not request.path.startswith("/xapi/"):
        return None
    named = version_named(request.headers.get(HEADER, "").strip())
    if named is Version.TWO:
        # The resource refuses the parameter `method`.
        return None
    try:
        rewritten = _rewritten()
        if version_named(rewritten.headers.get(HEADER, "")) is Version.TWO:
            raise refused(f"header {HEADER}", "names version 2, which has no alternate request syntax", ALTERNATE)
    except StatementsRefused as error:
        return told(400, error.message, error.faults)
    with current_app.request_context(_environment(rewritten)):
        answered: Response = current_app.full_dispatch_request()
        return answered


def _rewritten() -> Rewritten:
    if request.mimetype != "application/x-www-form-urlencoded" or len(request.args) > 1:
        raise refused("", "must be a form, with method as the only parameter in the address", ALTERNATE)
    try:
        form = parse_qsl(bytes_of_body().decode(), keep_blank_values=True, errors="strict", max_num_fields=100)
        return rewrite(request.args["method"], form)
    except (NotAlternate, ValueError) as error:
        raise refused("", str(error), ALTERNATE) from None


def _environment(rewritten: Rewritten) -> dict[str, Any]:
    """The environment of the request that was meant."""
    environment = {
        name: value
        for name, value in request.environ.items()
        if not name.startswith(("werkzeug.", "flask.")) and name not in ("CONTENT_TYPE", "CONTENT_LENGTH")
    }
    environment |= {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in rewritten.headers.items()}
    content = rewritten.content.encode()
    return environment | {
        "REQUEST_METHOD": rewritten.method,
        "QUERY_STRING": urlencode(rewritten.parameters),
        "CONTENT_TYPE": rewritten.content_type,
        "CONTENT_LENGTH": str(len(content)),
        "wsgi.input": BytesIO(content),
        "wsgi.input_terminated": True,
    }
