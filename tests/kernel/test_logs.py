"""Logs are lines of JSON that say what happened and never to whom."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any, cast

import pytest
from flask import Flask
from sqlalchemy import text

from lms.kernel.db import db
from lms.kernel.logs import JsonLines, logger
from tests.web.browser import PASSWORD, Browser, city, inhabitant

pytestmark = pytest.mark.db

Lines = list[dict[str, Any]]


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the platform's own handler writes."""
    handlers = [handler for handler in logger.handlers if isinstance(handler.formatter, JsonLines)]
    handler = cast("logging.StreamHandler[io.StringIO]", handlers[0])
    stream = io.StringIO()
    before = handler.setStream(stream)
    yield stream
    if before is not None:
        handler.setStream(before)


def lines(stream: io.StringIO) -> Lines:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_every_request_is_one_line_of_json(app: Flask, written: io.StringIO) -> None:
    Browser(app).get("/anmelden")
    (line,) = lines(written)
    assert set(line) == {"time", "level", "logger", "message", "request", "method", "route", "status", "ms"}
    assert (line["method"], line["route"], line["status"]) == ("GET", "/anmelden", 200)
    assert line["ms"] >= 0


def test_the_id_in_the_log_is_the_one_in_the_answer(app: Flask, written: io.StringIO) -> None:
    answers = [Browser(app).get(address) for address in ("/", "/gibt-es-nicht", "/anmelden")]
    assert [line["request"] for line in lines(written)] == [answer.headers["X-Request-ID"] for answer in answers]
    assert len({answer.headers["X-Request-ID"] for answer in answers}) == 3


def test_nothing_personal_is_ever_logged(app: Flask, written: io.StringIO, capfd: pytest.CaptureFixture[str]) -> None:
    person = inhabitant(city(), login="4711-0815", password=PASSWORD)
    browser = Browser(app)
    headers = {"User-Agent": "Geheimbrowser", "X-Forwarded-For": "203.0.113.77", "Referer": "http://localhost/krank"}
    browser.get("/suche?q=Schwangerschaft+melden", headers=headers)
    browser.get("/kurse/ein-sehr-persönlicher-kurs", headers=headers)
    browser.post("/anmelden", {"login": "4711-0815", "password": "falsch-geheim"}, headers=headers)
    browser.post("/anmelden", {"login": "4711-0815", "password": PASSWORD}, headers=headers)
    browser.get("/konto", headers=headers)
    personal = [
        "4711", "0815", "falsch-geheim", PASSWORD, "Schwangerschaft", "persönlich", person.uid, person.name,
        "203.0.113", "127.0.0.1", "Geheimbrowser", "krank",
    ]  # fmt: skip
    logged = written.getvalue() + "".join(capfd.readouterr())
    assert len(lines(written)) == 5
    assert [word for word in personal if word in logged] == []


def test_our_own_fault_is_logged_with_its_place_but_not_with_what_was_typed(
    app: Flask, written: io.StringIO, capfd: pytest.CaptureFixture[str]
) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE person RENAME TO gone"))
    answer = Browser(app).post("/anmelden?grund=geheim", {"login": "4711-0815", "password": "streng geheim"})
    assert answer.status_code == 500
    failed, request = lines(written)
    assert failed["level"] == "ERROR"
    assert failed["request"] == request["request"] == answer.headers["X-Request-ID"]
    assert failed["exception"] in ("OperationalError", "ProgrammingError")
    assert failed["at"]
    assert request["status"] == 500
    logged = written.getvalue() + "".join(capfd.readouterr())
    assert [word for word in ("4711", "0815", "geheim", "SELECT") if word in logged] == []


def test_static_files_write_no_lines(app: Flask, written: io.StringIO) -> None:
    Browser(app).get("/static/css/page.css")
    assert written.getvalue() == ""


def test_a_line_stays_one_line_whatever_is_said() -> None:
    record = logging.makeLogRecord({"name": "x", "levelname": "INFO", "msg": "a\nb\u2028c", "facts": {"n": "ü\n"}})
    line = JsonLines().format(record)
    assert "\n" not in line
    assert json.loads(line)["n"] == "ü\n"
