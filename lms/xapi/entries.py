"""Statements made ready for the tables, as far as that can be done before it is known when they are stored.

Writers of an organisation take turns, so what is done here, others need not wait for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from lms.xapi.completing import Completed, all_but_stored
from lms.xapi.indexing import Relation, columns, relations
from lms.xapi.models import Row
from lms.xapi.rules.timestamps import moment, written
from lms.xapi.rules.versions import Version


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement on its way into the tables.

    columns: without those that tell the time, and without the text. opened: its text without the end. timestamp: None
    for when it will be stored; stored: None for the moment in which it is.
    """

    statement: Mapping[str, Any]
    columns: Row
    relations: frozenset[Relation]
    opened: bytes
    timestamp: datetime | None
    stored: datetime | None = None

    def row(self, now: datetime) -> Row:
        """The columns, for a statement that is stored `now`."""
        stored = self.stored or now
        ending = f',"stored":"{written(stored)}"}}'
        if self.timestamp is None:
            ending = f',"timestamp":"{written(stored)}"{ending}'
        payload = self.opened.decode() + ending
        return {**self.columns, "timestamp": self.timestamp or stored, "stored": stored, "payload": payload}


def entry_of(statement: Mapping[str, Any], authority: Mapping[str, Any], version: Version) -> Entry:
    """A valid statement as it came."""
    return _entry(all_but_stored(statement, authority=authority, version=version))


def entry_with_time(completed: Completed) -> Entry:
    """A statement that was stored before."""
    statement = {name: value for name, value in completed.statement.items() if name != "stored"}
    return _entry(statement, completed.stored)


def _entry(statement: dict[str, Any], stored: datetime | None = None) -> Entry:
    at = moment(statement["timestamp"]) if "timestamp" in statement else None
    found = frozenset(relations(statement))
    return Entry(statement, columns(statement), found, orjson.dumps(statement)[:-1], at, stored)
