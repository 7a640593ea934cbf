"""How Alembic reaches the database of the running application."""

from alembic import context
from flask import current_app

from lms.kernel.db import Model, UtcDateTime, db


def render(kind: str, thing: object, _context: object) -> str | bool:
    """Write our own column type as what the database has, so that migrations need none of our code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


def run() -> None:
    """Run migrations in one transaction, with SQLite's foreign keys off while tables are rebuilt."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.commit()
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
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")
            connection.commit()


run()
