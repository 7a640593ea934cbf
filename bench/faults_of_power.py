"""`kill -9` of the server and of the forwarder under load, again and again.

Whatever was answered 200 is there, nothing twice; the database opens; what was to be forwarded arrives, once.
"""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from uuid import uuid4

import orjson

from bench.faults_of_disks import ids_in
from bench.promises import Promise
from bench.serving import ROOT, Create, Instance, running, sqlite
from bench.talking import Broken, Client

CLIENTS = 4
LONGEST = 20


def promises(folder: Path, create: Create, kills: int) -> Iterator[Promise]:
    """Kill, start again, look; at the end forward the rest to another store."""
    ours = Instance(folder / "killed", create("killed"))
    credential = ours.prepare()
    with sqlite(folder) as create_there:
        there = Instance(folder / "there", create_there("there"))
    their = there.prepare()
    with running(there):
        ours.flask(
            *("xapi", "target", "add", "Ziel", f"http://127.0.0.1:{there.port}/xapi", "--organisation", "stadt"),
            *("--key", their[0], "--secret", their[1]),
        )
        random = Random(1)
        answered: set[str] = set()
        unsure: list[bytes] = []
        lost, failed = 0, 0
        for _ in range(kills):
            ours.start()
            client = Client(ours.port, *credential)
            # Who got no answer sends again, as clients do: the same ids, so that nothing is stored twice.
            for body in unsure:
                failed += client.send(client.request_to_post(body)).status != 200
            with _forwarder(ours):
                fresh, unsure = _load(ours, credential, random.uniform(0.3, 1.5))
            answered |= fresh
            ours.start()
            lost += len(answered - set(ids_in(Client(ours.port, *credential))))
            ours.end()
        with running(ours):
            found = ids_in(Client(ours.port, *credential))
        yield Promise(
            f"after {kills} kills everything answered 200 is there",
            not lost and len(answered) > 0,
            f"{len(answered)} statements, {lost} missing",
        )
        yield Promise("nothing is there twice", len(found) == len(set(found)), f"{len(found)} statements")
        yield Promise("a request sent again is taken", not failed, f"{failed} refused")
        ours.flask("xapi", "forward")
        arrived = ids_in(Client(there.port, *their))
        yield Promise(
            "the outbox went on, and everything arrived once",
            sorted(arrived) == sorted(found),
            f"{len(arrived)} of {len(found)} arrived",
        )


@contextmanager
def _forwarder(instance: Instance) -> Iterator[None]:
    """A forwarder beside the server, killed at the end."""
    command = [sys.executable, "-m", "flask", "xapi", "forward", "--watch", "--pause", "1"]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, env=instance.environment, stdout=quiet, stderr=quiet)
    try:
        yield
    finally:
        process.kill()
        process.wait()


def _load(instance: Instance, credential: tuple[str, str], seconds: float) -> tuple[set[str], list[bytes]]:
    """Several clients write until the server is killed; the ids that were answered 200, the bodies that were not."""
    context = multiprocessing.get_context("fork")
    results = context.SimpleQueue()

    def write() -> None:
        client = Client(instance.port, *credential)
        random = Random(os.getpid())
        answered: list[str] = []
        while True:
            ids = [str(uuid4()) for _ in range(random.randint(1, LONGEST))]
            body = orjson.dumps([_statement(each) for each in ids])
            try:
                if client.send(client.request_to_post(body)).status == 200:
                    answered += ids
            except Broken:
                results.put((answered, body))
                return

    writers = [context.Process(target=write) for _ in range(CLIENTS)]
    for writer in writers:
        writer.start()
    time.sleep(seconds)
    instance.end(signal.SIGKILL)
    found = [results.get() for _ in writers]
    for writer in writers:
        writer.join()
    return {each for answered, _body in found for each in answered}, [body for _answered, body in found]


def _statement(name: str) -> dict[str, object]:
    agent = {"account": {"homePage": "https://lernen.stadt.example", "name": name[:2]}}
    return {"id": name, "actor": agent, "verb": {"id": "urn:v"}, "object": {"id": f"https://x.example/{name[0]}"}}
