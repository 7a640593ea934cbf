"""One way to write: all or nothing, never nested, and once even from two threads, on both databases."""

from collections.abc import Callable
from contextvars import Context
from datetime import UTC, datetime, timedelta, timezone
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from lms.kernel import clock
from lms.kernel.content_state import ContentState
from lms.kernel.db import at_the_end, db, insert_once, transaction
from lms.kernel.tenancy import Organisation, OrganisationKind
from tests.web.browser import rows

pytestmark = pytest.mark.db


def organisation(slug: str = "stadt") -> Organisation:
    return Organisation(slug=slug, name=slug, kind=OrganisationKind.CITY.value)


def test_a_transaction_stores_everything_at_its_end(app: Flask) -> None:
    with transaction():
        db.session.add_all([organisation("a"), organisation("b")])
    assert rows(Organisation) == 2


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_a_failure_stores_nothing_and_passes_through(app: Flask, error: type[BaseException]) -> None:
    with pytest.raises(error), transaction():
        db.session.add(organisation())
        db.session.flush()
        raise error
    assert rows(Organisation) == 0


def test_a_transaction_cannot_be_nested(app: Flask) -> None:
    with pytest.raises(RuntimeError, match="cannot be nested"), transaction():
        db.session.add(organisation())
        with transaction():
            pass
    assert rows(Organisation) == 0


def test_after_a_failure_the_next_transaction_works(app: Flask) -> None:
    with pytest.raises(ValueError, match="no"), transaction():
        raise ValueError("no")
    with transaction():
        db.session.add(organisation())
    assert rows(Organisation) == 1


def test_a_time_without_zone_is_refused(app: Flask) -> None:
    naive = datetime(2026, 11, 1)  # noqa: DTZ001  that is the point
    with pytest.raises(StatementError, match="without time zone"), transaction():
        db.session.add(ContentState(kind="x", revision="1", loaded_at=naive))


def test_a_time_comes_back_aware_in_utc_as_the_same_moment(app: Flask) -> None:
    berlin = datetime(2026, 7, 1, 12, 30, 15, 123456, tzinfo=timezone(timedelta(hours=2)))
    with transaction():
        db.session.add(ContentState(kind="x", revision="1", loaded_at=berlin))
    db.session.expire_all()
    found = db.session.scalars(select(ContentState.loaded_at)).one()
    assert found == berlin
    assert found.tzinfo is UTC


def test_the_keys_between_tables_are_enforced(app: Flask) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"), transaction():
        db.session.execute(text("INSERT INTO unit (organisation_id, code, name, path) VALUES (12345, 'x', 'x', '/')"))


def row(revision: str) -> dict[str, object]:
    return {"kind": "courses", "revision": revision, "loaded_at": clock.now()}


def test_inserting_once_says_whether_it_did(app: Flask) -> None:
    with transaction():
        assert insert_once(ContentState, **row("first"))
        assert not insert_once(ContentState, **row("second"))
    with transaction():
        assert not insert_once(ContentState, **row("third"))
    db.session.rollback()
    assert db.session.scalars(select(ContentState.revision)).all() == ["first"]


def at_once(app: Flask, *actions: Callable[[], None]) -> None:
    """Run the actions in threads of their own, each in a context of its own."""

    def alone(action: Callable[[], None]) -> None:
        with app.app_context():
            action()

    db.session.rollback()
    threads = [Thread(target=Context().run, args=(alone, action)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_inserting_once_from_many_threads_inserts_once(app: Flask) -> None:
    start, said = Barrier(6), []

    def insert() -> None:
        start.wait()
        with transaction():
            done = insert_once(ContentState, **row("any"))
        said.append(done)

    at_once(app, *[insert] * 6)
    assert sorted(said) == [False] * 5 + [True]
    assert rows(ContentState) == 1


def test_two_writers_queue_and_neither_fails(app: Flask) -> None:
    start, done = Barrier(4), []

    def write(slug: str) -> Callable[[], None]:
        def run() -> None:
            start.wait()
            for number in range(5):
                with transaction():
                    db.session.scalars(select(Organisation.id)).all()
                    db.session.add(organisation(f"{slug}-{number}"))
            done.append(slug)

        return run

    at_once(app, *[write(slug) for slug in "abcd"])
    assert sorted(done) == list("abcd")
    assert rows(Organisation) == 20


def test_work_for_the_end_is_done_last_and_in_order_or_not_at_all(app: Flask) -> None:
    done: list[str] = []
    with transaction():
        at_the_end(lambda: done.append("first"))
        at_the_end(lambda: at_the_end(lambda: done.append("third")))
        at_the_end(lambda: done.append("second"))
        done.append("before")
    assert done == ["before", "first", "second", "third"]
    with pytest.raises(ValueError, match="no"), transaction():
        at_the_end(lambda: done.append("never"))
        raise ValueError("no")
    at_the_end(lambda: done.append("at once"))
    assert done == ["before", "first", "second", "third", "at once"]
