"""Many statements at once, through the same code that stores what comes by HTTP."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from sqlalchemy import select, text

from bench.serving import Instance
from bench.xapi_statements import Crowd, Json
from lms.app import create_app
from lms.kernel import clock
from lms.kernel.config import Settings
from lms.kernel.db import db, transaction
from lms.kernel.tenancy import Organisation
from lms.xapi.models import Credential
from lms.xapi.storing import Source, append

AT_ONCE = 500
END = datetime(2026, 11, 20, tzinfo=UTC)


def time_of(number: int, size: int) -> datetime:
    """When statement `number` of `size` was stored: they spread over a year."""
    return END - timedelta(days=365) * (1 - number / size)


def fill(instance: Instance, crowd: Crowd) -> None:
    """Store `crowd.size` statements in the organisation of the instance, as if they had come over a year."""
    app = create_app(Settings.from_environment(instance.environment))
    with app.app_context():
        found = db.session.execute(
            select(Organisation.id, Credential.id, Credential.key).join(
                Credential, Credential.organisation_id == Organisation.id
            )
        ).one()
        db.session.rollback()
        authority = {"objectType": "Agent", "account": {"homePage": "http://127.0.0.1", "name": found[2]}}
        source = Source(found[0], authority, found[1])
        for number, statements in enumerate(_portions(crowd)):
            with clock.at(time_of(number * AT_ONCE, crowd.size)), transaction():
                if db.engine.dialect.name == "postgresql":
                    # Only the loader need not wait for the disk.
                    db.session.execute(text("SET LOCAL synchronous_commit = off"))
                append(statements, source)
        with transaction():
            # What autovacuum does within minutes of such a change.
            db.session.execute(text("ANALYZE"))
        db.session.remove()
        db.engine.dispose()


def _portions(crowd: Crowd) -> Iterator[list[Json]]:
    statements = crowd.statements(crowd.size)
    while some := list(islice(statements, AT_ONCE)):
        yield some
