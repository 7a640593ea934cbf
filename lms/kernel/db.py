"""The database session, the base of all tables and the one way to write: `transaction()`.

SQLite (WAL) and PostgreSQL are both first class. SQLite's driver would begin transactions late and on its own;
we switch that off and begin explicitly, immediately for writers, so that two writers queue instead of failing.
https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#enabling-non-legacy-sqlite-transactional-modes-with-the-sqlite3-or-aiosqlite-driver
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import DateTime, Dialect, Engine, MetaData, event, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator


class Model(DeclarativeBase):
    """Base of every table of the platform and of third-party plugins."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


# What was read stays readable after the commit: pages are rendered from it without asking again.
db = SQLAlchemy(metadata=Model.metadata, session_options={"expire_on_commit": False})

_writing: ContextVar[bool] = ContextVar("writing", default=False)
_inside: ContextVar[bool] = ContextVar("inside", default=False)
PRAGMAS = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    "synchronous=NORMAL",
    # 16 MB for each connection instead of 2: a batch of statements touches more pages of large indexes than that, and
    # what has no room is written and read again within the transaction.
    "cache_size=-16000",
    # 16 MB of log instead of 4 before it is taken over into the file, which waits for the disk: a batch of statements
    # writes 2, and most of the pages again and again.
    "wal_autocheckpoint=4000",
)
_ALONE = "without_transaction"
_last: ContextVar[tuple[Callable[[], None], ...]] = ContextVar("last", default=())


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes, stored in UTC; refuses naive ones, which would silently mean another hour."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime without time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        aware: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC)


@contextmanager
def transaction() -> Iterator[None]:
    """Everything inside is stored together or not at all. Used at the edge only: views, commands, jobs.

    Raises RuntimeError when entered twice: services never open their own.
    """
    if _inside.get():
        raise RuntimeError("transaction() belongs at the edge and cannot be nested")
    inside, writing, last = _inside.set(True), _writing.set(True), _last.set(())
    try:
        yield
        while works := _last.get():
            _last.set(())
            for work in works:
                work()
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _inside.reset(inside)
        _writing.reset(writing)
        _last.reset(last)


def at_the_end(work: Callable[[], None]) -> None:
    """Do `work` as the last thing within the transaction, at once where there is none.

    For work that makes other transactions wait: they then wait shortly, and never for each other in a circle.
    """
    if _inside.get():
        _last.set((*_last.get(), work))
    else:
        work()


@contextmanager
def without_transaction() -> Iterator[Connection]:
    """A connection that stands outside of transactions, for one question: none has to be begun, waited for or ended."""
    with db.engine.connect() as connection:
        # SQLite is outside as long as nobody says BEGIN.
        begins = connection.dialect.name == "postgresql"
        yield connection.execution_options(**({"isolation_level": "AUTOCOMMIT"} if begins else {_ALONE: True}))


def init_db(app: Flask) -> None:
    """Connect the application to its database and prepare every connection."""
    db.init_app(app)

    @app.before_request
    def expect_a_write() -> None:
        _writing.set(request.method not in ("GET", "HEAD", "OPTIONS"))

    with app.app_context():
        prepare_engine(db.engine)


def prepare_engine(engine: Engine) -> None:
    """Set SQLite's pragmas and explicit BEGIN on `engine`; other databases need nothing."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("busy_timeout=10000", *PRAGMAS):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(_ALONE):
            return
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def insert_once(table: type[Model], **values: Any) -> bool:
    """Insert a row unless one with the same unique key is there; says whether it was inserted.

    So that two tabs that do the same at the same moment do it once, without an error, on both databases.
    """
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    # Asked by RETURNING: psycopg counts -1 rows here.
    statement = insert(table).values(**values).on_conflict_do_nothing().returning(*inspect(table).primary_key)
    return db.session.execute(statement).first() is not None


def count_up(table: type[Model], key: Mapping[str, Any], more: Mapping[str, int]) -> None:
    """Add numbers to the columns of the row with that primary key, which is made where it is missing.

    In one statement, so that nobody's number is lost who does the same at the same moment, on both databases.
    """
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(**key, **more)
    present = inspect(table).columns
    added = {name: present[name] + statement.excluded[name] for name in more}
    db.session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=added))
