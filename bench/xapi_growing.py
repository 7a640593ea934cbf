"""What becomes of the record store when it grows: writing, reading and export, small and large."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from random import Random
from statistics import median, quantiles

import orjson

from bench.keeping import in_memory
from bench.serving import DATABASES, ROOT, Instance, running
from bench.table import Row, at_most
from bench.talking import Client, at_once
from bench.xapi_client import post_all, say, warm
from bench.xapi_filling import fill, time_of
from bench.xapi_statements import Crowd, Json

FEW = 10_000
QUERIES = 150
LIMIT = 100
# An instance with key and secret of a credential.
Served = tuple[Instance, tuple[str, str]]


def growing(name: str, folder: Path, many: int) -> list[Row]:
    """Three instances, each with a database server of its own: empty, with FEW statements, with `many`."""
    rows: list[Row] = []
    served: dict[int, Served] = {}
    with ExitStack() as stack:
        for size in (0, FEW, many):
            place = folder / f"of-{size}"
            place.mkdir()
            create = stack.enter_context(DATABASES[name](place))
            instance = Instance(place, create("store"))
            served[size] = (instance, instance.prepare())
            if size:
                began = time.perf_counter()
                fill(instance, Crowd(size))
                rate = round(size / (time.perf_counter() - began))
                rows.append(Row(f"xAPI, {name}", f"storing {size} within the process, statements per second", rate))
                say(rows[-1:])
        return rows + grown(name, served, many)


def grown(name: str, served: Mapping[int, Served], many: int) -> list[Row]:
    """What three instances of these sizes do, all of them served at once and asked in turns: so whatever else the
    machine does slows all of them alike."""
    with ExitStack() as stack:
        clients: dict[int, Callable[[], Client]] = {}
        kept = 1.0
        for size, (instance, credential) in served.items():
            kept = min(kept, stack.enter_context(in_memory(instance.folder)))
            stack.enter_context(running(instance))
            warm(instance.port, *credential)
            clients[size] = partial(Client, instance.port, *credential)
        rows = [Row(f"xAPI, {name}", "of the files are kept in memory", round(100 * kept), "%")]
        reads = _reads({size: clients[size]() for size in (FEW, many)})
        posts = _posts({size: clients[size]() for size in (0, many)}, Crowd(many))
        rows.append(_writers(name, clients[many], Crowd(many)))
    rows += _exported(name, served[many][0], many)
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


def _posts(clients: Mapping[int, Client], crowd: Crowd) -> dict[int, dict[int, float]]:
    """By the size of the instance, the median time of a POST in ms by its number of statements, the same for all."""
    found: dict[int, dict[int, float]] = {size: {} for size in clients}
    for batch in (1, 100):
        times: dict[int, list[float]] = {size: [] for size in clients}
        for turn in range(60):
            for size, client in clients.items():
                statements = crowd.statements(batch, salt=1000 + turn)
                times[size].append(_timed(client, client.request_to_post(orjson.dumps(list(statements)))))
        for size in clients:
            found[size][batch] = median(times[size])
    return found


def _timed(client: Client, request: bytes) -> float:
    began = time.perf_counter()
    answer = client.send(request)
    taken = (time.perf_counter() - began) * 1000
    if answer.status != 200:
        raise RuntimeError(f"{answer.status} {answer.body[:300]!r}")
    return taken


def _reads(clients: Mapping[int, Client]) -> dict[int, dict[str, float]]:
    """By the size of the instance, the p95 of a GET in ms by what it asks for."""
    kinds = {size: _questions(Crowd(size)) for size in clients}
    found: dict[int, dict[str, float]] = {size: {} for size in clients}
    for kind in kinds[FEW]:
        times: dict[int, list[float]] = {size: [] for size in clients}
        for _ in range(QUERIES + 20):
            for size, client in clients.items():
                times[size].append(_timed(client, client.request_to_get(limit=LIMIT, **kinds[size][kind]())))
        for size in clients:
            found[size][kind] = quantiles(times[size][20:], n=20)[18]
    return found


def _questions(crowd: Crowd) -> dict[str, Callable[[], Json]]:
    """Parameters of a GET by what it asks for, others each time."""
    random = Random(2)

    def agent() -> Json:
        return {"agent": crowd.agent(random.randrange(crowd.people))}

    def verb() -> Json:
        return {"verb": f"http://adlnet.gov/expapi/verbs/{random.choice(('completed', 'passed', 'failed'))}"}

    def moment() -> str:
        return time_of(random.randrange(crowd.size), crowd.size).isoformat()

    return {
        "agent": agent,
        "verb": verb,
        "agent + verb": lambda: {**agent(), **verb()},
        "activity": lambda: {"activity": crowd.course(random.randrange(crowd.people))},
        "registration": lambda: {"registration": crowd.registration(random.randrange(crowd.size))},
        "since": lambda: {"since": moment(), "ascending": "true"},
        "until": lambda: {"until": moment()},
    }


def _writers(name: str, client_of: Callable[[], Client], crowd: Crowd) -> Row:
    """Eight at once write about the same people and courses."""
    requests = [
        [
            client_of().request_to_post(orjson.dumps(list(crowd.statements(50, salt=50_000 + 100 * writer + turn))))
            for turn in range(20)
        ]
        for writer in range(8)
    ]
    _taken, failed = at_once([partial(post_all, client_of(), some) for some in requests])
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
    """The most memory that a process had so far, in KB. At its end the kernel counts in whoever started it."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)
