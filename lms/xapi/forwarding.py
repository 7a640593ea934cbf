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
from lms.kernel.logs import logger
from lms.xapi import deliveries, past
from lms.xapi.attachments import data_of
from lms.xapi.checking import illness, why_unwell
from lms.xapi.deliveries import Claim, Parcel
from lms.xapi.reasons import Kind, Reason
from lms.xapi.remote import Answer, RemoteStore, Unreachable, remote_store
from lms.xapi.rules.equivalence import equivalent
from lms.xapi.rules.versions import Version, version_named
from lms.xapi.sealing import unseal

# How long we wait for each step of a request; for all of it three times that, far below the lease.
SECONDS = 30

# What these statuses say is about the statements; all others are about the target or the way to it.
CONFLICT, TOO_LARGE = 409, 413
NOT_TAKEN = (400, TOO_LARGE, 422)
# What one statement can cause, beside the target being unwell.
DOUBTFUL = (Kind.SERVER_ERROR, Kind.BROKEN, Kind.TIMEOUT, Kind.GARBAGE)
# So many that seem to be to blame may fail in a row; then it is the target after all.
MOST_ASIDE = 3
# What a mistake of our own, or of a library, looks like; what the database raises ends the run.
OUR_FAULTS = (ValueError, TypeError, LookupError, AttributeError, RuntimeError)

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

    is_over: asked between batches; True ends the work early. A target with which something goes wrong on our side is
    left alone for a while like one that is unwell, so that the others are served.
    """
    with transaction():
        targets = deliveries.targets_to_serve()
    return sum(forward(target, is_over) for target in targets if not is_over())


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
    except OUR_FAULTS:
        logger.exception("forwarding failed", extra={"facts": {"target": target_id}})
        with transaction():
            deliveries.note_failure(held, (), Reason(Kind.OURS))
        return 0
    finally:
        with transaction():
            deliveries.release(held)


def _serve(held: Claim, is_over: Callable[[], bool]) -> int:
    try:
        store = remote_store(held.endpoint, held.key, unseal(held.secret), internal=held.internal, seconds=SECONDS)
    except PlatformError:
        with transaction():
            deliveries.note_failure(held, (), Reason(Kind.SECRET_LOST))
        return 0
    arrived = aside = 0
    while not is_over():
        with transaction():
            batch = deliveries.due(held)
        try:
            if not batch:
                if _look_into_past(held):
                    continue
                break
            for version, parcels in _together(batch):
                arrived += _send(held, store, parcels, version)
        except TargetUnwell as unwell:
            doubtful = batch if unwell.reason.kind in DOUBTFUL else []
            if doubtful and batch[0].is_suspect and aside < MOST_ASIDE and not why_unwell(store):
                aside += 1
                with transaction():
                    deliveries.note_set_aside(batch[0], unwell.reason)
                continue
            with transaction():
                deliveries.note_failure(held, doubtful, unwell.reason, unwell.retry_after)
            break
        except LeaseLost:
            break
    return arrived


def _look_into_past(held: Claim) -> bool:
    with transaction():
        if not deliveries.renew(held):
            raise LeaseLost
        return past.take_a_step(held.target_id)


def _together(batch: Sequence[Parcel]) -> Iterator[tuple[Version, list[Parcel]]]:
    """The batch in runs of what can go in one request: it names one version for all, and brings the data of one."""

    def kind(parcel: Parcel) -> tuple[Version, int | None]:
        version = version_named(str(orjson.loads(parcel.payload).get("version"))) or Version.ONE
        return version, parcel.seq if parcel.has_data else None

    for (version, _alone), parcels in groupby(batch, kind):
        yield version, list(parcels)


def _send(held: Claim, store: RemoteStore, parcels: Sequence[Parcel], version: Version) -> int:
    """Send `parcels` at once; where the target does not take them, in smaller parts, until the bad one is
    alone."""
    with transaction():
        if not deliveries.renew(held):
            raise LeaseLost
        data = data_of([parcel.seq for parcel in parcels]) if parcels[0].has_data else {}
    try:
        answer = store.send([parcel.payload for parcel in parcels], version, data)
    except Unreachable as error:
        raise TargetUnwell(error.reason) from error
    if answer.status == 200:
        _check_ids(answer, parcels)
        with transaction():
            deliveries.note_delivered(held, parcels)
        return len(parcels)
    if answer.status != CONFLICT and answer.status not in NOT_TAKEN:
        raise TargetUnwell(illness(answer), answer.retry_after)
    if len(parcels) > 1:
        size = 1 if answer.status == CONFLICT else len(parcels) // 2
        parts = [parcels[start : start + size] for start in range(0, len(parcels), size)]
        return sum(_send(held, store, part, version) for part in parts)
    if answer.status == CONFLICT:
        return _compare(held, store, parcels[0], version)
    kind = Kind.TOO_LARGE if answer.status == TOO_LARGE else Kind.REFUSED
    with transaction():
        deliveries.note_refused(parcels, Reason(kind, f"{answer.status} {answer.body.strip()}"))
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
