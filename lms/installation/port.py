"""The port to serve on."""

import errno
import socket

from lms.installation.problem import Problem

HOST = "127.0.0.1"
DEFAULT = 8000
HIGHEST = 65535


def port_from(text: str) -> int:
    """The number of the port, the default for an empty text. Raises Problem for anything that is no port."""
    if not text.strip():
        return DEFAULT
    if not text.strip().isdecimal() or not 1 <= int(text) <= HIGHEST:
        raise Problem(f"PORT={text} is not a port. Give a number from 1024 to {HIGHEST}: make demo PORT={DEFAULT}")
    return int(text)


def check_free(port: int, again: str) -> None:
    """Raise Problem if the port cannot be served on. again: the command that the sentence offers."""
    refused = _refusal(port)
    if refused is None:
        return
    if refused == errno.EACCES:
        raise Problem(f"Port {port} is reserved for root. Choose one from 1024: {again} PORT={DEFAULT}")
    free = next((other for other in range(port + 1, min(port + 100, HIGHEST)) if _refusal(other) is None), DEFAULT)
    raise Problem(
        f"Port {port} is taken, perhaps by an earlier `{again}` that still runs. "
        f"Stop that, or choose another port: {again} PORT={free}"
    )


def _refusal(port: int) -> int | None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does: old connections do not count
        try:
            trial.bind((HOST, port))
        except OSError as error:
            return error.errno
    return None
