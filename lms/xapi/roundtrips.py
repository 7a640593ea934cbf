"""Several questions, or several commands and the commit, in one go.

Who has the turn of an organisation makes the other writers wait. They wait, too, for every answer of PostgreSQL that
it waits for, and while another thread is at work in Python when that answer comes. So questions that do not depend on
each other go out together, and what is to be written goes out together with the commit. SQLite works within our
process: there nothing is to be gained. https://www.psycopg.org/psycopg3/docs/advanced/pipeline.html
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, cast
from weakref import WeakKeyDictionary

import psycopg
from sqlalchemy import ClauseElement, Connection, Engine, Executable, event
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import DBAPIError

Values = Mapping[str, Any]
# Built once by whoever asks or tells, so that it is worded only once; and the values to fill in: one row, or several
# for SQLite, which takes them one by one.
Command = tuple[Executable, Values | Sequence[Values]]

# An execution option of questions to which there is one way only, however much is stored.
ALWAYS_THE_SAME_WAY = "always_the_same_way"

_waiting: WeakKeyDictionary[Connection, list[Command]] = WeakKeyDictionary()


def ask(connection: Connection, questions: Sequence[Command]) -> list[Sequence[Any]]:
    """The rows that answer each of `questions`; a later one sees what an earlier one has waited for."""
    tell(connection, _waiting.pop(connection, ()))
    driver = _driver(connection)
    if driver is None:
        return [connection.execute(question, values).fetchall() for question, values in questions]
    with _told_by_sqlalchemy(connection, driver):
        with driver.pipeline():
            cursors = [
                _execute(driver, question, values, prepare=_prepared(question)) for question, values in questions
            ]
        return [cursor.fetchall() for cursor in cursors]


def tell(connection: Connection, commands: Sequence[Command]) -> None:
    """Carry out `commands` in order."""
    driver = _driver(connection)
    if driver is None or not commands:
        for command, values in commands:
            connection.execute(command, values)
        return
    with _told_by_sqlalchemy(connection, driver), driver.pipeline():
        for command, values in commands:
            _execute(driver, command, values)


def tell_with_commit(connection: Connection, commands: Sequence[Command]) -> None:
    """Carry out `commands` as the last of the transaction: nothing may read before its end what they write."""
    if _driver(connection) is None:
        tell(connection, commands)
    else:
        _waiting.setdefault(connection, []).extend(commands)


def _prepared(question: Executable) -> bool | None:
    """Whether PostgreSQL may keep the way it finds to answer: it would keep the one that was best while the tables were
    still empty. None: as soon as it is asked often."""
    return None if question.get_execution_options().get(ALWAYS_THE_SAME_WAY) else False


@event.listens_for(Engine, "commit")
def _commit(connection: Connection) -> None:
    """Send what waits and the commit together; that SQLAlchemy commits afterwards, is then nothing to be done."""
    commands, driver = _waiting.pop(connection, None), _driver(connection)
    if commands is None or driver is None:
        return
    with _told_by_sqlalchemy(connection, driver), driver.pipeline():
        for command, values in commands:
            _execute(driver, command, values)
        # Not driver.commit(): that waits for the answer before much is sent to its end.
        driver.execute(b"COMMIT", prepare=False)


@event.listens_for(Engine, "rollback")
def _forget(connection: Connection) -> None:
    _waiting.pop(connection, None)


def _driver(connection: Connection) -> psycopg.Connection[Any] | None:
    found = connection.connection.driver_connection
    return found if isinstance(found, psycopg.Connection) else None


def _execute(
    driver: psycopg.Connection[Any],
    command: Executable,
    values: Values | Sequence[Values],
    *,
    prepare: bool | None = None,
) -> psycopg.Cursor[Any]:
    if not isinstance(values, Mapping):
        raise TypeError("PostgreSQL is given one row of values")
    wording, fixed = _worded(command)
    return driver.execute(wording, {**fixed, **values}, prepare=prepare)


@cache
def _worded(command: Executable) -> tuple[bytes, Values]:
    """The command in PostgreSQL's words, with the values that are always the same."""
    dialect = postgresql.psycopg.dialect()  # type: ignore[no-untyped-call]
    compiled = cast(ClauseElement, command).compile(dialect=dialect)
    return str(compiled).encode(), dict(compiled.params)


@contextmanager
def _told_by_sqlalchemy(connection: Connection, driver: psycopg.Connection[Any]) -> Iterator[None]:
    """Errors of the driver as those of SQLAlchemy, as everywhere else."""
    try:
        yield
    except psycopg.Error as error:
        if driver.closed:
            connection.invalidate(error)
        raise DBAPIError.instance(
            None, None, error, psycopg.Error, connection_invalidated=bool(driver.closed), dialect=connection.dialect
        ) from error
