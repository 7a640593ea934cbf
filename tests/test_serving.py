"""The server of the tests ends what it has begun."""

import socket
import struct
import time
from collections.abc import Iterator
from threading import Event
from urllib.parse import urlsplit

from flask import Flask, Response

from tests.serving import served


def test_a_request_that_is_cut_off_is_finished_before_the_server_is_gone() -> None:
    app, begun, finished = Flask(__name__), Event(), Event()

    @app.get("/")
    def slow() -> str:
        begun.set()
        time.sleep(0.3)
        finished.set()
        return "done"

    with served(app) as url:
        idle = socket.create_connection(("127.0.0.1", urlsplit(url).port or 0))
        cut = socket.create_connection(("127.0.0.1", urlsplit(url).port or 0))
        cut.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert begun.wait(5)
        cut.close()
    assert finished.is_set()
    idle.close()


def test_an_answer_is_closed_though_its_connection_broke() -> None:
    app, begun, closed = Flask(__name__), Event(), Event()

    @app.get("/")
    def large() -> Response:
        def parts() -> Iterator[bytes]:
            begun.set()
            for _ in range(200):
                time.sleep(0.005)
                yield b"x" * 100_000

        response = Response(parts())
        response.call_on_close(closed.set)
        return response

    with served(app) as url:
        reader = socket.create_connection(("127.0.0.1", urlsplit(url).port or 0))
        # Ended by a reset, as by a browser that leaves the page with the answer half read.
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        reader.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert begun.wait(5)
        reader.close()
    assert closed.is_set()
