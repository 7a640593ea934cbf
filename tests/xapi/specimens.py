"""Events made up from their declarations, so that every recipe can be tried without knowing its feature."""

from dataclasses import fields
from datetime import UTC, date, datetime
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from lms.kernel.events import Event
from lms.kernel.toml import Texts

# A text that may stand in an address as well as where a UUID has to.
WORD = "6f0b1c1e-3c52-4b0e-9c0e-3f6a3a5f0d11"
VALUES: dict[Any, Any] = {
    str: WORD,
    int: 90,
    float: 0.5,
    bool: True,
    datetime: datetime(2026, 4, 1, 8, tzinfo=UTC),
    date: date(2026, 4, 1),
    Texts: {"de": "Name", "en": "Name"},
}


def specimen(kind: type[Event]) -> Event:
    """An event of this kind with a value in every field. Raises LookupError where a value has no known form."""
    hints = get_type_hints(kind)
    return kind(**{each.name: _value(hints[each.name], f"{kind.__name__}.{each.name}") for each in fields(kind)})


def _value(kind: Any, where: str) -> Any:
    if kind in VALUES:
        return VALUES[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    inner = get_args(kind)
    if get_origin(kind) in (Union, UnionType):
        return _value(next(each for each in inner if each is not type(None)), where)
    if get_origin(kind) in (tuple, list, frozenset):
        return get_origin(kind)([_value(inner[0], where)])
    if get_origin(kind) is dict or "Mapping" in str(get_origin(kind)):
        return {_value(inner[0], where): _value(inner[1], where)}
    raise LookupError(f"{where} is {kind}: say in tests/xapi/specimens.py how such a value looks")
