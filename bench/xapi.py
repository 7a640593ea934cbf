"""The record store as it is operated, beside what its database alone can do; small and grown large.

`python -m bench.xapi --statements 1000000 --database PostgreSQL` measures one database at full size; it takes minutes.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from random import Random
from statistics import median, quantiles

import orjson

from bench.serving import DATABASES, ROOT, Create, Instance, running
from bench.table import Row, at_least, at_most, render
from bench.talking import Client, at_once
from bench.xapi_filling import fill, time_of
from bench.xapi_limit import seconds
from bench.xapi_statements import Crowd, Json

FEW, MANY = 10_000, 100_000
# Statements per request, and how many requests of each client are measured.
SIZES = {1: 300, 100: 40, 1000: 6}
CLIENTS = (1, 4)
QUERIES = 150
LIMIT = 100
SHARE_OF_100, ONE_BY_ONE, IN_BATCHES = 25, 400, 5000


def measure(many: int = MANY, databases: Sequence[str] = tuple(DATABASES)) -> list[Row]:
    """Writing against the limit, and writing and reading at 10 000 and at `many` statements."""
    rows: list[Row] = []
    for name in databases:
        with tempfile.TemporaryDirectory(prefix="lernlotse-bench-") as folder, DATABASES[name](Path(folder)) as create:
            rows += _writing(name, Path(folder), create)
            rows += _growing(name, Path(folder), create, many)
    return rows


def _batches(crowd: Crowd, size: int, clients: int) -> list[list[list[Json]]]:
    return [
        [list(crowd.statements(size, salt=hash((size, clients, client, turn)))) for turn in range(SIZES[size])]
        for client in range(clients)
    ]


def _writing(name: str, folder: Path, create: Create) -> list[Row]:
    """Ours and the database alone, in turns, each into tables of its own that grow alike."""
    rows: list[Row] = []
    crowd = Crowd(FEW)
    raw = Instance(folder / "raw", create("raw"))
    raw.prepare()
    seqs = count(1)
    ours = Instance(folder / "ours", create("ours"))
    credential = ours.prepare()
    with running(ours):
        _warm(ours.port, *credential)
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
                _say(rows[-2:])
    return rows


def _say(rows: Sequence[Row]) -> None:
    """Show that it goes on."""
    for row in rows:
        print(f"{row.what}: {row.measure} {row.value:g} {row.unit}", file=sys.stderr, flush=True)


def _warm(port: int, key: str, secret: str) -> None:
    """Let every thread of every process import and connect what it needs."""

    def ask() -> None:
        client = Client(port, key, secret)
        for _ in range(10):
            client.send(client.request_to_get(limit=1))

    at_once([ask] * 8)


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
    taken, outcomes = at_once(
        [partial(_post_all, talker, some) for talker, some in zip(talkers, requests, strict=True)]
    )
    if sum(outcomes):
        raise RuntimeError(f"{sum(outcomes)} requests failed")
    return taken


def _post_all(client: Client, requests: Sequence[bytes]) -> int:
    return sum(client.send(request).status != 200 for request in requests)


def _growing(name: str, folder: Path, create: Create, many: int) -> list[Row]:
    rows: list[Row] = []
    posts: dict[int, dict[int, float]] = {}
    reads: dict[int, dict[str, float]] = {}
    for size in (0, FEW, many):
        instance = Instance(folder / f"of-{size}", create(f"of-{size}"))
        credential = instance.prepare()
        if size:
            began = time.perf_counter()
            fill(instance, Crowd(size))
            rate = round(size / (time.perf_counter() - began))
            rows.append(Row(f"xAPI, {name}", f"storing {size} within the process, statements per second", rate))
            _say(rows[-1:])
        with running(instance):
            _warm(instance.port, *credential)
            client_of = partial(Client, instance.port, *credential)
            if size:
                reads[size] = _reads(client_of(), Crowd(size))
            if size != FEW:
                posts[size] = _posts(client_of(), Crowd(max(size, FEW)))
            if size == many:
                rows.append(_writers(name, client_of, Crowd(size)))
        if size == many:
            rows += _exported(name, instance, many)
    for batch, slow in posts[many].items():
        ratio = round(slow / posts[0][batch], 2)
        what = f"xAPI, {name}, POST {batch}"
        rows.append(at_most(what, f"time at {many} / empty ({slow:.1f} / {posts[0][batch]:.1f} ms)", ratio, 1.3, "×"))
    for kind, slow in reads[many].items():
        ratio, fast = round(slow / reads[FEW][kind], 2), reads[FEW][kind]
        rows.append(
            at_most(f"xAPI, {name}, GET {kind}", f"p95 at {many} / {FEW} ({slow:.1f} / {fast:.1f} ms)", ratio, 2, "×")
        )
    return rows


def _posts(client: Client, crowd: Crowd) -> dict[int, float]:
    """Median time of a POST in ms, by its number of statements."""
    return {
        size: median(
            _timed(client, client.request_to_post(orjson.dumps(list(crowd.statements(size, salt=1000 + turn)))))
            for turn in range(60)
        )
        for size in (1, 100)
    }


def _timed(client: Client, request: bytes) -> float:
    began = time.perf_counter()
    answer = client.send(request)
    taken = (time.perf_counter() - began) * 1000
    if answer.status != 200:
        raise RuntimeError(f"{answer.status} {answer.body[:300]!r}")
    return taken


def _reads(client: Client, crowd: Crowd) -> dict[str, float]:
    """p95 of a GET in ms, by what it asks for."""
    random = Random(2)

    def agent() -> Json:
        return {"agent": crowd.agent(random.randrange(crowd.people))}

    def verb() -> Json:
        return {"verb": f"http://adlnet.gov/expapi/verbs/{random.choice(('completed', 'passed', 'failed'))}"}

    def moment() -> str:
        return time_of(random.randrange(crowd.size), crowd.size).isoformat()

    kinds: dict[str, Callable[[], Json]] = {
        "agent": agent,
        "verb": verb,
        "agent + verb": lambda: {**agent(), **verb()},
        "activity": lambda: {"activity": crowd.course(random.randrange(crowd.people))},
        "registration": lambda: {"registration": crowd.registration(random.randrange(crowd.size))},
        "since": lambda: {"since": moment(), "ascending": "true"},
        "until": lambda: {"until": moment()},
    }
    found = {}
    for kind, parameters in kinds.items():
        times = [_timed(client, client.request_to_get(limit=LIMIT, **parameters())) for _ in range(QUERIES + 20)]
        found[kind] = quantiles(times[20:], n=20)[18]
    return found


def _writers(name: str, client_of: Callable[[], Client], crowd: Crowd) -> Row:
    """Eight at once write about the same people and courses."""
    requests = [
        [
            client_of().request_to_post(orjson.dumps(list(crowd.statements(50, salt=50_000 + 100 * writer + turn))))
            for turn in range(20)
        ]
        for writer in range(8)
    ]
    _taken, failed = at_once([partial(_post_all, client_of(), some) for some in requests])
    return at_most(f"xAPI, {name}, 8 writers", "requests that failed, of 160", sum(failed), 0)


def _exported(name: str, instance: Instance, many: int) -> list[Row]:
    """The export on the command line, into a file."""
    command = [sys.executable, "-m", "flask", "xapi", "export", "--output", str(instance.folder / "export")]
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=instance.environment, stderr=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, _peak(process.pid))
        time.sleep(0.02)
    if process.returncode:
        raise RuntimeError("the export failed")
    rate = round(many / (time.perf_counter() - began))
    what = f"xAPI, {name}, export of {many}"
    return [Row(what, "statements per second", rate), at_most(what, "memory", round(peak / 1024), 150, "MB")]


def _peak(pid: int) -> int:
    """The most memory that a process had so far, in KB. What the kernel tells at its end counts in whoever started it."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def main() -> int:
    """Measure as the command line says; 1 if a bar is not met."""
    parser = argparse.ArgumentParser(prog="python -m bench.xapi", description="Measure the record store.")
    parser.add_argument("--statements", type=int, default=MANY, help="how many make it large")
    parser.add_argument("--database", choices=tuple(DATABASES), action="append", help="only this one")
    given = parser.parse_args()
    rows = measure(given.statements, given.database or tuple(DATABASES))
    print(render(rows))
    print(json.dumps([row.as_json() for row in rows if row.is_met is False], indent=1))
    return 1 if any(row.is_met is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
