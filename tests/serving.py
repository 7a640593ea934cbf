"""A web server within the tests that ends what it has begun: no request outlives it, with a file or connection open."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Thread, local
from typing import Any, cast

from flask import Flask
from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler


class _Answers(local):
    """The answer that a thread works on."""

    last: Any = None


class _Handler(WSGIRequestHandler):
    """Closes every answer. Werkzeug does so last, and not at all where the connection breaks before."""

    def run_wsgi(self) -> None:
        """Answer one request."""
        answers = cast(LiveWsgiServer, self.server).answers
        try:
            super().run_wsgi()
        finally:
            if answers.last is not None:
                answers.last.close()
                answers.last = None


class LiveWsgiServer(ThreadedWSGIServer):
    """Waits for its request threads when it is closed; browsers that keep connections open are told to go."""

    daemon_threads = False
    block_on_close = True

    def __init__(self, app: Flask) -> None:
        self._open: set[socket.socket] = set()
        self._lock = Lock()
        self.answers = _Answers()

        def remembering(environ: Any, start_response: Any) -> Any:
            self.answers.last = app(environ, start_response)
            return self.answers.last

        super().__init__("127.0.0.1", 0, remembering, _Handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection while a thread works on it."""
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget the connection."""
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        """Take no more requests from open connections, and let the threads finish those that they work on."""
        with self._lock:
            for each in self._open:
                # What waits for a next request sees the end; an answer on its way still goes out.
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RD)
        super().server_close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application on a free port; its address."""
    server = LiveWsgiServer(app)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
