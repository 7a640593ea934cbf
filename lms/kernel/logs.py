"""Structured logs: one JSON line per request and per incident, without personal data.

A request is known by an id, a route and a status: never by address, person, query string or body.
"""

import json
import logging
import secrets
import sys
import time
from typing import Any

from flask import Flask, g, request
from werkzeug.wrappers import Response

from lms.kernel import clock

logger = logging.getLogger("lernlotse")


class JsonLines(logging.Formatter):
    """One line of JSON per record: time, level, message and the fields given as `extra={"facts": …}`."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        line: dict[str, Any] = {
            "time": clock.now().isoformat(),
            "level": record.levelname,
            "logger": record.name,
        }
        line["message"] = record.getMessage()
        line.update(getattr(record, "facts", {}))
        if record.exc_info and record.exc_info[0]:
            # The message of an exception may quote what a person typed; its kind and place may not.
            line["exception"] = record.exc_info[0].__name__
            line["at"] = _innermost_place(record)
        return json.dumps(line, ensure_ascii=False)


def _innermost_place(record: logging.LogRecord) -> list[str]:
    places: list[str] = []
    trace = record.exc_info[2] if record.exc_info else None
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[-8:]


def request_id() -> str:
    """The id of this request, shown on error pages and in the log."""
    return str(g.get("request_id", "-"))


def init_logs(app: Flask) -> None:
    """Write our own lines to stderr and give every request an id."""
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False

    @app.before_request
    def begin() -> None:
        g.request_id = secrets.token_hex(6)
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-ID"] = request_id()
        if request.endpoint and request.endpoint.endswith("static"):
            return response
        facts = {
            "request": request_id(),
            "method": request.method,
            "route": request.url_rule.rule if request.url_rule else None,
            "status": response.status_code,
            "ms": round((time.perf_counter() - g.began) * 1000, 1),
        }
        logger.info("request", extra={"facts": facts})
        return response
