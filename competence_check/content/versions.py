"""Versions of what is asked: a published one never changes, another text is the next one."""

import json
from collections.abc import Mapping
from enum import StrEnum
from hashlib import sha256
from typing import Any

from competence_check.duration import words_of
from competence_check.models import FormerItem, Item
from lms.kernel.db import db


class Kept(StrEnum):
    """What keeping an item did. TOUCHED: back from retirement, or more is said about it; NEXT: a new version."""

    ADDED = "added"
    SAME = "same"
    TOUCHED = "touched"
    NEXT = "next"


# What is said about an item, not asked in it.
_ABOUT = frozenset({"source", "checked_on", "outcomes", "topics"})


def content_hash(values: Mapping[str, Any]) -> str:
    """A print of what people read, what is right and how hard it is: another print is another version."""
    body = {name: value for name, value in values["body"].items() if name not in _ABOUT}
    asked = {name: value for name, value in values.items() if name != "families"} | {"body": body}
    return sha256(json.dumps(asked, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def keep(row: Item, values: Mapping[str, Any]) -> Kept:
    """Bring `values` (key, band, format, families, body) into `row`, new or present; it is in use afterwards.

    The version before is kept for the results made with it.
    """
    print_of = content_hash(values)
    if row.id is None:
        row.content_hash = print_of
        _give(row, values)
        db.session.add(row)
        return Kept.ADDED
    if row.content_hash == print_of and not row.retired and _has(row, values):
        return Kept.SAME
    kept = Kept.TOUCHED
    if row.content_hash != print_of:
        db.session.add(FormerItem(item_id=row.id, version=row.version, band=row.band, format=row.format, body=row.body))
        row.version += 1
        row.content_hash = print_of
        kept = Kept.NEXT
    # What says more about the same task, such as the day of its last check, makes no new version.
    _give(row, values)
    row.retired = False
    return kept


def _has(row: Item, values: Mapping[str, Any]) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())


def _give(row: Item, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.words = words_of(values["body"])
