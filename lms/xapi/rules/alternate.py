"""How a form stands for another request.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#13-alternate-request-syntax
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ALTERNATE = "https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#13-alternate-request-syntax"

METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE")
WITH_CONTENT = ("PUT", "POST")
# Fields of the form that stand for headers; Content-Length is counted anew, Content-Type goes with the content.
HEADERS = {
    name.lower(): name
    for name in ("Authorization", "X-Experience-API-Version", "If-Match", "If-None-Match", "Accept-Language")
}
_DROPPED = ("content-length",)


class NotAlternate(ValueError):
    """The form stands for no request; the message says why."""


@dataclass(frozen=True)
class Rewritten:
    """The request that was meant."""

    method: str
    headers: Mapping[str, str]
    parameters: Mapping[str, str]
    content: str
    content_type: str


def rewrite(method: str, form: Sequence[tuple[str, str]]) -> Rewritten:
    """The request that a POST with `method` in its address and `form` in its body stands for. Raises NotAlternate."""
    if method not in METHODS:
        raise NotAlternate(f"the method must be one of {', '.join(METHODS)}")
    fields = dict(form)
    if len(fields) != len(form):
        raise NotAlternate("a field of the form is there twice")
    if (method in WITH_CONTENT) != ("content" in fields):
        raise NotAlternate("the field content must be there for PUT and POST, and only for them")
    content = fields.pop("content", "")
    headers = {HEADERS[name.lower()]: value for name, value in fields.items() if name.lower() in HEADERS}
    if any(character in value for value in headers.values() for character in "\r\n\x00"):
        raise NotAlternate("a field that stands for a header must be one line")
    given_type = next((value for name, value in fields.items() if name.lower() == "content-type"), "application/json")
    own = {*HEADERS, *_DROPPED, "content-type"}
    parameters = {name: value for name, value in fields.items() if name.lower() not in own}
    return Rewritten(method, headers, parameters, content, given_type if method in WITH_CONTENT else "")
