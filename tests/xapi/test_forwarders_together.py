"""`flask xapi forward --watch` as a service: real processes, several at once, ended by SIGTERM."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from typing import Any

import orjson
import pytest
from flask import Flask

from lms.kernel.db import db, transaction
from lms.kernel.tenancy import Organisation
from lms.xapi import targets
from lms.xapi.deliveries import BATCH
from lms.xapi.models import Delivery
from lms.xapi.targets import Wish
from tests.xapi import samples
from tests.xapi.lrs import Lrs
from tests.xapi.serving import serving

pytestmark = pytest.mark.db

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 40


@dataclass
class Counting:
    """A store that counts what comes, and can hold its answer back."""

    taken: Counter[str] = field(default_factory=Counter)
    at_once: int = 0
    most_at_once: int = 0
    came: Event = field(default_factory=Event)
    may_answer: Event = field(default_factory=Event)
    _lock: Lock = field(default_factory=Lock)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        ids = [each["id"] for each in orjson.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))]
        with self._lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        self.came.set()
        self.may_answer.wait(PATIENCE)
        with self._lock:
            self.taken.update(ids)
            self.at_once -= 1
        start_response("200 OK", [("Content-Type", "application/json")])
        return [orjson.dumps(ids)]


@contextmanager
def forwarder(app: Flask) -> Iterator[subprocess.Popen[str]]:
    """A process of the service on the database of `app`."""
    settings = app.extensions["settings"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("FLASK_", "OIDC_"))}
    environment |= {
        "LERNLOTSE_INSTANCE": str(settings.instance),
        "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        "SECRET_KEY": settings.secret_key,
        "PUBLIC_URL": settings.public_url,
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "xapi", "forward", "--watch", "--pause", "1"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def wait_for(what: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def add_target(organisation: Organisation, port: int) -> None:
    with transaction():
        wish = Wish("Land", f"http://127.0.0.1:{port}/xapi", "k", "s", internal=True)
        targets.add_target(organisation_id=organisation.id, wish=wish)


def waiting() -> int:
    db.session.rollback()
    return int(db.session.query(Delivery).filter_by(state="due").count())


def test_two_at_once_send_everything_and_nothing_twice(app: Flask, lrs: Lrs, organisation: Organisation) -> None:
    store = Counting()
    store.may_answer.set()
    with serving(store) as port:
        add_target(organisation, port)
        names = lrs.store(*(samples.small() for _ in range(4 * BATCH)))
        with forwarder(app) as one, forwarder(app) as other:
            wait_for(lambda: sum(store.taken.values()) >= 4 * BATCH)
            # They are both awake now, and look for work at the same time.
            for _ in range(10):
                names += lrs.store(*(samples.small() for _ in range(5)))
                time.sleep(0.2)
            wait_for(lambda: waiting() == 0)
            for process in (one, other):
                process.send_signal(signal.SIGTERM)
                assert process.wait(PATIENCE) == 0
    assert store.taken == Counter(names)
    assert store.most_at_once == 1


def test_sigterm_ends_it_when_the_batch_on_its_way_is_answered(
    app: Flask, lrs: Lrs, organisation: Organisation
) -> None:
    store = Counting()
    with serving(store) as port:
        add_target(organisation, port)
        names = lrs.store(*(samples.small() for _ in range(2 * BATCH)))
        with forwarder(app) as process:
            assert store.came.wait(PATIENCE)
            process.send_signal(signal.SIGTERM)
            time.sleep(0.3)
            assert process.poll() is None
            store.may_answer.set()
            assert process.wait(PATIENCE) == 0
    assert store.taken == Counter(names[:BATCH])
    assert waiting() == BATCH
