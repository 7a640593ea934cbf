"""Bringing facts from files into rows, and keeping account of what changed."""

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from competence_check.content.versions import Kept
from lms.kernel.content import Changes
from lms.kernel.db import Model, db

Row = TypeVar("Row", bound=Model)


def set_all(row: Model, values: Mapping[str, Any]) -> bool:
    """Give `row` the values; whether that changed anything."""
    differing = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)


@dataclass
class Ledger:
    """Names of what was added, changed and removed so far."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def keep(self, name: str, rows: MutableMapping[str, Row], key: str, new: Row, values: Mapping[str, Any]) -> Row:
        """The row with `key`: `new` where there is none yet, else the present one with `values`."""
        row = rows.get(key)
        if row is None:
            db.session.add(new)
            rows[key] = new
            self.added.append(name)
            return new
        if set_all(row, values):
            self.changed.append(name)
        return row

    def note(self, name: str, kept: Kept) -> None:
        """What keeping an item did."""
        if kept is Kept.ADDED:
            self.added.append(name)
        elif kept is not Kept.SAME:
            self.changed.append(name)

    def changes(self) -> Changes:
        """The account as the platform wants it."""
        return Changes(tuple(self.added), tuple(self.changed), tuple(self.removed))
