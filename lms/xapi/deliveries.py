"""The outbox in the database: claiming a target, taking what is due, noting what came of it.

Every function runs inside the caller's transaction, and none talks to the network.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from uuid import uuid4

from sqlalchemy import ColumnElement, exists, or_, select, update

from lms.kernel import clock
from lms.kernel.db import db
from lms.xapi.document_models import StatementAttachment
from lms.xapi.models import Delivery, DeliveryState, Statement, Target
from lms.xapi.reasons import Reason

BATCH = 50
# A request holds at least one statement, and no more than so many characters.
LARGEST_BATCH = 2_000_000
# After so many attempts a statement is suspected to be what makes the target fail, and goes alone.
SUSPECT_AFTER = 3
MOST_ATTEMPTS = 12
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
LONGEST_WISHED = timedelta(days=1)
LEASE = timedelta(minutes=5)


@dataclass(frozen=True)
class Claim:
    """The right to serve a target until the lease ends. secret: sealed. internal: see `Target`."""

    target_id: int
    token: str
    name: str
    endpoint: str
    key: str
    secret: str
    internal: bool


@dataclass(frozen=True)
class Parcel:
    """A statement on its way. has_data: data of attachments came with it, so it goes alone with that."""

    delivery_id: int
    seq: int
    statement_id: str
    payload: str
    attempts: int
    has_data: bool

    @property
    def is_suspect(self) -> bool:
        """Whether it may itself be why the target fails."""
        return self.attempts >= SUSPECT_AFTER


def targets_to_serve() -> list[int]:
    """Active targets with something to do that are not paused and that nobody serves right now."""
    now = clock.now()
    due_now = exists().where(
        Delivery.target_id == Target.id, Delivery.state == DeliveryState.DUE, Delivery.next_attempt_at <= now
    )
    query = select(Target.id).where(
        Target.active, _unclaimed(now), _unpaused(now), or_(due_now, Target.past_asked_at.is_not(None))
    )
    return list(db.session.scalars(query.order_by(Target.id)))


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
    return Claim(target.id, token, target.name, target.endpoint, target.key, target.secret, target.internal)


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
    """The next statements for the target, in the order in which they were stored; a suspect alone."""
    has_data = exists().where(StatementAttachment.seq == Delivery.seq)
    query = (
        select(Delivery.id, Delivery.seq, Statement.statement_id, Statement.payload, Delivery.attempts, has_data)
        .join(Statement, Statement.seq == Delivery.seq)
        .where(
            Delivery.target_id == held.target_id,
            Delivery.state == DeliveryState.DUE,
            Delivery.next_attempt_at <= clock.now(),
        )
        .order_by(Delivery.seq)
        .limit(BATCH)
    )
    found = [Parcel(*row) for row in db.session.execute(query)]
    if found and found[0].is_suspect:
        return found[:1]
    sizes = accumulate(len(each.payload) for each in found)
    fitting = [each for each, size in zip(found, sizes, strict=True) if size <= LARGEST_BATCH and not each.is_suspect]
    return fitting or found[:1]


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
    """The target is unwell: leave it alone for a while, longer each time. Nothing is given up for that.

    parcels: those that may be to blame, so that they count the attempt.
    """
    target = db.session.get_one(Target, held.target_id, populate_existing=True)
    pause = pause_after(target.failures, retry_after)
    target.failures += 1
    target.paused_until, target.last_failure = clock.now() + pause, reason.stored
    _settle(parcels, reason=reason.stored, next_attempt_at=target.paused_until)


def note_set_aside(parcel: Parcel, reason: Reason) -> None:
    """The target fails on this one alone: others go first, and after MOST_ATTEMPTS it is given up."""
    if parcel.attempts + 1 >= MOST_ATTEMPTS:
        _settle([parcel], state=DeliveryState.GIVEN_UP, reason=reason.stored, answered_at=clock.now())
    else:
        later = clock.now() + pause_after(parcel.attempts)
        _settle([parcel], reason=reason.stored, next_attempt_at=later)


def pause_after(failures: int, retry_after: int | None = None) -> timedelta:
    """How long to wait after so many failures before: doubling from 30 s to an hour, with a fifth of chance
    in it, so that forwarders do not come back all at once; longer if the target asks for it, but a day at
    most."""
    pause: timedelta = min(FIRST_PAUSE * 2 ** min(failures, 20), LONGEST_PAUSE)
    chance = random.uniform(0.8, 1.0)  # noqa: S311  # nobody gains by guessing it
    wished = min(timedelta(seconds=retry_after or 0), LONGEST_WISHED)
    return max(pause * chance, wished)


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
