"""People who learn in tests, and what the record store says about them."""

from collections.abc import Callable
from contextvars import Context
from threading import Barrier, Thread
from typing import Any

import orjson
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.catalogue.queries import course_with_steps
from lms.kernel.db import db
from lms.xapi.models import Statement
from tests.web.browser import Browser

WAITING_ROOM = "/kurse/zoom/warteraum"


def statements() -> list[dict[str, Any]]:
    """All statements, oldest first."""
    db.session.rollback()
    return [orjson.loads(payload) for payload in db.session.scalars(select(Statement.payload).order_by(Statement.seq))]


def said() -> list[str]:
    """What the statements say, short: verb and the end of the activity's address."""
    return [
        f"{each['verb']['id'].rpartition('/')[2]} {each['object']['id'].partition('/kurse/')[2]}"
        for each in statements()
    ]


def keys(slug: str) -> list[str]:
    """The keys of a course's steps in order."""
    db.session.rollback()
    return [step.key for step in course_with_steps(slug).steps]


def finish(browser: Browser, slug: str, *steps: str) -> None:
    """Press „Erledigt“ on the steps."""
    for key in steps:
        assert browser.post(f"/kurse/{slug}/{key}/erledigt").status_code == 303


def at_the_same_moment(app: Flask, *actions: Callable[[], TestResponse]) -> list[int]:
    """The statuses of requests that begin together, each from a browser of its own."""
    start, answers = Barrier(len(actions)), []

    def alone(action: Callable[[], TestResponse]) -> None:
        with app.app_context():
            start.wait()
            answers.append(action().status_code)

    db.session.rollback()
    threads = [Thread(target=Context().run, args=(alone, action)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
