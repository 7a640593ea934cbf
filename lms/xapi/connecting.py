"""Opening connections that end: with a timeout for each step, a deadline for the whole, and no way into our own
network for targets that only an organisation's administration chose."""

import contextlib
import http.client
import socket
import ssl
from ipaddress import ip_address
from threading import Timer
from typing import Any


class NotPublic(OSError):
    """The address lies in an internal network."""


class Deadline:
    """Cuts the connection off when the time is over, however slowly the other side drips.

    passed: whether that has happened.
    """

    def __init__(self, connection: http.client.HTTPConnection, seconds: float) -> None:
        self.passed = False
        self._connection = connection
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True

    def _cut(self) -> None:
        self.passed = True
        # The socket itself, below TLS: another thread is reading from it.
        with contextlib.suppress(OSError, AttributeError):
            socket.socket.shutdown(self._connection.sock, socket.SHUT_RDWR)

    def __enter__(self) -> "Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_error: Any) -> None:
        self._timer.cancel()
        self._connection.close()


def connect(scheme: str, host: str, port: int | None, *, seconds: float, internal: bool) -> http.client.HTTPConnection:
    """An open connection. Raises NotPublic, ssl.SSLError and other OSErrors."""
    connection: http.client.HTTPConnection
    if scheme == "https":
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(host, port, timeout=seconds, context=context)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=seconds)
    if not internal:
        _refuse_internal(address for *_kind, address in socket.getaddrinfo(host, connection.port))
    try:
        connection.connect()
        if not internal:
            # A name can lead somewhere else the second time.
            _refuse_internal([connection.sock.getpeername()])
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_internal(addresses: Any) -> None:
    for address in addresses:
        found = ip_address(str(address[0]).partition("%")[0])
        plain = getattr(found, "ipv4_mapped", None) or found
        if not plain.is_global or plain.is_multicast:
            raise NotPublic(str(plain))
