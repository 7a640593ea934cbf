"""How targets stand: what arrived, what waits and since when, what was given up and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from lms.kernel import clock
from lms.kernel.db import db
from lms.xapi.models import Delivery, DeliveryState, Statement, Target
from lms.xapi.past import still_ahead

ON_A_PAGE = 20


@dataclass(frozen=True)
class Standing:
    """How a target stands: how many deliveries are due, delivered and given up.

    ahead: how many statements of the past are still to be looked through. behind: since when the oldest that is due
    has been stored; None where nothing is due.
    """

    target: Target
    due: int
    delivered: int
    given_up: int
    ahead: int = 0
    behind: timedelta | None = None

    @property
    def is_paused(self) -> bool:
        """Whether we leave the target alone for a while."""
        return self.target.paused_until is not None and self.target.paused_until > clock.now()


@dataclass(frozen=True)
class GivenUp:
    """A statement that a target did not take. id: of the delivery. at: when we gave up."""

    id: int
    statement_id: str
    attempts: int
    reason: str
    at: datetime | None


def standings(organisation_id: int | None = None) -> list[Standing]:
    """How every target stands, of one organisation or of all, by name."""
    query = select(Target).order_by(Target.organisation_id, Target.name)
    if organisation_id is not None:
        query = query.where(Target.organisation_id == organisation_id)
    return _of(list(db.session.scalars(query)))


def standing_of(target: Target) -> Standing:
    """How one target stands."""
    return _of([target])[0]


def given_up(target: Target, after: int | None = None) -> list[GivenUp]:
    """What the target did not take, the latest first: a page and one more. after: the last delivery seen."""
    query = (
        select(Delivery.id, Statement.statement_id, Delivery.attempts, Delivery.reason, Delivery.answered_at)
        .join(Statement, Statement.seq == Delivery.seq)
        .where(Delivery.target_id == target.id, Delivery.state == DeliveryState.GIVEN_UP)
        .order_by(Delivery.id.desc())
        .limit(ON_A_PAGE + 1)
    )
    if after is not None:
        query = query.where(Delivery.id < after)
    return [GivenUp(id, name, tries, why or "", at) for id, name, tries, why, at in db.session.execute(query)]


def _of(targets: Sequence[Target]) -> list[Standing]:
    ids = [target.id for target in targets]
    query = (
        select(Delivery.target_id, Delivery.state, func.count(), func.min(Delivery.seq))
        .where(Delivery.target_id.in_(ids))
        .group_by(Delivery.target_id, Delivery.state)
    )
    counts: dict[tuple[int, str], int] = {}
    oldest: dict[int, int] = {}
    for target, state, count, first in db.session.execute(query):
        counts[target, state] = count
        if state == DeliveryState.DUE:
            oldest[target] = first
    stored = _stored(list(oldest.values()))
    ahead = still_ahead(targets)
    return [
        _standing(target, counts, ahead.get(target.id, 0), stored.get(oldest.get(target.id, 0))) for target in targets
    ]


def _stored(seqs: Sequence[int]) -> dict[int, datetime]:
    query = select(Statement.seq, Statement.stored).where(Statement.seq.in_(seqs))
    return dict(db.session.execute(query).all())


def _standing(target: Target, counts: Mapping[tuple[int, str], int], ahead: int, oldest: datetime | None) -> Standing:
    due, delivered, lost = (
        counts.get((target.id, state), 0)
        for state in (DeliveryState.DUE, DeliveryState.DELIVERED, DeliveryState.GIVEN_UP)
    )
    behind = max(clock.now() - oldest, timedelta()) if oldest else None
    return Standing(target, due, delivered, lost, ahead, behind)
