"""Choosing statements for people and for exports: by whom, what, when, from where; page by page along `seq`.

Unlike the filters of the specification (`finding`), a selection can also ask for the source and for voided statements,
and an agent or an activity is found wherever a statement names it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import product

from sqlalchemy import ColumnElement, Row, select, union_all

from lms.kernel.db import db
from lms.xapi.indexing import index_key
from lms.xapi.models import RelationKind, Statement
from lms.xapi.segments import Order, Stretch, Way, along, related

Selected = Row[int, str, datetime, bool, int | None]


_IN_SEGMENTS = Order(Statement.seq, Statement.segment)
_COLUMNS = select(Statement.seq, Statement.payload, Statement.stored, Statement.voided, Statement.credential_id)


class Voided(StrEnum):
    """Which statements are meant: all, those that count, those that were voided."""

    BOTH = ""
    NO = "nein"
    YES = "ja"


# Statements that the platform recorded itself have no credential.
PLATFORM_ITSELF = 0


@dataclass(frozen=True)
class Selection:
    """What is chosen, in one organisation.

    agent: an identity; activity, verb: IRIs; registration: lower case. since (exclusive), until (inclusive): of
    `stored`, aware. credential_id: who sent it; PLATFORM_ITSELF for nobody.
    """

    organisation_id: int
    agent: str | None = None
    verb: str | None = None
    activity: str | None = None
    registration: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    credential_id: int | None = None
    voided: Voided = Voided.BOTH


def newest(selection: Selection, *, before: int | None, limit: int) -> list[Selected]:
    """Statements before the number `before`, the newest first."""
    return _rows(selection, before, limit, ascending=False)


def oldest(selection: Selection, *, after: int, limit: int) -> list[Selected]:
    """Statements after the number `after`, the oldest first."""
    return _rows(selection, after, limit, ascending=True)


def one(organisation_id: int, statement_id: str) -> Selected | None:
    """The statement with this id, voided or not."""
    return db.session.execute(
        _COLUMNS.where(Statement.organisation_id == organisation_id, Statement.statement_id == statement_id.lower())
    ).one_or_none()


def _rows(selection: Selection, cursor: int | None, limit: int, *, ascending: bool) -> list[Selected]:
    stretch = Stretch(selection.organisation_id, limit, cursor, ascending)
    branches = [along(ways, _plain(selection), stretch) for ways in _ways(selection)]
    seqs = union_all(*(select(each.subquery()) for each in branches)) if len(branches) > 1 else branches[0]
    wanted = _COLUMNS.where(Statement.seq.in_(select(seqs.subquery())))
    return list(db.session.execute(wanted.order_by(stretch.sorted_by(Statement.seq)).limit(limit)))


def _ways(selection: Selection) -> Iterator[tuple[Way, ...]]:
    registrations: list[Way] = [Way()]
    agents: list[Way] = [Way()]
    activities: list[Way] = [Way()]
    if selection.registration is not None:
        registrations = [Way((Statement.registration == selection.registration,), _IN_SEGMENTS)]
    if selection.agent is not None:
        key = index_key(selection.agent)
        kinds = (RelationKind.AGENT, RelationKind.RELATED_AGENT)
        agents = [Way((Statement.actor == key,), _IN_SEGMENTS)]
        agents += [related(Statement.seq, selection.organisation_id, kind, key) for kind in kinds]
    if selection.activity is not None:
        key = index_key(selection.activity)
        around = related(Statement.seq, selection.organisation_id, RelationKind.RELATED_ACTIVITY, key)
        activities = [Way((Statement.activity == key,), _IN_SEGMENTS), around]
    return product(registrations, agents, activities)


def _plain(selection: Selection) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Statement.organisation_id == selection.organisation_id]
    if selection.verb is not None:
        found.append(Statement.verb == index_key(selection.verb))
    if selection.since is not None:
        found.append(Statement.stored > selection.since)
    if selection.until is not None:
        found.append(Statement.stored <= selection.until)
    if selection.credential_id == PLATFORM_ITSELF:
        found.append(Statement.credential_id.is_(None))
    elif selection.credential_id is not None:
        found.append(Statement.credential_id == selection.credential_id)
    if selection.voided is not Voided.BOTH:
        found.append(Statement.voided.is_(selection.voided is Voided.YES))
    return found
