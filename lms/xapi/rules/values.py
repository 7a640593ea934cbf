"""Plain values: strings, numbers, booleans, UUIDs, enumerations.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#22-formatting-requirements
"""

import re
from typing import Any

from lms.xapi.rules.faults import DATA, NULLS, Place, Rule, kind_of

UUIDS = f"{DATA}44-uuids"
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)


def is_uuid(value: Any) -> bool:
    """Whether `value` is a UUID of any version in standard string form."""
    return isinstance(value, str) and _UUID.fullmatch(value) is not None


def text(value: Any, place: Place) -> None:
    """Any string."""
    if not isinstance(value, str):
        place.fault(f"must be a string, not {kind_of(value)}", NULLS)


def boolean(value: Any, place: Place) -> None:
    """true or false; never a string or a number that looks like it."""
    if not isinstance(value, bool):
        place.fault(f"must be true or false, not {kind_of(value)}", NULLS)


def is_number(value: Any) -> bool:
    """Whether `value` is a JSON number (Python counts booleans among the numbers; JSON does not)."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def number(value: Any, place: Place) -> None:
    """Any number."""
    if not is_number(value):
        place.fault(f"must be a number, not {kind_of(value)}", NULLS)


def uuid(value: Any, place: Place) -> None:
    """A UUID. https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#44-uuids"""
    if not is_uuid(value):
        place.fault("must be a UUID in standard form, such as 6690e6c9-3ef0-4ed3-8b37-7f3964730bee", UUIDS)


def one_of(link: str, *allowed: str) -> Rule:
    """A rule for strings of which only `allowed` exist, written exactly so."""

    def check(value: Any, place: Place) -> None:
        if not isinstance(value, str) or value not in allowed:
            place.fault(f"must be {' or '.join(map(repr, allowed))}", link)

    return check
