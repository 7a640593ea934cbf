"""Noting what was refused, and to whom: so that whoever looks after a system learns why nothing arrives.

A refusal names the rule and the place, never what stood there: no part of a statement gets into it.
"""

import re
from dataclasses import dataclass

from flask import g, request
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from lms.kernel import clock
from lms.kernel.db import db, transaction
from lms.kernel.errors import Refused
from lms.kernel.logs import logger, request_id
from lms.xapi.batches import StatementConflict, StatementsRefused
from lms.xapi.protocol import NotIdentified
from lms.xapi.refusal_models import Refusal
from lms.xapi.refusals import KEPT, Kind

_BY_STATUS = {413: Kind.TOO_LARGE, 429: Kind.TOO_MANY}
_BY_PATH = {"header X-Experience-API-Version": Kind.VERSION, "header Content-Type": Kind.CONTENT_TYPE}
# Names of properties are the sender's choice. Nothing that looks like an address of a person is kept.
_ADDRESS = re.compile(r"[^\s.\[\]'\"]*@[^\s\[\]'\"]*")


@dataclass(frozen=True)
class Fact:
    """What was wrong with a request. index: of the statement, from 0; path: of the property."""

    kind: Kind
    message: str
    index: int | None = None
    path: str = ""
    faults: int = 0


def note_refusal(error: Exception, status: int) -> None:
    """Note that this request was refused, if we know to which credential; else only in the log."""
    fact = _fact(error, status)
    if fact is None:
        return
    credential = error.denied.credential_id if isinstance(error, NotIdentified) else g.get("xapi_credential")
    if credential is None:
        facts = {"request": request_id(), "status": status, "why": fact.kind}
        logger.warning("a request to the record store was refused", extra={"facts": facts})
        return
    db.session.rollback()
    try:
        with transaction():
            _keep(credential, status, fact)
    except DBAPIError as fault:
        # The answer is right all the same; that we could not note it must not turn it into another one.
        facts = {"request": request_id(), "why": type(fault).__name__}
        logger.error("a refusal could not be noted", extra={"facts": facts})


def _fact(error: Exception, status: int) -> Fact | None:
    """What is worth knowing; None for what belongs to normal business, such as asking for what is not there."""
    if isinstance(error, NotIdentified):
        return Fact(Kind(error.denied.why), error.message)
    if isinstance(error, StatementConflict):
        return Fact(Kind.CONFLICT, error.fault.message, error.fault.index, error.fault.path, 1)
    if isinstance(error, StatementsRefused):
        first = error.faults[0]
        kind = _BY_PATH.get(first.path, Kind.REQUEST) if first.index is None else Kind.STATEMENT
        return Fact(kind, first.message, first.index, first.path, error.count)
    if status == 403 and isinstance(error, Refused):
        return Fact(Kind.SCOPE, error.message)
    if status in _BY_STATUS:
        return Fact(_BY_STATUS[status], "")
    return Fact(Kind.REQUEST, "") if status == 400 else None


def _keep(credential: int, status: int, fact: Fact) -> None:
    what = {
        "method": request.method,
        "resource": request.path[:100],
        "status": status,
        "kind": fact.kind.value,
        "message": _safe(fact.message, 300),
        "index": fact.index,
        "path": _safe(fact.path, 200),
        "faults": fact.faults,
    }
    mine = Refusal.credential_id == credential
    last = db.session.scalar(select(Refusal).where(mine).order_by(Refusal.id.desc()).limit(1))
    if last is not None and all(getattr(last, name) == value for name, value in what.items()):
        again = update(Refusal).where(Refusal.id == last.id)
        db.session.execute(again.values(times=Refusal.times + 1, at=clock.now()))
        return
    db.session.add(Refusal(credential_id=credential, at=clock.now(), **what))
    db.session.flush()
    oldest = db.session.scalar(select(Refusal.id).where(mine).order_by(Refusal.id.desc()).offset(KEPT).limit(1))
    if oldest is not None:
        db.session.execute(delete(Refusal).where(mine, Refusal.id <= oldest))


def _safe(text: str, most: int) -> str:
    return _ADDRESS.sub("…", text)[:most].replace("\x00", "")
