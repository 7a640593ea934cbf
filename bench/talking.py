"""A client of the record store that costs next to nothing itself: one connection, kept alive, ready-made requests."""

import base64
import multiprocessing
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

import orjson

Outcome = TypeVar("Outcome")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


class Broken(ConnectionError):
    """The server ended the connection before it had answered."""


class Client:
    """Talks to one server with one credential."""

    def __init__(self, port: int, key: str, secret: str) -> None:
        self._port = port
        self._credential = (key, secret)
        token = base64.b64encode(f"{key}:{secret}".encode()).decode()
        self._headers = f"Host: 127.0.0.1\r\nX-Experience-API-Version: 1.0.3\r\nAuthorization: Basic {token}\r\n"
        self._socket: socket.socket | None = None
        self._left = b""

    def request_to_post(self, body: bytes) -> bytes:
        """The bytes of a POST of statements."""
        head = f"POST /xapi/statements HTTP/1.1\r\n{self._headers}Content-Type: application/json\r\n"
        return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body

    def request_in_pieces(self, piece: bytes, count: int) -> bytes:
        """The bytes of a POST whose length is not told beforehand."""
        head = f"POST /xapi/statements HTTP/1.1\r\n{self._headers}Content-Type: application/json\r\n"
        pieces = b"%x\r\n%s\r\n" % (len(piece), piece)
        return f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + pieces * count + b"0\r\n\r\n"

    def another(self) -> "Client":
        """A client with a connection of its own."""
        return Client(self._port, *self._credential)

    def request_to_get(self, **parameters: object) -> bytes:
        """The bytes of a GET of statements; agents as JSON."""
        query = urlencode(
            {name: orjson.dumps(value) if isinstance(value, dict) else value for name, value in parameters.items()}
        )
        return f"GET /xapi/statements?{query} HTTP/1.1\r\n{self._headers}\r\n".encode()

    def request_for(self, address: str) -> bytes:
        """The bytes of a GET of an address on this server, such as `more`."""
        return f"GET {address} HTTP/1.1\r\n{self._headers}\r\n".encode()

    def send(self, request: bytes) -> Answer:
        """Send and wait for the answer. Raises Broken, also where nobody listens."""
        try:
            return self._exchange(request, fresh=self._socket is None)
        except OSError as error:
            self.close()
            raise Broken(str(error)) from error

    def _exchange(self, request: bytes, *, fresh: bool) -> Answer:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=120)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._left = b""
        try:
            self._socket.sendall(request)
            return self._receive()
        except (BrokenPipeError, ConnectionResetError, _NoAnswer):
            # A server may end an idle connection; nothing of an answer came, and statements have ids.
            self.close()
            if fresh:
                raise
            return self._exchange(request, fresh=True)

    def _receive(self) -> Answer:
        data = self._left
        while b"\r\n\r\n" not in data:
            data += self._more(nothing_yet=not data)
        head, _, body = data.partition(b"\r\n\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        length = int(fields.get(b"content-length", b"0"))
        pieces, size = [body], len(body)
        while size < length:
            pieces.append(self._more(nothing_yet=False))
            size += len(pieces[-1])
        whole = b"".join(pieces)
        self._left = whole[length:]
        if fields.get(b"connection") == b"close":
            self.close()
        return Answer(int(head.split(b" ", 2)[1]), whole[:length])

    def _more(self, *, nothing_yet: bool) -> bytes:
        assert self._socket is not None
        piece = self._socket.recv(1 << 20)
        if not piece:
            raise _NoAnswer if nothing_yet else ConnectionAbortedError("half an answer")
        return piece

    def close(self) -> None:
        """End the connection; the next request opens another."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


class _NoAnswer(ConnectionError):
    """The connection was ended without any answer."""


def at_once(tasks: Sequence[Callable[[], Outcome]]) -> tuple[float, list[Outcome]]:
    """Run each task in a process of its own, all from the same moment; seconds until the last is done, what each
    returned."""
    context = multiprocessing.get_context("fork")
    start, results = context.Barrier(len(tasks) + 1), context.SimpleQueue()

    def run(number: int, task: Callable[[], Outcome]) -> None:
        start.wait()
        results.put((number, task(), time.perf_counter()))

    processes = [context.Process(target=run, args=pair) for pair in enumerate(tasks)]
    for process in processes:
        process.start()
    start.wait()
    began = time.perf_counter()
    found = sorted((results.get() for _ in tasks), key=lambda each: int(each[0]))
    for process in processes:
        process.join()
    return max(each[2] for each in found) - began, [each[1] for each in found]
