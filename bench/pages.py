"""What pages cost: SQL queries, and server time as a multiple of an empty page; small city against large city."""

import logging
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import event

from bench.table import Row, at_most
from lms.accounts.demo import DEMO_PASSWORD
from lms.app import create_app
from lms.cli import init_cli
from lms.kernel.config import Settings
from lms.kernel.db import db

MOST_QUERIES = 12
ROUNDS = 15
LARGE = ["demo", "grow", "--people", "4600", "--statements", "200000"]

# name, account, address; the check question is found by following the check.
PAGES = (
    ("start page", "mitarbeit", "/"),
    ("search", "mitarbeit", "/suche?q=Zoom+wartraum"),
    ("course step", "mitarbeit", "/kurse/zoom/warteraum"),
    ("check question", "leitung", "/kompetenzcheck/frage"),
    ("result", "mitarbeit", "/kompetenzcheck/ergebnis"),
    ("roadmap", "mitarbeit", "/roadmap"),
    ("team view", "personal", "/kompetenzcheck/team"),
)
EMPTY = "/barriere-melden/danke"


def stocked(folder: Path) -> Flask:
    """The application on a new database in `folder`, with the project's own content."""
    settings = Settings.from_environment({"LERNLOTSE_INSTANCE": str(folder), "SECRET_KEY": "bench " * 8})
    app = create_app(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    init_cli(app)
    logging.getLogger("lernlotse").setLevel(logging.WARNING)
    with app.app_context():
        upgrade(revision="heads")
    _command(app, ["content", "load"])
    return app


def _city(folder: Path) -> Flask:
    app = stocked(folder)
    _command(app, ["demo", "build"])
    return app


def _command(app: Flask, command: list[str]) -> None:
    result = app.test_cli_runner().invoke(args=command)
    if result.exit_code:
        raise RuntimeError(f"{' '.join(command)}: {result.output}")


def _signed_in(app: Flask, login: str) -> FlaskClient:
    client = app.test_client()
    answer = client.post("/anmelden", data={"login": login, "password": DEMO_PASSWORD})
    if answer.status_code != 303:
        raise RuntimeError(f"{login} cannot sign in: {answer.status}")
    return client


@contextmanager
def _counting(app: Flask) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def _cost(app: Flask, client: FlaskClient, address: str) -> tuple[int, float]:
    """SQL queries of one request, and the median time of a request in seconds."""
    client.get(address, follow_redirects=True)
    with _counting(app) as statements:
        answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status}, {answer.headers.get('Location')}")
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - began)
    return len(statements), median(times)


def _question(client: FlaskClient) -> str:
    """Begin a check and return the address of its first question."""
    answer = client.post("/kompetenzcheck", data={"family": ""}, follow_redirects=True)
    return answer.request.path


def _costs(app: Flask) -> dict[str, tuple[int, float]]:
    found: dict[str, tuple[int, float]] = {}
    for name, login, address in PAGES:
        client = _signed_in(app, login)
        place = _question(client) if name == "check question" else address
        if name == "result":
            place = client.get("/kompetenzcheck").request.path
        found[name] = _cost(app, client, place)
    found["empty page"] = _cost(app, _signed_in(app, "mitarbeit"), EMPTY)
    return found


def measure() -> list[Row]:
    """Queries at 400 and at 5 000 people, and server time beside an empty page."""
    with tempfile.TemporaryDirectory() as folder:
        app = _city(Path(folder))
        small = _costs(app)
        _command(app, LARGE)
        large = _costs(app)
    rows: list[Row] = []
    for name, _login, _address in PAGES:
        rows.append(at_most(name, "queries, 400 people", small[name][0], MOST_QUERIES))
        rows.append(at_most(name, "queries, 5 000 people", large[name][0], small[name][0]))
        rows.append(Row(name, "time / empty page, 400", round(small[name][1] / small["empty page"][1], 1), "×"))
        rows.append(Row(name, "time / empty page, 5 000", round(large[name][1] / large["empty page"][1], 1), "×"))
    return rows
