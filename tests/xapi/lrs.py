"""Clients of a Learning Record Store, near and far."""

import base64
import socket
from dataclasses import dataclass
from threading import Thread
from typing import Any

import orjson
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import BaseWSGIServer, make_server
from werkzeug.test import TestResponse

Json = dict[str, Any]
URL = "/xapi/statements"


@dataclass
class Lrs:
    """Talks to the store as another system would."""

    client: FlaskClient
    key: str
    secret: str
    version: str = "1.0.3"

    @property
    def headers(self) -> dict[str, str]:
        """Version and credential."""
        token = base64.b64encode(f"{self.key}:{self.secret}".encode()).decode()
        return {"X-Experience-API-Version": self.version, "Authorization": f"Basic {token}"}

    def post(self, sent: Any) -> TestResponse:
        """POST JSON, or bytes that call themselves JSON."""
        data = sent if isinstance(sent, bytes) else orjson.dumps(sent)
        return self.client.post(URL, data=data, content_type="application/json", headers=self.headers)

    def store(self, *statements: Json) -> list[str]:
        """POST statements that must be taken; their ids."""
        answer = self.post(list(statements))
        assert answer.status_code == 200, answer.text
        ids: list[str] = answer.get_json()
        return ids

    def put(self, statement_id: str, statement: Json) -> TestResponse:
        """PUT a statement."""
        return self.client.put(URL, query_string={"statementId": statement_id}, json=statement, headers=self.headers)

    def get(self, **parameters: Any) -> TestResponse:
        """GET with parameters; agents as JSON."""
        query = {
            name: orjson.dumps(value).decode() if isinstance(value, dict) else value
            for name, value in parameters.items()
        }
        return self.client.get(URL, query_string=query, headers=self.headers)

    def send(
        self, method: str, path: str, parameters: Json | None = None, data: Any = None, **headers: str
    ) -> TestResponse:
        """Any request to /xapi/…; agents and documents as JSON, If_Match=… and the like as headers."""
        query = {
            name: orjson.dumps(value).decode() if isinstance(value, dict) else value
            for name, value in (parameters or {}).items()
        }
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if isinstance(data, dict | list):
            data = orjson.dumps(data)
            given.setdefault("Content-Type", "application/json")
        return self.client.open(
            f"/xapi/{path}", method=method, query_string=query, data=data, headers={**self.headers, **given}
        )

    def ids(self, **parameters: Any) -> list[str]:
        """The ids of what a GET finds, over all pages."""
        answer = self.get(**parameters)
        assert answer.status_code == 200, answer.text
        found = [each["id"] for each in answer.get_json()["statements"]]
        while more := answer.get_json()["more"]:
            answer = self.client.get(more, headers=self.headers)
            found += [each["id"] for each in answer.get_json()["statements"]]
        return found


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Elsewhere:
    """A store on a real port, that can be down."""

    app: Flask
    port: int
    key: str
    secret: str
    _server: BaseWSGIServer | None = None
    _thread: Thread | None = None

    @property
    def endpoint(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/xapi"

    def start(self, app: Any = None) -> None:
        """Listen; with another WSGI application than the store's own if given."""
        self._server = make_server("127.0.0.1", self.port, app or self.app, threaded=True)
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._server = None

    def ids(self) -> list[str]:
        """What is stored there, oldest first. Asked in a thread, apart from the test's application."""
        found: list[str] = []

        def ask() -> None:
            found.extend(Lrs(self.app.test_client(), self.key, self.secret).ids(ascending="true"))

        thread = Thread(target=ask)
        thread.start()
        thread.join()
        return found
