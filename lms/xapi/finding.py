"""Answering questions about statements from the tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import product

from sqlalchemy import ColumnElement, Select, select, tuple_, union
from sqlalchemy.orm import aliased
from sqlalchemy.orm.util import AliasedClass

from lms.kernel.db import db
from lms.xapi.document_models import StatementReach
from lms.xapi.indexing import index_key
from lms.xapi.models import RelationKind, Statement
from lms.xapi.parameters import StatementQuery
from lms.xapi.segments import Order, Stretch, Way, along, related, within

Conditions = list[ColumnElement[bool]]
# A statement itself, or the one that it refers to.
On = type[Statement] | AliasedClass[Statement]


@dataclass(frozen=True)
class Found:
    """A stored statement: its place in the order of arrival, its JSON, and when it was stored."""

    seq: int
    payload: str
    stored: datetime


@dataclass(frozen=True)
class Bounds:
    """What a caller may see: one tenant, and of it only what came with one credential where that is set."""

    organisation_id: int
    credential_id: int | None = None

    def conditions(self, on: On = Statement) -> Conditions:
        """The bounds as conditions on a statement."""
        found = [on.organisation_id == self.organisation_id]
        if self.credential_id is not None:
            found.append(on.credential_id == self.credential_id)
        return found


def find_one(statement_id: str, bounds: Bounds, *, voided: bool) -> Found | None:
    """The statement with this id (lower case), if it is there and voided or not as asked."""
    query = select(Statement.seq, Statement.payload, Statement.stored).where(
        *bounds.conditions(), Statement.statement_id == statement_id, Statement.voided.is_(voided)
    )
    row = db.session.execute(query).one_or_none()
    return Found(*row) if row else None


def find(query: StatementQuery, bounds: Bounds) -> tuple[list[Found], bool]:
    """The statements that `query` asks for, in order, and whether there are more.

    A filter that can be met in several ways (an agent as actor, or in a group) makes a branch for each. A
    branch reads its index in order and stops at the limit, so that none collects more than is returned.
    """
    if query.only_by_time:
        return _cut(_by_time(query, bounds), query)
    branches = [
        along(ways, [*_own(Statement, query, bounds), *_plain(Statement, query)], _stretch(query, bounds))
        for ways in _combinations(Statement, query, bounds)
    ]
    if query.filters:
        branches += _by_reference(query, bounds)
    wanted = select(Statement.seq, Statement.payload, Statement.stored)
    if len(branches) == 1:
        seqs = select(branches[0].subquery())
    else:
        seqs = select(union(*(select(each.subquery()) for each in branches)).subquery())
    order = _stretch(query, bounds).sorted_by(Statement.seq)
    return _cut(wanted.where(Statement.seq.in_(seqs)).order_by(order), query)


def _stretch(query: StatementQuery, bounds: Bounds) -> Stretch:
    return Stretch(bounds.organisation_id, query.limit + 1, query.cursor, query.ascending)


def _cut(wanted: Select[int, str, datetime], query: StatementQuery) -> tuple[list[Found], bool]:
    rows = [Found(*row) for row in db.session.execute(wanted.limit(query.limit + 1))]
    return rows[: query.limit], len(rows) > query.limit


def _by_time(query: StatementQuery, bounds: Bounds) -> Select[int, str, datetime]:
    """The statements of a time, read along the index of `stored`: in the order of `seq` all later ones would have to
    be passed over."""
    place = (Statement.stored, Statement.seq)
    wanted = select(Statement.seq, Statement.payload, Statement.stored).where(*_own(Statement, query, bounds))
    if query.cursor is not None and query.cursor_stored is not None:
        here, there = tuple_(*place), tuple_(query.cursor_stored, query.cursor)
        wanted = wanted.where(here > there if query.ascending else here < there)
    return wanted.order_by(*(each.asc() if query.ascending else each.desc() for each in place))


def _by_reference(query: StatementQuery, bounds: Bounds) -> list[Select[int]]:
    """The statements that refer to one which meets the filters, be that one voided or not.

    Whether they are in time and may be seen is asked of themselves.
    https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#filter-conditions-for-statementrefs
    """
    target = aliased(Statement)
    reference = Way((StatementReach.reached == target.seq,), Order(StatementReach.seq), of=Statement.seq)
    plain = [*_own(Statement, query, bounds), *bounds.conditions(target), *_plain(target, query)]
    stretch, anywhere = _stretch(query, bounds), Stretch(bounds.organisation_id, query.limit)
    found = []
    for ways in _combinations(target, query, bounds):
        # PostgreSQL may begin with those that are referred to, and needs their segments for that.
        begins = [way.order for way in ways if way.order and db.engine.dialect.name == "postgresql"]
        found.append(along([reference, *ways], [*plain, *(within(order, anywhere) for order in begins)], stretch))
    return found


def _combinations(on: On, query: StatementQuery, bounds: Bounds) -> Iterable[tuple[Way, ...]]:
    return product(_by_registration(on, query), _by_agent(on, query, bounds), _by_activity(on, query, bounds))


def _own(on: On, query: StatementQuery, bounds: Bounds) -> Conditions:
    """What must be true of a statement itself, whatever it refers to."""
    found = [*bounds.conditions(on), on.voided.is_(False)]
    if query.since is not None:
        found.append(on.stored > query.since)
    if query.until is not None:
        found.append(on.stored <= query.until)
    return found


def _plain(on: On, query: StatementQuery) -> Conditions:
    """The filters that need no index kept in segments."""
    found: Conditions = []
    if query.verb is not None:
        found.append(on.verb == index_key(query.verb))
    return found


def _by_registration(on: On, query: StatementQuery) -> list[Way]:
    if query.registration is None:
        return [Way()]
    return [Way((on.registration == query.registration,), Order(on.seq, on.segment))]


def _by_agent(on: On, query: StatementQuery, bounds: Bounds) -> list[Way]:
    if query.agent is None:
        return [Way()]
    key = index_key(query.agent)
    own = Way((on.actor == key,), Order(on.seq, on.segment))
    ways = [own, related(on.seq, bounds.organisation_id, RelationKind.AGENT, key)]
    if query.related_agents:
        ways.append(related(on.seq, bounds.organisation_id, RelationKind.RELATED_AGENT, key))
        ways.append(Way((on.authority == key,), Order(on.seq)))
    return ways


def _by_activity(on: On, query: StatementQuery, bounds: Bounds) -> list[Way]:
    if query.activity is None:
        return [Way()]
    key = index_key(query.activity)
    ways = [Way((on.activity == key,), Order(on.seq, on.segment))]
    if query.related_activities:
        ways.append(related(on.seq, bounds.organisation_id, RelationKind.RELATED_ACTIVITY, key))
    return ways
