"""Asking for many values at once, so that the question stays the same however many they are.

PostgreSQL takes them as one value, and then knows the question again; SQLite as a list of bounded length.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Connection, String, any_, bindparam
from sqlalchemy.orm import InstrumentedAttribute

from lms.xapi.indexing import parts

Built = TypeVar("Built")
Value = TypeVar("Value")


class Among(Protocol):
    """The condition that a column has one of the values that are given under a name."""

    def __call__(self, column: InstrumentedAttribute[Any], name: str) -> ColumnElement[bool]: ...


def for_each_database(build: Callable[[Among], Built]) -> Mapping[str, Built]:
    """What `build` makes for each database, by the name of its dialect."""
    return {"sqlite": build(_in_list), "postgresql": build(_in_array)}


def portions(connection: Connection, values: Sequence[Value]) -> Sequence[Sequence[Value]]:
    """`values` in as many portions as the database needs; none where there are no values."""
    if connection.dialect.name == "postgresql":
        return [values] if values else []
    return list(parts(values))


def _in_list(column: InstrumentedAttribute[Any], name: str) -> ColumnElement[bool]:
    return column.in_(bindparam(name, expanding=True))


def _in_array(column: InstrumentedAttribute[Any], name: str) -> ColumnElement[bool]:
    kind = String() if isinstance(column.type, String) else BigInteger()
    return column.expression == any_(bindparam(name, type_=ARRAY(kind)))
