"""Answers in parts: the JSON first, then the data of attachments.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#152-multipartmixed
"""

import secrets

from werkzeug.wrappers import Response


def as_multipart(json: str) -> Response:
    """`json` as the first and only part: attachments are stored by address (fileUrl) only, so none has data
    here."""
    boundary = f"lernlotse-{secrets.token_hex(16)}"
    parts = f"--{boundary}\r\nContent-Type: application/json\r\n\r\n{json}\r\n--{boundary}--\r\n"
    return Response(parts, content_type=f'multipart/mixed; boundary="{boundary}"')
