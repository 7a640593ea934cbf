"""The one place that knows what time it is.

All times inside the platform are aware datetimes in UTC; they become local only where a person reads them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Berlin")

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The current moment, aware, in UTC; the set moment inside `at`."""
    return _frozen.get() or datetime.now(UTC)


def today() -> date:
    """The current day in the city's time zone."""
    return now().astimezone(LOCAL).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let time stand still at `moment` (aware), for the demo city's past and for tests."""
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
