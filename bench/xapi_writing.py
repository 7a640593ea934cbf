"""How fast the record store takes statements, beside what its database alone can do."""

from collections.abc import Sequence
from functools import partial
from itertools import count
from pathlib import Path

import orjson

from bench.serving import Create, Instance, running
from bench.table import Row, at_least
from bench.talking import Client, at_once
from bench.xapi_client import post_all, say, warm
from bench.xapi_limit import seconds
from bench.xapi_statements import Crowd, Json

# Statements per request, and how many requests of each client are measured.
SIZES = {1: 300, 100: 40, 1000: 6}
CLIENTS = (1, 4)
PEOPLE_OF = 10_000
SHARE_OF_100, ONE_BY_ONE, IN_BATCHES = 25, 400, 5000


def _batches(crowd: Crowd, size: int, clients: int) -> list[list[list[Json]]]:
    return [
        [list(crowd.statements(size, salt=hash((size, clients, client, turn)))) for turn in range(SIZES[size])]
        for client in range(clients)
    ]


def writing(name: str, folder: Path, create: Create) -> list[Row]:
    """Ours and the database alone, in turns, each into tables of its own that grow alike."""
    rows: list[Row] = []
    crowd = Crowd(PEOPLE_OF)
    raw = Instance(folder / "raw", create("raw"))
    raw.prepare()
    seqs = count(1)
    ours = Instance(folder / "ours", create("ours"))
    credential = ours.prepare()
    with running(ours):
        warm(ours.port, *credential)
        for size, turns in SIZES.items():
            for clients in CLIENTS:
                batches = _batches(crowd, size, clients)
                taken = _sent(ours.port, *credential, batches)
                limit = seconds(raw.database_url, batches, seqs)
                what = f"xAPI, {name}, POST {size}, {clients} client{'s' if clients > 1 else ''}"
                share = round(100 * limit / taken, 1)
                rows.append(
                    at_least(what, "of the raw database", share, SHARE_OF_100, "%")
                    if size == 100
                    else Row(what, "of the raw database", share, "%")
                )
                rows.append(_rate(what, size * turns * clients / taken, name, size, clients))
                say(rows[-2:])
    return rows


def _rate(what: str, per_second: float, name: str, size: int, clients: int) -> Row:
    value = round(per_second)
    if name == "PostgreSQL" and clients == 4:
        return at_least(what, "statements per second", value, ONE_BY_ONE if size == 1 else IN_BATCHES)
    return Row(what, "statements per second", value)


def _sent(port: int, key: str, secret: str, clients: Sequence[Sequence[Sequence[Json]]]) -> float:
    """Seconds until all batches of all clients are stored."""
    talkers = [Client(port, key, secret) for _ in clients]
    requests = [
        [talker.request_to_post(orjson.dumps(batch)) for batch in batches]
        for talker, batches in zip(talkers, clients, strict=True)
    ]
    taken, outcomes = at_once([partial(post_all, talker, some) for talker, some in zip(talkers, requests, strict=True)])
    if sum(outcomes):
        raise RuntimeError(f"{sum(outcomes)} requests failed")
    return taken
