"""Talking to another store through tincan.

tincan opens connections without a timeout and rewrites statements (durations, timestamps). So we lend it our
own way of sending, and hand it the JSON as it is stored. This module is imported only where something is
forwarded or a connection is tried.
"""

import http.client
import ssl
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import orjson
from tincan.http_request import HTTPRequest
from tincan.remote_lrs import RemoteLRS

from lms.kernel import clock
from lms.xapi.connecting import Deadline, NotPublic, connect
from lms.xapi.multipart import in_parts
from lms.xapi.reasons import Kind, Reason
from lms.xapi.rules.retrying import seconds_to_wait

LARGEST_ANSWER = 4 * 1024 * 1024


class Unreachable(Exception):
    """No answer: no connection, no time left, half an answer, a wrong certificate; `reason` says which."""

    def __init__(self, kind: Kind, detail: str = "") -> None:
        super().__init__(f"{kind} {detail}")
        self.reason = Reason(kind, detail)


@dataclass(frozen=True)
class Answer:
    """What the other side said. body: as text, whatever it was. retry_after: seconds it asked us to wait."""

    status: int
    body: str
    retry_after: int | None = None

    @property
    def json(self) -> Any:
        """The body as JSON; None if it is none."""
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError:
            return None


class RemoteStore(RemoteLRS):  # type: ignore[misc]  # tincan has no types
    """A store elsewhere; every connection has a timeout, and answers are read up to a limit.

    internal: whether it may lie in our own network. seconds: how long a request may take, all in all three times that.
    """

    # tincan takes only the properties that a class names.
    _props = (*RemoteLRS._props, "internal", "seconds")
    internal: bool
    seconds: float

    def _send_request(self, request: HTTPRequest) -> Answer:
        """Send what tincan prepared. Raises Unreachable."""
        base = urlsplit(f"{self.endpoint}{request.resource}")
        headers = {"X-Experience-API-Version": self.version, "Authorization": self.auth, **request.headers}
        path = base.path + (f"?{urlencode(request.query_params)}" if request.query_params else "")
        content = request.content.encode() if isinstance(request.content, str) else request.content
        connection = self._connected(base.scheme, str(base.hostname), base.port)
        with Deadline(connection, self.seconds * 3) as deadline:
            try:
                connection.request(request.method, path, body=content, headers=headers)
                return _read(connection.getresponse())
            except (http.client.HTTPException, OSError) as error:
                if deadline.passed or isinstance(error, TimeoutError):
                    raise Unreachable(Kind.TIMEOUT) from error
                raise Unreachable(Kind.BROKEN, type(error).__name__) from error

    def _connected(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        try:
            return connect(scheme, host, port, seconds=self.seconds, internal=self.internal)
        except NotPublic as error:
            raise Unreachable(Kind.INTERNAL) from error
        except ssl.SSLCertVerificationError as error:
            raise Unreachable(Kind.CERTIFICATE, error.verify_message) from error
        except ssl.SSLError as error:
            raise Unreachable(Kind.NO_TLS) from error
        except TimeoutError as error:
            raise Unreachable(Kind.TIMEOUT) from error
        except (OSError, UnicodeError) as error:
            raise Unreachable(Kind.UNREACHABLE, getattr(error, "strerror", None) or "") from error

    def send(self, statements: Sequence[str], version: str, data: Mapping[str, bytes] | None = None) -> Answer:
        """POST `statements` (JSON as stored) as one list, with the `data` of attachments. Raises Unreachable."""
        content_type, content = "application/json", f"[{','.join(statements)}]".encode()
        if data:
            content_type, content = in_parts(content.decode(), statements, data)
        return self._send_request(
            HTTPRequest(
                method="POST",
                resource="statements",
                headers={"Content-Type": content_type, "X-Experience-API-Version": version},
                query_params={},
                content=content,
            )
        )

    def fetch(self, statement_id: str, version: str) -> Answer:
        """GET one statement, voided or not. Raises Unreachable."""
        answer = self._get("statements", version, statementId=statement_id)
        return answer if answer.status != 404 else self._get("statements", version, voidedStatementId=statement_id)

    def look(self, version: str) -> Answer:
        """GET the latest statement that may be seen. Raises Unreachable."""
        return self._get("statements", version, limit="1")

    def introduction(self) -> Answer:
        """GET what the store says about itself. Raises Unreachable."""
        return self._get("about", self.version)

    def _get(self, resource: str, version: str, **parameters: str) -> Answer:
        headers = {"X-Experience-API-Version": version}
        return self._send_request(
            HTTPRequest(method="GET", resource=resource, headers=headers, query_params=parameters)
        )


def _read(response: http.client.HTTPResponse) -> Answer:
    """The answer up to the limit. Raises HTTPException where it ends before it should."""
    content = response.read(LARGEST_ANSWER)
    if response.length and len(content) < LARGEST_ANSWER:
        raise http.client.IncompleteRead(content, response.length)
    wait = seconds_to_wait(response.getheader("Retry-After"), clock.now())
    return Answer(response.status, content.decode("utf-8", "replace"), wait)


def remote_store(endpoint: str, key: str, secret: str, *, internal: bool, seconds: float) -> RemoteStore:
    """The store at `endpoint`, which may end in a slash or not."""
    auth = b64encode(f"{key}:{secret}".encode()).decode()
    base = f"{endpoint.rstrip('/')}/"
    return RemoteStore(endpoint=base, version="1.0.3", auth=f"Basic {auth}", internal=internal, seconds=seconds)
