"""Indexes in segments: new statements change only the newest part of them, however many are stored.

Agents, activities and registrations come in no order. In one index over all statements each new one falls on a page of
its own, which has to be read, changed and written: with a million statements a batch took two to three times as long as
in an empty store. With the segment (the upper part of `seq`) before the key, writers change the end of each index only.
Who reads walks through the segments from one end, asks the index of each, and stops at the limit.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, select, true
from sqlalchemy.orm import aliased

from lms.kernel.db import db
from lms.xapi.models import ANY, SEGMENT_BITS, RelationKind, Row, Segment, Statement, StatementRelation


@dataclass(frozen=True)
class Order:
    """The column by which an index is in order once its key is given, and the one that stands before the key where
    the index is kept in segments. kind: of the segments, those of others have nothing; see `Segment`."""

    seq: SQLColumnExpression[int]
    segment: SQLColumnExpression[int] | None = None
    kind: str = ANY


@dataclass(frozen=True)
class Way:
    """A way in which a filter can be met: conditions that an index answers, and the order of that index; None for any.

    of: the number of the statement that a row of the index belongs to, where it is that of another table.
    """

    conditions: tuple[ColumnElement[bool], ...] = ()
    order: Order | None = None
    of: SQLColumnExpression[int] | None = None

    def met(self, *, is_first: bool) -> Iterator[ColumnElement[bool]]:
        """The conditions. is_first: it is this index that is read along."""
        yield from self.conditions
        if self.order is not None and self.of is not None:
            # By a sum no row can be looked up: so no database begins with the statements, which are all too many.
            yield self.of == (self.order.seq + 0 if is_first else self.order.seq)


_ALL = Way()


def related(of: SQLColumnExpression[int], organisation_id: int, kind: RelationKind, value: str) -> Way:
    """The way by which statements, whose number is `of`, are found that are related to `value`, an index key."""
    relation = aliased(StatementRelation)
    conditions = (
        relation.organisation_id == organisation_id,
        relation.kind == kind,
        relation.value == value,
    )
    return Way(conditions, Order(relation.seq, relation.segment, kind), of)


@dataclass(frozen=True)
class Stretch:
    """Which part of what is in order is wanted: of one organisation, `limit` rows after the `cursor` (exclusive)."""

    organisation_id: int
    limit: int
    cursor: int | None = None
    ascending: bool = False

    def after_cursor(self, column: SQLColumnExpression[int]) -> list[ColumnElement[bool]]:
        """The condition that `column` comes after the cursor."""
        if self.cursor is None:
            return []
        return [column > self.cursor if self.ascending else column < self.cursor]

    def sorted_by(self, column: SQLColumnExpression[int]) -> ColumnElement[int]:
        """The order by `column`."""
        return column.asc() if self.ascending else column.desc()

    def segments(self, kind: str) -> list[ColumnElement[bool]]:
        """The condition that a segment holds some of it."""
        ours = [Segment.organisation_id == self.organisation_id, Segment.kind == kind]
        if self.cursor is not None:
            here = self.cursor >> SEGMENT_BITS
            ours.append(Segment.number >= here if self.ascending else Segment.number <= here)
        return ours


def segments_of(organisation_id: int, seqs: Iterable[int], relations: Iterable[Row]) -> list[Row]:
    """The rows of the segments in which an organisation has statements with these numbers and these relations."""
    found = {(ANY, seq >> SEGMENT_BITS) for seq in seqs}
    found |= {(str(row["kind"]), row["seq"] >> SEGMENT_BITS) for row in relations}
    return [{"organisation_id": organisation_id, "kind": kind, "number": number} for kind, number in sorted(found)]


def along(ways: Sequence[Way], plain: Sequence[ColumnElement[bool]], stretch: Stretch) -> Select[int]:
    """The numbers of statements that meet `plain` and all of `ways`, read along the index of the first that has one.

    Ordering by the columns of that very index keeps SQLite from walking through all statements instead.
    """
    first = next((way for way in ways if way.order is not None), _ALL)
    order = first.order or Order(Statement.seq)
    conditions = [*plain, *(condition for way in ways for condition in way.met(is_first=way is first))]
    wanted = select(order.seq).where(*conditions, *stretch.after_cursor(order.seq)).limit(stretch.limit)
    sorted_by_seq = wanted.order_by(stretch.sorted_by(order.seq))
    if order.segment is None:
        return sorted_by_seq
    if db.engine.dialect.name == "postgresql":
        return _each_segment(sorted_by_seq, order.segment, stretch.segments(order.kind), stretch)
    # SQLite takes the values of IN one after the other, in the order that is asked for.
    return wanted.where(within(order, stretch)).order_by(stretch.sorted_by(order.segment), stretch.sorted_by(order.seq))


def within(order: Order, stretch: Stretch) -> ColumnElement[bool]:
    """That a row is in one of the segments of its index: so that each of them can be asked for the key."""
    if order.segment is None:
        return true()
    return order.segment.in_(select(Segment.number).where(*stretch.segments(order.kind)))


def _each_segment(
    wanted: Select[int], segment: SQLColumnExpression[int], segments: Sequence[ColumnElement[bool]], stretch: Stretch
) -> Select[int]:
    """The same for PostgreSQL, which would collect from all segments and sort. It sorts within one, and goes on to
    the next only as long as rows are missing."""
    found = wanted.where(segment == Segment.number).correlate(Segment).subquery().lateral()
    (seq,) = found.c
    return (
        select(seq)
        .select_from(Segment)
        .join(found, true())
        .where(*segments)
        .order_by(stretch.sorted_by(Segment.number), stretch.sorted_by(seq))
        .limit(stretch.limit)
    )
