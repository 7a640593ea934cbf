"""The server of the tests ends what it has begun."""

import socket
import time
from threading import Event
from urllib.parse import urlsplit

from flask import Flask

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
