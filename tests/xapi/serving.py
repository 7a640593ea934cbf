"""Real servers on localhost: our own application, and targets that misbehave."""

import contextlib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from werkzeug.serving import make_server


@contextmanager
def serving(app: Any, ssl_context: ssl.SSLContext | None = None) -> Iterator[int]:
    """A WSGI application on a port of its own."""
    server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context=ssl_context)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def talking(say: Callable[[socket.socket], None], port: int = 0) -> Iterator[int]:
    """A server below HTTP: `say` gets every connection, after a request has come."""
    listener = socket.create_server(("127.0.0.1", port))
    listener.settimeout(0.1)
    over: list[bool] = []

    def work() -> None:
        while not over:
            with contextlib.suppress(TimeoutError):
                connection, _address = listener.accept()
                with connection, contextlib.suppress(OSError):
                    connection.settimeout(5)
                    connection.recv(65536)
                    say(connection)

    thread = Thread(target=work, daemon=True)
    thread.start()
    try:
        yield int(listener.getsockname()[1])
    finally:
        over.append(True)
        thread.join()
        listener.close()
