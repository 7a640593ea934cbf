"""What the measurements of the record store share: a warm server, clients that post, lines that show progress."""

import sys
from collections.abc import Sequence

from bench.table import Row
from bench.talking import Client, at_once


def say(rows: Sequence[Row]) -> None:
    """Show that it goes on."""
    for row in rows:
        print(f"{row.what}: {row.measure} {row.value:g} {row.unit}", file=sys.stderr, flush=True)


def warm(port: int, key: str, secret: str) -> None:
    """Let every thread of every process import and connect what it needs."""

    def ask() -> None:
        client = Client(port, key, secret)
        for _ in range(10):
            client.send(client.request_to_get(limit=1))

    at_once([ask] * 8)


def post_all(client: Client, requests: Sequence[bytes]) -> int:
    return sum(client.send(request).status != 200 for request in requests)
