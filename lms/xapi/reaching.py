"""Which statements refer to which, directly or through others: kept up to date as they arrive in any order.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#filter-conditions-for-statementrefs
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from itertools import product

from sqlalchemy import insert, select
from sqlalchemy.orm import InstrumentedAttribute

from lms.kernel.db import db
from lms.xapi.document_models import StatementReach
from lms.xapi.indexing import parts
from lms.xapi.models import Row, Statement

Edges = dict[int, set[int]]

# A chain of references is followed so far, so that a long one costs no more than its length.
MOST_REACHED = 100


def note_references(rows: Sequence[Row], seqs: Sequence[int], pointing: Mapping[str, Sequence[int]]) -> None:
    """Note what the new `rows` refer to, and what refers to them.

    pointing: by id, the statements that were here already and refer to it.
    """
    new = dict(zip((row["statement_id"] for row in rows), seqs, strict=True))
    edges: Edges = defaultdict(set)
    outside = {row["target"] for row in rows if row["target"] and row["target"] not in new}
    known = {**_seqs_of(rows[0]["organisation_id"], outside), **new} if rows else new
    for row, seq in zip(rows, seqs, strict=True):
        if row["target"] in known:
            edges[seq].add(known[row["target"]])
        for earlier in pointing.get(row["statement_id"], ()):
            edges[earlier].add(seq)
    if not edges:
        return
    pairs = _closed(edges)
    there = _pairs(StatementReach.seq, {seq for seq, _reached in pairs})
    missing = sorted(pairs - there)
    if missing:
        db.session.execute(insert(StatementReach), [{"seq": seq, "reached": reached} for seq, reached in missing])


def _closed(edges: Edges) -> set[tuple[int, int]]:
    """All pairs that the new edges connect, through themselves and through what is known already."""
    sources, ends = set(edges), set().union(*edges.values())
    for seq, reached in _pairs(StatementReach.seq, ends):
        edges[seq].add(reached)
    before: Edges = defaultdict(set)
    for seq, reached in _pairs(StatementReach.reached, sources):
        before[reached].add(seq)
    found: set[tuple[int, int]] = set()
    for source in sources:
        found |= set(product({source, *before[source]}, _all_from(source, edges)))
    # A circle of references leads back to the statement itself, which is no news.
    return {(seq, reached) for seq, reached in found if seq != reached}


def _all_from(source: int, edges: Edges) -> set[int]:
    """What can be reached from `source`, the nearest first; at most MOST_REACHED."""
    found: set[int] = set()
    ahead = deque([source])
    while ahead and len(found) < MOST_REACHED:
        fresh = sorted(edges.get(ahead.popleft(), set()) - found)[: MOST_REACHED - len(found)]
        found.update(fresh)
        ahead += fresh
    return found


def _pairs(column: InstrumentedAttribute[int], values: Iterable[int]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for some in parts(sorted(values)):
        query = select(StatementReach.seq, StatementReach.reached).where(column.in_(some))
        found |= {(seq, reached) for seq, reached in db.session.execute(query)}
    return found


def _seqs_of(organisation_id: int, ids: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in parts(sorted(ids)):
        query = select(Statement.statement_id, Statement.seq).where(
            Statement.organisation_id == organisation_id, Statement.statement_id.in_(some)
        )
        found.update(db.session.execute(query).all())
    return found
