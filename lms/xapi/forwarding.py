"""Bringing statements to other stores: in batches, in order, each target alone.

The network is only used between transactions. A statement is sent at least once; its id never changes, so
that a store which has it already takes no second one. Only one forwarder serves a target at a time, see
`deliveries.claim`.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import orjson

from lms.kernel.db import transaction
from lms.kernel.errors import PlatformError
from lms.xapi import deliveries
from lms.xapi.deliveries import Claim, Parcel
from lms.xapi.reasons import Kind, Reason
from lms.xapi.remote import Answer, RemoteStore, Unreachable, remote_store
from lms.xapi.rules.equivalence import equivalent
from lms.xapi.rules.versions import Version, version_named
from lms.xapi.sealing import unseal

# What these statuses say is about the statements; all others are about the target or the way to it.
CONFLICT = 409
NOT_TAKEN = (400, 413, 422)

NEVER: Callable[[], bool] = lambda: False  # noqa: E731


class TargetUnwell(Exception):
    """The target cannot take anything now."""

    def __init__(self, reason: Reason, retry_after: int | None = None) -> None:
        super().__init__(reason.stored)
        self.reason = reason
        self.retry_after = retry_after


class LeaseLost(Exception):
    """Another forwarder took over the target, or somebody removed it."""


def forward_all(is_over: Callable[[], bool] = NEVER) -> int:
    """Bring everything that is due to every target that can be served now; how many statements arrived.

    is_over: asked between batches; True ends the work early.
    """
    with transaction():
        targets = deliveries.targets_to_serve()
    return sum(forward(target, is_over) for target in targets)


def forward(target_id: int, is_over: Callable[[], bool] = NEVER) -> int:
    """Bring what is due to one target; how many statements arrived.

    Does nothing if another forwarder is at it.
    """
    with transaction():
        held = deliveries.claim(target_id)
    if held is None:
        return 0
    try:
        return _serve(held, is_over)
    finally:
        with transaction():
            deliveries.release(held)


def _serve(held: Claim, is_over: Callable[[], bool]) -> int:
    try:
        store = remote_store(held.endpoint, held.key, unseal(held.secret))
    except PlatformError:
        with transaction():
            deliveries.note_failure(held, (), Reason(Kind.SECRET_LOST))
        return 0
    arrived = 0
    while not is_over():
        with transaction():
            batch = deliveries.due(held)
        if not batch:
            break
        try:
            for version, parcels in _by_version(batch):
                arrived += _send(held, store, parcels, version)
        except TargetUnwell as unwell:
            with transaction():
                deliveries.note_failure(held, batch, unwell.reason, unwell.retry_after)
            break
        except LeaseLost:
            break
    return arrived


def _by_version(batch: Sequence[Parcel]) -> Iterator[tuple[Version, list[Parcel]]]:
    """The batch in runs of one version: a request names one version for all it brings."""

    def version(parcel: Parcel) -> Version:
        return version_named(str(orjson.loads(parcel.payload).get("version"))) or Version.ONE

    for named, parcels in groupby(batch, version):
        yield named, list(parcels)


def _send(held: Claim, store: RemoteStore, parcels: Sequence[Parcel], version: Version) -> int:
    """Send `parcels` at once; where the target does not take them, in smaller parts, until the bad one is
    alone."""
    with transaction():
        if not deliveries.renew(held):
            raise LeaseLost
    try:
        answer = store.send([parcel.payload for parcel in parcels], version)
    except Unreachable as error:
        raise TargetUnwell(error.reason) from error
    if answer.status == 200:
        _check_ids(answer, parcels)
        with transaction():
            deliveries.note_delivered(held, parcels)
        return len(parcels)
    if answer.status != CONFLICT and answer.status not in NOT_TAKEN:
        raise TargetUnwell(_illness(answer), answer.retry_after)
    if len(parcels) > 1:
        size = 1 if answer.status == CONFLICT else len(parcels) // 2
        parts = [parcels[start : start + size] for start in range(0, len(parcels), size)]
        return sum(_send(held, store, part, version) for part in parts)
    if answer.status == CONFLICT:
        return _compare(held, store, parcels[0], version)
    with transaction():
        deliveries.note_refused(parcels, Reason(Kind.REFUSED, f"{answer.status} {answer.body.strip()}"))
    return 0


def _check_ids(answer: Answer, parcels: Sequence[Parcel]) -> None:
    """A 200 counts only with the ids of what was sent: anything on the way to the target can say 200."""
    ids = answer.json
    if not isinstance(ids, list) or [str(each).lower() for each in ids] != [each.statement_id for each in parcels]:
        raise TargetUnwell(Reason(Kind.GARBAGE, answer.body.strip()[:80]))


def _compare(held: Claim, store: RemoteStore, parcel: Parcel, version: Version) -> int:
    """Some stores say 409 to what they have already, however equal: look whether it is ours."""
    try:
        answer = store.fetch(parcel.statement_id, version)
    except Unreachable as error:
        raise TargetUnwell(error.reason) from error
    if answer.status != 200 or not isinstance(answer.json, dict):
        with transaction():
            deliveries.note_refused([parcel], Reason(Kind.CONFLICT_UNSEEN, str(answer.status)))
        return 0
    if _is_same(answer, parcel):
        with transaction():
            deliveries.note_delivered(held, [parcel])
        return 1
    with transaction():
        deliveries.note_refused([parcel], Reason(Kind.CONFLICT))
    return 0


def _is_same(answer: Answer, parcel: Parcel) -> bool:
    try:
        return equivalent(orjson.loads(parcel.payload), answer.json)
    except (KeyError, TypeError, AttributeError):
        # What the other side shows us is no statement.
        return False


def _illness(answer: Answer) -> Reason:
    status = answer.status
    if status in (401, 403):
        return Reason(Kind.NOT_ALLOWED, str(status))
    if status == 429:
        return Reason(Kind.BUSY)
    if status >= 500:
        return Reason(Kind.SERVER_ERROR, f"{status} {answer.body.strip()[:80]}".strip())
    if status in (200, 204):
        return Reason(Kind.GARBAGE, str(status))
    return Reason(Kind.NO_STORE, str(status))
