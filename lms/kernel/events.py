"""Facts: what happened, in the past tense, as frozen values.

A service does its work and publishes what happened. Handlers run at once, in order of registration, inside the
same transaction; a handler that fails undoes the action.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that a person did.

    actor: the person's opaque identifier, never a name or an e-mail address.
    organisation_id: the tenant in which it happened.
    at: when, aware, UTC.
    """

    actor: str
    organisation_id: int
    at: datetime


@dataclass(frozen=True)
class Listener:
    """`handler` is called with every published event that is a `kind`."""

    kind: type[Event]
    handler: Callable[[Any], None]


class Bus:
    """Calls the listeners of an event; holds no state of its own."""

    def __init__(self, listeners: tuple[Listener, ...]) -> None:
        self._listeners = listeners

    def publish(self, event: Event) -> None:
        """Tell every listener; their exceptions pass through, so that nothing is recorded by halves."""
        for listener in self._listeners:
            if isinstance(event, listener.kind):
                listener.handler(event)
