"""Talking to another store through tincan.

tincan opens connections without a timeout and rewrites statements (durations, timestamps). So we lend it our
own way of sending, and hand it the JSON as it is stored. This module is imported only where something is
forwarded.
"""

import http.client
import ssl
from base64 import b64encode
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import orjson
from tincan.http_request import HTTPRequest
from tincan.remote_lrs import RemoteLRS

from lms.xapi.reasons import Kind, Reason

SECONDS = 30
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
    """A store elsewhere; every connection has a timeout, and answers are read up to a limit."""

    def _send_request(self, request: HTTPRequest) -> Answer:
        """Send what tincan prepared. Raises Unreachable."""
        base = urlsplit(f"{self.endpoint}{request.resource}")
        headers = {"X-Experience-API-Version": self.version, "Authorization": self.auth, **request.headers}
        path = base.path + (f"?{urlencode(request.query_params)}" if request.query_params else "")
        connection = _connect(base.scheme, str(base.hostname), base.port)
        try:
            content = request.content.encode() if request.content is not None else None
            connection.request(request.method, path, body=content, headers=headers)
            response = connection.getresponse()
            body = response.read(LARGEST_ANSWER).decode("utf-8", "replace")
            wait = response.getheader("Retry-After") or ""
            return Answer(response.status, body, int(wait) if wait.isascii() and wait.isdigit() else None)
        except ssl.SSLCertVerificationError as error:
            raise Unreachable(Kind.CERTIFICATE, error.verify_message) from error
        except TimeoutError as error:
            raise Unreachable(Kind.TIMEOUT) from error
        except http.client.HTTPException as error:
            raise Unreachable(Kind.BROKEN, type(error).__name__) from error
        except OSError as error:
            raise Unreachable(Kind.UNREACHABLE, error.strerror or str(error)) from error
        finally:
            connection.close()

    def send(self, statements: list[str], version: str) -> Answer:
        """POST `statements` (JSON as stored) as one list. Raises Unreachable."""
        return self._send_request(
            HTTPRequest(
                method="POST",
                resource="statements",
                headers={"Content-Type": "application/json", "X-Experience-API-Version": version},
                query_params={},
                content=f"[{','.join(statements)}]",
            )
        )

    def fetch(self, statement_id: str, version: str) -> Answer:
        """GET one statement, voided or not. Raises Unreachable."""
        answer = self._fetch("statementId", statement_id, version)
        return answer if answer.status != 404 else self._fetch("voidedStatementId", statement_id, version)

    def _fetch(self, parameter: str, statement_id: str, version: str) -> Answer:
        return self._send_request(
            HTTPRequest(
                method="GET",
                resource="statements",
                headers={"X-Experience-API-Version": version},
                query_params={parameter: statement_id},
            )
        )


def _connect(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=SECONDS, context=ssl.create_default_context())
    return http.client.HTTPConnection(host, port, timeout=SECONDS)


def remote_store(endpoint: str, key: str, secret: str) -> RemoteStore:
    """The store at `endpoint`, which may end in a slash or not."""
    auth = b64encode(f"{key}:{secret}".encode()).decode()
    made: RemoteStore = RemoteStore(endpoint=f"{endpoint.rstrip('/')}/", version="1.0.3", auth=f"Basic {auth}")
    return made
