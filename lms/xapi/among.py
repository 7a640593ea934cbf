"""Asking for many values at once, so that the question stays the same however many they are.

PostgreSQL takes them as one value, and then knows the question again; SQLite as a list of bounded length.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    String,
    any_,
    bindparam,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import TypeEngine

from lms.xapi.indexing import parts

Built = TypeVar("Built")
Value = TypeVar("Value")


class Among(Protocol):
    """How a database asks for values that are given under a name."""

    def __call__(self, column: InstrumentedAttribute[Any], name: str) -> ColumnElement[bool]:
        """The condition that `column` has one of the values."""

    def each(
        self, query: Select[*tuple[Any, ...]], column: InstrumentedAttribute[Any], name: str
    ) -> Select[*tuple[Any, ...]]:
        """The row of `query` for each of the values, where `column` has no value twice among its rows."""


def for_each_database(build: Callable[[Among], Built]) -> Mapping[str, Built]:
    """What `build` makes for each database, by the name of its dialect."""
    return {"sqlite": build(_InList()), "postgresql": build(_InArray())}


def portions(connection: Connection, values: Sequence[Value]) -> Sequence[Sequence[Value]]:
    """`values` in as many portions as the database needs; none where there are no values."""
    if connection.dialect.name == "postgresql":
        return [values] if values else []
    return list(parts(values))


class _InList:
    def __call__(self, column: InstrumentedAttribute[Any], name: str) -> ColumnElement[bool]:
        return column.in_(bindparam(name, expanding=True))

    def each(
        self, query: Select[*tuple[Any, ...]], column: InstrumentedAttribute[Any], name: str
    ) -> Select[*tuple[Any, ...]]:
        return query.where(self(column, name))


class _InArray:
    def __call__(self, column: InstrumentedAttribute[Any], name: str) -> ColumnElement[bool]:
        return column.expression == any_(_array(column, name))

    def each(
        self, query: Select[*tuple[Any, ...]], column: InstrumentedAttribute[Any], name: str
    ) -> Select[*tuple[Any, ...]]:
        # Where PostgreSQL has not counted a table yet, it expects most rows among so many values and reads all of
        # them. At most one row per value leaves it only the index.
        given = func.unnest(_array(column, name)).table_valued("value").render_derived()
        found = query.where(column == given.c.value).limit(literal_column("1")).lateral()
        return select(*found.c).select_from(given.join(found, true()))


def _array(column: InstrumentedAttribute[Any], name: str) -> ColumnElement[Any]:
    kind: TypeEngine[Any] = String() if isinstance(column.type, String) else BigInteger()
    return bindparam(name, type_=ARRAY(kind))
