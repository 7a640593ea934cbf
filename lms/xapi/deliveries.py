"""The outbox in the database: claiming a target, taking what is due, noting what came of it.

Every function runs inside the caller's transaction, and none talks to the network.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import ColumnElement, or_, select, update

from lms.kernel import clock
from lms.kernel.db import db
from lms.xapi.models import Delivery, DeliveryState, Statement, Target
from lms.xapi.reasons import Reason

BATCH = 50
MOST_ATTEMPTS = 12
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
LEASE = timedelta(minutes=5)


@dataclass(frozen=True)
class Claim:
    """The right to serve a target until the lease ends. secret: sealed."""

    target_id: int
    token: str
    name: str
    endpoint: str
    key: str
    secret: str


@dataclass(frozen=True)
class Parcel:
    """A statement on its way."""

    delivery_id: int
    statement_id: str
    payload: str
    attempts: int


def targets_to_serve() -> list[int]:
    """Active targets that are not paused and that nobody serves right now."""
    now = clock.now()
    query = select(Target.id).where(Target.active, _unclaimed(now), _unpaused(now)).order_by(Target.id)
    return list(db.session.scalars(query))


def claim(target_id: int) -> Claim | None:
    """Take a target for a while; None if another forwarder was faster.

    One conditional UPDATE decides, so that of two forwarders at once only one gets the target.
    """
    now, token = clock.now(), str(uuid4())
    taken = db.session.execute(
        update(Target)
        .where(Target.id == target_id, Target.active, _unclaimed(now), _unpaused(now))
        .values(claimed_by=token, claimed_until=now + LEASE)
    )
    target = db.session.get(Target, target_id, populate_existing=True)
    if not getattr(taken, "rowcount", 0) or target is None:
        return None
    return Claim(target.id, token, target.name, target.endpoint, target.key, target.secret)


def renew(held: Claim) -> bool:
    """Prolong the lease; False if it is lost, and then nothing more may be sent."""
    kept = db.session.execute(
        update(Target)
        .where(Target.id == held.target_id, Target.claimed_by == held.token, Target.active)
        .values(claimed_until=clock.now() + LEASE)
    )
    return bool(getattr(kept, "rowcount", 0))


def release(held: Claim) -> None:
    """Give the target back."""
    db.session.execute(
        update(Target)
        .where(Target.id == held.target_id, Target.claimed_by == held.token)
        .values(claimed_by=None, claimed_until=None)
    )


def due(held: Claim) -> list[Parcel]:
    """The next statements for the target, in the order in which they were stored."""
    query = (
        select(Delivery.id, Statement.statement_id, Statement.payload, Delivery.attempts)
        .join(Statement, Statement.seq == Delivery.seq)
        .where(
            Delivery.target_id == held.target_id,
            Delivery.state == DeliveryState.DUE,
            Delivery.next_attempt_at <= clock.now(),
        )
        .order_by(Delivery.seq)
        .limit(BATCH)
    )
    return [Parcel(*row) for row in db.session.execute(query)]


def note_delivered(held: Claim, parcels: Sequence[Parcel]) -> None:
    """They arrived; the target is well."""
    now = clock.now()
    _settle(parcels, state=DeliveryState.DELIVERED, reason=None, answered_at=now)
    db.session.execute(
        update(Target)
        .where(Target.id == held.target_id)
        .values(last_success_at=now, last_failure=None, failures=0, paused_until=None)
    )


def note_refused(parcels: Sequence[Parcel], reason: Reason) -> None:
    """The target will never take them: given up, with the reason, until somebody replays them."""
    _settle(parcels, state=DeliveryState.GIVEN_UP, reason=reason.stored, answered_at=clock.now())


def note_failure(held: Claim, parcels: Sequence[Parcel], reason: Reason, retry_after: int | None = None) -> None:
    """The target is unwell: leave it alone for a while, longer each time; give up after MOST_ATTEMPTS."""
    target = db.session.get_one(Target, held.target_id, populate_existing=True)
    pause = pause_after(target.failures, retry_after)
    target.failures += 1
    target.paused_until, target.last_failure = clock.now() + pause, reason.stored
    spent = [parcel for parcel in parcels if parcel.attempts + 1 >= MOST_ATTEMPTS]
    waiting = [parcel for parcel in parcels if parcel.attempts + 1 < MOST_ATTEMPTS]
    _settle(spent, state=DeliveryState.GIVEN_UP, reason=reason.stored)
    _settle(waiting, reason=reason.stored, next_attempt_at=target.paused_until)


def pause_after(failures: int, retry_after: int | None = None) -> timedelta:
    """How long to wait after so many failures before: doubling from 30 s to an hour, with a fifth of chance
    in it, so that forwarders do not come back all at once; longer if the target asks for it, but an hour at
    most."""
    pause: timedelta = min(FIRST_PAUSE * 2 ** min(failures, 20), LONGEST_PAUSE)
    chance = random.uniform(0.8, 1.0)  # noqa: S311  # nobody gains by guessing it
    wished = min(retry_after or 0, LONGEST_PAUSE.total_seconds())
    return max(pause * chance, timedelta(seconds=wished))


def _settle(parcels: Sequence[Parcel], **values: object) -> None:
    """Note an attempt with those of `parcels` that are still due: part of a batch may have arrived before it
    failed."""
    if parcels:
        ids = [parcel.delivery_id for parcel in parcels]
        db.session.execute(
            update(Delivery)
            .where(Delivery.id.in_(ids), Delivery.state == DeliveryState.DUE)
            .values(attempts=Delivery.attempts + 1, **values),
            execution_options={"synchronize_session": False},
        )


def _unclaimed(now: datetime) -> ColumnElement[bool]:
    return or_(Target.claimed_until.is_(None), Target.claimed_until < now)


def _unpaused(now: datetime) -> ColumnElement[bool]:
    return or_(Target.paused_until.is_(None), Target.paused_until <= now)
