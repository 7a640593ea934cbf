"""Whether a store answers as one: what an answer says about its health, and trying a connection."""

from lms.xapi.reasons import Kind, Reason
from lms.xapi.remote import Answer, RemoteStore, Unreachable
from lms.xapi.rules.versions import Version, version_named

# How a store that lets us write answers to an empty list: some find nothing to do, some find fault.
WRITABLE = (200, 204, 400, 422)


def illness(answer: Answer) -> Reason:
    """What is wrong with a target that answers like this to what we ask rightly."""
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


def why_unwell(store: RemoteStore) -> Reason | None:
    """Why the store does not say about itself what every store has to say; None if it does.

    https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#28-about-resource
    """
    try:
        answer = store.introduction()
    except Unreachable as error:
        return error.reason
    known = answer.json
    versions = known.get("version") if isinstance(known, dict) else None
    if answer.status == 200 and isinstance(versions, list) and any(version_named(str(each)) for each in versions):
        return None
    return illness(answer)


def why_not_writable(store: RemoteStore) -> Reason | None:
    """Why we cannot bring statements to the store; None if we can. Stores nothing."""
    reason = why_unwell(store)
    if reason is not None:
        return reason
    try:
        answer = store.send([], Version.ONE)
    except Unreachable as error:
        return error.reason
    return None if answer.status in WRITABLE else illness(answer)


def why_not_readable(store: RemoteStore) -> Reason | None:
    """Why we cannot read from the store; None if we can."""
    reason = why_unwell(store)
    if reason is not None:
        return reason
    try:
        answer = store.look(Version.ONE)
    except Unreachable as error:
        return error.reason
    found = answer.json
    is_well = answer.status == 200 and isinstance(found, dict) and isinstance(found.get("statements"), list)
    return None if is_well else illness(answer)
