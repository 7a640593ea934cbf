"""A full disk: a clear 5xx, nothing half stored, and everything goes on once there is room again.

Files may not grow beyond a size (RLIMIT_FSIZE), which needs no rights and no disk of its own: to the database it is a
disk without room. Room is made as an operator would: the database and the server are started again.
"""

import random
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import orjson
import psycopg

from bench.promises import Promise
from bench.serving import Database, Instance, running
from bench.talking import Answer, Client

STATEMENTS = 100
MOST_REQUESTS = 60
# More than the 16 MB of PostgreSQL's own log files; between two pages of a file, so that a write is cut off within one.
ROOM = 24 * 1024 * 1024 + 4096


@contextmanager
def little_room() -> Iterator[None]:
    """Programs that are started inside cannot write larger files than ROOM."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))


def promises(database: Database, folder: Path) -> Iterator[Promise]:
    """Fill the room that there is, look, make room, go on."""
    place = folder / "disk"
    place.mkdir()
    stored: list[str] = []
    with ExitStack() as until_full:
        with little_room():
            create = until_full.enter_context(database(place))
            instance = Instance(place / "ours", create("disk"))
            client = Client(instance.port, *instance.prepare())
            until_full.enter_context(running(instance))
        answer = Answer(200, b"")
        for _ in range(MOST_REQUESTS):
            ids = [str(uuid4()) for _ in range(STATEMENTS)]
            answer = client.send(client.request_to_post(orjson.dumps([_statement(each) for each in ids])))
            if answer.status != 200:
                break
            stored += ids
        told = answer.body.decode(errors="replace")[:120]
        is_clear = answer.status == 507 and '"message"' in told
        yield Promise("a full disk is told by 507 and a sentence", is_clear, f"{answer.status} {told}")
        yield _same("what was answered 200 can be read while the disk is full", client, stored)
    with database(place), running(instance):
        more = str(uuid4())
        after = client.another().send(client.request_to_post(orjson.dumps(_statement(more))))
        yield Promise("with room again it goes on", after.status == 200, str(after.status))
        words = "nothing is lost, nothing of the refused request is there"
        yield _same(words, client.another(), [*stored, more])
        yield _whole(instance)


def _statement(name: str) -> dict[str, object]:
    return {
        "id": name,
        "actor": {"mbox": "mailto:a@b.example"},
        "verb": {"id": "urn:v"},
        "object": {"id": "urn:o"},
        # Noise, which no database can make smaller.
        "result": {"response": random.randbytes(8000).hex()},
    }


def ids_in(client: Client) -> list[str]:
    """The ids of all that is stored, oldest first."""
    found: list[str] = []
    page = orjson.loads(client.send(client.request_to_get(limit=500, ascending="true", format="ids")).body)
    while True:
        found += [each["id"] for each in page["statements"]]
        if not page["more"]:
            return found
        page = orjson.loads(client.send(client.request_for(page["more"])).body)


def _same(words: str, client: Client, wanted: list[str]) -> Promise:
    found = ids_in(client)
    return Promise(words, found == wanted, f"{len(found)} of {len(wanted)} statements")


def _whole(instance: Instance) -> Promise:
    """Whether the database itself finds no damage."""
    if instance.database_url.startswith("sqlite"):
        file = sqlite3.connect(instance.database_url.removeprefix("sqlite:///"))
        told = str(file.execute("PRAGMA integrity_check").fetchone()[0])
        file.close()
    else:
        with psycopg.connect(instance.database_url) as connection:
            # Reads every row, and what of it lies elsewhere for its length.
            row = connection.execute("SELECT bool_and(length(payload) > 0) FROM statement").fetchone()
            told = "ok" if row and row[0] else "there are empty rows"
    return Promise("the database is whole", told == "ok", told)
