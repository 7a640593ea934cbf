"""Bodies that are meant to harm: refused with a clear 4xx, while the server's memory stays as it is."""

import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Event, Thread

import orjson

from bench.promises import Promise
from bench.serving import Create, Instance, running
from bench.talking import Broken, Client

MEGABYTE = 1 << 20
# What one process may grow by, over all bodies: the largest that is read is 8 MB, four are read at once at most.
MOST_GROWTH = 150
_SMALL = b'{"actor":{"mbox":"mailto:a@b.example"},"verb":{"id":"urn:v"},"object":{"id":"urn:o"}'

BODIES: Mapping[str, bytes] = {
    "100 MB": b"[" + b" " * (100 * MEGABYTE) + b"]",
    "1 000 000 statements": b"[" + b",".join([_SMALL + b"}"] * 1_000_000) + b"]",
    "1 000 000 empty objects": b"[" + b",".join([b"{}"] * 1_000_000) + b"]",
    "250 000 empty objects": b"[" + b",".join([b"{}"] * 250_000) + b"]",
    # The most faults that one request can have, and that are listed.
    "20 000 statements with all faults": b"["
    + b",".join([b'{"actor":{"a":1},"verb":{"b":1},"object":{"c":1},"d":1}'] * 20_000)
    + b"]",
    "100 000 unknown properties": b"{" + b",".join(b'"p%d":1' % number for number in range(100_000)) + b"}",
    "100 000 nested lists": b"[" * 100_000 + b"]" * 100_000,
    "100 000 nested objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "bad UTF-8": _SMALL + b',"result":{"response":"\xff\xfe"}}',
    "NUL as it is": _SMALL + b',"result":{"response":"\x00"}}',
    "NUL in an account": b'{"actor":{"account":{"homePage":"http://x.example","name":"\\u0000"}},'
    b'"verb":{"id":"urn:v"},"object":{"id":"urn:o"}}',
    "NUL in a mail address": b'{"actor":{"mbox":"mailto:a\\u0000@b.example"},'
    b'"verb":{"id":"urn:v"},"object":{"id":"urn:o"}}',
    "a lone surrogate": _SMALL + b',"result":{"response":"\\ud800"}}',
    "1e999": _SMALL + b',"result":{"score":{"raw":1e999}}}',
    "a number of 100 000 digits": _SMALL + b',"result":{"score":{"raw":' + b"9" * 100_000 + b"}}}",
    "a property twice": _SMALL + b',"object":{"id":"urn:p"}}',
    "half a body of JSON": _SMALL,
    "nothing": b"",
}


def promises(folder: Path, create: Create) -> Iterator[Promise]:
    """Send each of the bodies, and some in parts of unknown number."""
    instance = Instance(folder / "bodies", create("bodies"))
    client = Client(instance.port, *instance.prepare())
    with running(instance):
        for _ in range(20):
            client.send(client.request_to_post(b"[]"))
        before = instance.resident()
        for name, body in BODIES.items():
            yield _sent(f"{name} is refused", client, client.request_to_post(body))
        yield _sent("100 MB of unknown length is refused", client, client.request_in_pieces(b" " * MEGABYTE, 100))
        peak = _peak_of_four(instance, client)
        growth = round(peak - before)
        yield Promise("memory stays flat", growth <= MOST_GROWTH, f"{before:.0f} MB, at most {growth} MB more")
        good = client.send(client.request_to_post(_SMALL + b"}"))
        yield Promise("the server still works", good.status == 200, str(good.status))


def _sent(words: str, client: Client, request: bytes) -> Promise:
    try:
        answer = client.send(request)
    except Broken as error:
        return Promise(words, False, f"no answer: {error}")
    try:
        told = orjson.loads(answer.body)["message"]
    except (ValueError, KeyError, TypeError):
        return Promise(words, False, f"{answer.status}, and no message in JSON")
    return Promise(words, answer.status in (400, 413) and bool(told), f"{answer.status} {told[:90]}")


def _peak_of_four(instance: Instance, client: Client) -> float:
    """The most memory of a process while four clients send what costs most, all the time looked at."""
    is_over, seen = Event(), [instance.resident()]

    def look() -> None:
        while not is_over.is_set():
            seen.append(instance.resident())
            time.sleep(0.05)

    def send() -> None:
        own = client.another()
        for name in (
            "250 000 empty objects",
            "20 000 statements with all faults",
            "100 000 unknown properties",
            "100 MB",
        ):
            own.send(own.request_to_post(BODIES[name]))

    threads = [Thread(target=send) for _ in range(4)]
    watcher = Thread(target=look)
    watcher.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    is_over.set()
    watcher.join()
    return max(seen)
