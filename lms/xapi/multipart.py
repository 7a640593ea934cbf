"""Answers and requests in parts: the JSON first, then the data of attachments.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#152-multipartmixed
"""

import secrets
from collections.abc import Iterable, Mapping

import orjson
from werkzeug.wrappers import Response

from lms.xapi.rules.attachments import attachments_of


def as_multipart(json: str, payloads: Iterable[str], data: Mapping[str, bytes]) -> Response:
    """An answer with `json` as the first part, and `data` (by hash) in parts of its own."""
    content_type, content = in_parts(json, payloads, data)
    return Response(content, content_type=content_type)


def in_parts(json: str, payloads: Iterable[str], data: Mapping[str, bytes]) -> tuple[str, bytes]:
    """The content type and the body of `json` and `data` (by hash). payloads: the statements as stored."""
    boundary = f"lernlotse-{secrets.token_hex(16)}"
    types = _types(payloads)
    parts = [f"--{boundary}\r\nContent-Type: application/json\r\n\r\n{json}\r\n".encode()]
    for sha2, content in data.items():
        head = (
            f"--{boundary}\r\nContent-Type: {types.get(sha2, 'application/octet-stream')}\r\n"
            f"Content-Transfer-Encoding: binary\r\nX-Experience-API-Hash: {sha2}\r\n\r\n"
        )
        parts += [head.encode(), content, b"\r\n"]
    parts.append(f"--{boundary}--\r\n".encode())
    return f'multipart/mixed; boundary="{boundary}"', b"".join(parts)


def _types(payloads: Iterable[str]) -> dict[str, str]:
    """What the statements say that the attachments are, each in one line."""
    return {
        str(attachment["sha2"]).lower(): " ".join(attachment["contentType"].split())
        for payload in payloads
        for attachment in attachments_of(orjson.loads(payload))
    }
