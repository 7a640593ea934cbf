"""Bodies in parts: the statements first, then the data of their attachments.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#152-multipartmixed
https://www.rfc-editor.org/rfc/rfc2046#section-5.1
"""

import hashlib
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MULTIPART = "https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#152-multipartmixed"
MOST_PARTS = 2000

_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,\-./:=? ]{0,69}[0-9A-Za-z'()+_,\-./:=?]")
_LINE_END = re.compile(rb"[ \t]*\r\n")
_HEADER = re.compile(r"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):[ \t]*(.*?)[ \t]*")
# SHA-2 has one hash for each of these lengths, in hexadecimal digits.
_HASHES = {56: hashlib.sha224, 64: hashlib.sha256, 96: hashlib.sha384, 128: hashlib.sha512}


class NotInParts(ValueError):
    """The body is not in parts as the specification wants; the message says why."""


@dataclass(frozen=True)
class Part:
    """A part of a body. headers: by name in lower case."""

    headers: Mapping[str, str]
    content: bytes


def split(body: bytes, boundary: str | None) -> list[Part]:
    """The parts between the boundaries. Raises NotInParts."""
    if boundary is None or not _BOUNDARY.fullmatch(boundary):
        raise NotInParts("the Content-Type names no boundary, or one that RFC 2046 forbids")
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary.encode(), MOST_PARTS + 2)
    if len(pieces) < 2:
        raise NotInParts("the boundary that the Content-Type names is not in the body")
    if len(pieces) > MOST_PARTS + 2:
        raise NotInParts(f"there are more than {MOST_PARTS} parts")
    found: list[Part] = []
    for piece in pieces[1:]:
        if piece.startswith(b"--"):
            return found
        found.append(_part(piece))
    raise NotInParts("the last boundary is missing, so something was cut off")


def _part(piece: bytes) -> Part:
    start = _LINE_END.match(piece)
    if start is None:
        raise NotInParts("a boundary must stand alone in its line")
    # The empty line before the content is there even where there are no headers.
    head, gap, content = (b"\r\n" + piece[start.end() :]).partition(b"\r\n\r\n")
    if not gap:
        raise NotInParts("a part has no empty line between its headers and its content")
    headers: dict[str, str] = {}
    for line in head.decode("latin-1").split("\r\n")[1:]:
        found = _HEADER.fullmatch(line)
        if found is None:
            raise NotInParts(f"{line[:40]!r} is no header of a part")
        headers[found[1].lower()] = found[2]
    return Part(headers, content)


def statements_part(parts: Sequence[Part]) -> bytes:
    """The JSON of the statements, which the first part holds. Raises NotInParts."""
    kind = parts[0].headers.get("content-type", "") if parts else ""
    if kind.partition(";")[0].strip().lower() != "application/json":
        raise NotInParts("the first part must be application/json")
    return parts[0].content


def data_in(parts: Sequence[Part]) -> dict[str, bytes]:
    """The data of attachments in the other parts, by hash (lower case). Raises NotInParts for what breaks a rule."""
    found: dict[str, bytes] = {}
    for number, part in enumerate(parts[1:], 2):
        if part.headers.get("content-transfer-encoding", "").lower() != "binary":
            raise NotInParts(f"part {number} needs the header Content-Transfer-Encoding: binary")
        named = part.headers.get("x-experience-api-hash", "").lower()
        if not named:
            raise NotInParts(f"part {number} needs the header X-Experience-API-Hash")
        algorithm = _HASHES.get(len(named))
        if algorithm is None or not hmac.compare_digest(algorithm(part.content).hexdigest(), named):
            raise NotInParts(f"the content of part {number} does not have the SHA-2 hash that it names")
        found[named] = part.content
    return found
