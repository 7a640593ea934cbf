"""Which statements refer to which, directly or through others: kept up to date as they arrive in any order.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#filter-conditions-for-statementrefs
"""

from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from itertools import product

from sqlalchemy import Connection, Select, select

from lms.xapi.among import Among, for_each_database, portions
from lms.xapi.document_models import StatementReach
from lms.xapi.models import Row
from lms.xapi.roundtrips import Command, ask

Edges = dict[int, set[int]]

# A chain of references is followed so far, so that a long one costs no more than its length.
MOST_REACHED = 100


def _from(among: Among) -> Select[int, int]:
    return select(StatementReach.seq, StatementReach.reached).where(among(StatementReach.seq, "seqs"))


def _to(among: Among) -> Select[int, int]:
    return select(StatementReach.seq, StatementReach.reached).where(among(StatementReach.reached, "seqs"))


_FROM, _TO = for_each_database(_from), for_each_database(_to)


def references(
    connection: Connection,
    rows: Sequence[Row],
    pointing: Mapping[str, Sequence[int]],
    targets: Mapping[str, int],
) -> list[Row]:
    """What the new `rows` refer to, and what refers to them, as rows that may be there already.

    pointing: by id, the statements that were here already and refer to it. targets: by id, what was here already and
    is referred to.
    """
    known = {**targets, **{row["statement_id"]: row["seq"] for row in rows}}
    edges: Edges = defaultdict(set)
    for row in rows:
        if row["target"] in known:
            edges[row["seq"]].add(known[row["target"]])
        for earlier in pointing.get(row["statement_id"], ()):
            edges[earlier].add(row["seq"])
    if not edges:
        return []
    return [{"seq": seq, "reached": reached} for seq, reached in sorted(_closed(connection, edges))]


def _closed(connection: Connection, edges: Edges) -> set[tuple[int, int]]:
    """All pairs that the new edges connect, through themselves and through what is known already."""
    sources, ends = set(edges), set().union(*edges.values())
    ahead = _questions(connection, _FROM, ends)
    behind = _questions(connection, _TO, sources)
    answers = ask(connection, ahead + behind)
    for seq, reached in (pair for rows in answers[: len(ahead)] for pair in rows):
        edges[seq].add(reached)
    before: Edges = defaultdict(set)
    for seq, reached in (pair for rows in answers[len(ahead) :] for pair in rows):
        before[reached].add(seq)
    found: set[tuple[int, int]] = set()
    for source in sources:
        found |= set(product({source, *before[source]}, _all_from(source, edges)))
    # A circle of references leads back to the statement itself, which is no news.
    return {(seq, reached) for seq, reached in found if seq != reached}


def _questions(connection: Connection, wording: Mapping[str, Select[int, int]], seqs: set[int]) -> list[Command]:
    question = wording[connection.dialect.name]
    return [(question, {"seqs": list(some)}) for some in portions(connection, sorted(seqs))]


def _all_from(source: int, edges: Edges) -> set[int]:
    """What can be reached from `source`, the nearest first; at most MOST_REACHED."""
    found: set[int] = set()
    ahead = deque([source])
    while ahead and len(found) < MOST_REACHED:
        fresh = sorted(edges.get(ahead.popleft(), set()) - found)[: MOST_REACHED - len(found)]
        found.update(fresh)
        ahead += fresh
    return found
