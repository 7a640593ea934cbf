"""How Alembic reaches the database of the running application."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from lms.kernel.db import Model, UtcDateTime, db


def render(kind: str, thing: object, _context: object) -> str | bool:
    """Write our own column type as what the database has, so that migrations need none of our code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


def _mind_foreign_keys(connection: Connection, switch: str) -> None:
    """Switch SQLite's foreign keys, past SQLAlchemy: it begins a transaction, in which the switch does nothing.

    With them on, rebuilding a table deletes the rows that point to it, or fails.
    """
    driver = connection.connection.driver_connection
    if connection.dialect.name == "sqlite" and driver is not None:
        driver.execute(f"PRAGMA foreign_keys={switch}")


def run() -> None:
    """Run migrations in one transaction, with SQLite's foreign keys off while tables are rebuilt."""
    with db.engine.connect() as connection:
        _mind_foreign_keys(connection, "OFF")
        context.configure(
            connection=connection,
            target_metadata=Model.metadata,
            render_as_batch=True,
            compare_type=True,
            render_item=render,
            **{
                key: value
                for key, value in current_app.extensions["migrate"].configure_args.items()
                if key not in ("render_as_batch", "compare_type", "render_item")
            },
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
        _mind_foreign_keys(connection, "ON")


run()
