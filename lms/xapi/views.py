"""The Learning Record Store over HTTP.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#21-statement-resource
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import Any

import orjson
from flask import Blueprint, g, request, url_for
from werkzeug.wrappers import Response

from lms.kernel import clock
from lms.kernel.access import by_credential
from lms.kernel.db import db, transaction
from lms.kernel.errors import NotFound, Refused
from lms.web.csrf import csrf
from lms.xapi import scopes
from lms.xapi.agents import own_account
from lms.xapi.attachments import data_of
from lms.xapi.batches import check_batch
from lms.xapi.callers import Caller
from lms.xapi.finding import Bounds, Found, find, find_one
from lms.xapi.formats import canonical, ids
from lms.xapi.multipart import as_multipart
from lms.xapi.parameters import StatementQuery, pack, read_query
from lms.xapi.protocol import answer, identify, named_version, refused
from lms.xapi.receiving import receive
from lms.xapi.resends import store_once
from lms.xapi.rules.timestamps import written
from lms.xapi.rules.values import is_uuid
from lms.xapi.rules.versions import Version
from lms.xapi.speaking import CONSISTENT, speak_protocol
from lms.xapi.storing import Source, store
from lms.xapi.turns import consistent_through

blueprint = Blueprint("xapi", __name__, url_prefix="/xapi")
speak_protocol(blueprint)
# Callers of the store prove who they are with every request; there is no session that another site could
# ride on.
csrf.exempt(blueprint)

PUT = "https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#211-put-statements"
ERRORS = "https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#32-error-codes"


@blueprint.after_request
def say_consistent_through(response: Response) -> Response:
    """Every answer of the statement resource says until when it is complete, errors too."""
    if request.path.endswith("/statements") and response.status_code < 500 and CONSISTENT not in response.headers:
        response.headers[CONSISTENT] = written(g.get("xapi_through") or _through())
    return response


def _through() -> datetime:
    """Until when the caller finds everything; whom we do not know finds nothing, however long they wait."""
    caller = g.get("xapi_caller")
    return consistent_through(caller.organisation_id) if caller else clock.now()


@blueprint.post("/statements")
@by_credential
def post_statements() -> Response:
    """Store one statement or a list; the ids, in order."""
    caller, version = _writer(), named_version()
    _refuse_parameters(allowed=())
    received = receive()
    statements = received.json if isinstance(received.json, list) else [received.json]
    check_batch(statements, version, received.data)
    return answer(_store(statements, caller, version, received.data))


@blueprint.put("/statements")
@by_credential
def put_statement() -> Response:
    """Store one statement under the id in the address."""
    caller, version = _writer(), named_version()
    _refuse_parameters(allowed=("statementId",))
    wanted = request.args.get("statementId", "")
    if not is_uuid(wanted):
        raise refused("statementId", "must be a UUID", PUT)
    received = receive()
    statement = received.json
    if isinstance(statement, dict):
        named = statement.setdefault("id", wanted)
        if isinstance(named, str) and named.lower() != wanted.lower():
            raise refused("id", "must be the same as statementId", PUT)
    check_batch([statement], version, received.data)
    _store([statement], caller, version, received.data)
    return Response(status=204)


@blueprint.get("/statements")
@by_credential
def get_statements() -> Response:
    """One statement, or those that fit the filters."""
    caller = g.xapi_caller = identify()
    version = named_version()
    if not scopes.may_read(caller.scopes):
        raise Refused("This credential may not read statements.")
    query = read_query(request.args, version)
    bounds = Bounds(caller.organisation_id, None if scopes.may_read_all(caller.scopes) else caller.credential_id)
    # Before the question is asked: what is stored while we look is then not claimed to be in the answer.
    through = written(consistent_through(caller.organisation_id))
    db.session.rollback()
    response = _one(query, bounds) if query.statement_id or query.voided_statement_id else _many(query, bounds)
    response.headers[CONSISTENT] = through
    return response


def _writer() -> Caller:
    caller = g.xapi_caller = identify()
    if not scopes.may_write(caller.scopes):
        raise Refused("This credential may not write statements.")
    return caller


def _refuse_parameters(allowed: tuple[str, ...]) -> None:
    for name in request.args:
        if name not in allowed:
            raise refused(name, "is not a parameter that the specification knows here", ERRORS)


def _store(
    statements: Sequence[Mapping[str, Any]], caller: Caller, version: Version, data: Mapping[str, bytes]
) -> list[str]:
    source = Source(caller.organisation_id, own_account(caller.key), caller.credential_id)
    # Who had stored something by now is finished before it is our turn to write, so what we answer is true.
    now = clock.now()
    keep = store_once if caller.recognises_resends else store
    with transaction():
        ids = keep(statements, source, version, data)
    g.xapi_through = now
    return ids


def _one(query: StatementQuery, bounds: Bounds) -> Response:
    if query.statement_id:
        found = find_one(query.statement_id, bounds, voided=False)
    else:
        found = find_one(query.voided_statement_id or "", bounds, voided=True)
    if found is None:
        raise NotFound("There is no such statement.")
    response = _answer(_formed(found, query), [found], query)
    response.headers["Last-Modified"] = format_datetime(found.stored, usegmt=True)
    return response


def _many(query: StatementQuery, bounds: Bounds) -> Response:
    found, is_more = find(query, bounds)
    more = url_for("xapi.get_statements", more=pack(query, found[-1].seq, found[-1].stored)) if is_more else ""
    statements = ",".join(_formed(each, query) for each in found)
    return _answer(f'{{"statements":[{statements}],"more":{orjson.dumps(more).decode()}}}', found, query)


def _answer(text: str, found: Sequence[Found], query: StatementQuery) -> Response:
    if not query.attachments:
        return answer(text)
    return as_multipart(text, (each.payload for each in found), data_of([each.seq for each in found]))


def _formed(found: Found, query: StatementQuery) -> str:
    """The statement as JSON in the form that was asked for; `exact` is what is stored, character by
    character."""
    if query.format == "exact":
        return found.payload
    statement = orjson.loads(found.payload)
    if query.format == "ids":
        return orjson.dumps(ids(statement)).decode()
    return orjson.dumps(canonical(statement, _language)).decode()


def _language(tags: list[str]) -> str:
    return request.accept_languages.best_match(tags, default=tags[0]) or tags[0]
