"""State, Agent Profile and Activity Profile over HTTP: one set of views for the three kinds of documents.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#22-document-resources
"""

from collections.abc import Callable
from email.utils import format_datetime

from flask import Blueprint, request
from sqlalchemy.exc import IntegrityError
from werkzeug.wrappers import Response

from lms.kernel.access import by_credential
from lms.kernel.db import transaction
from lms.kernel.errors import Refused
from lms.web.csrf import csrf
from lms.xapi import scopes
from lms.xapi.callers import Caller
from lms.xapi.document_models import DocumentKind
from lms.xapi.document_parameters import read_address
from lms.xapi.documents import (
    Content,
    Precondition,
    delete_document,
    delete_documents,
    get_document,
    names_of_documents,
    post_document,
    put_document,
)
from lms.xapi.protocol import answer, bytes_of_body, identify, named_version
from lms.xapi.rules.concurrency import may_blindly
from lms.xapi.rules.versions import Version
from lms.xapi.speaking import speak_protocol

blueprint = Blueprint("xapi_documents", __name__, url_prefix="/xapi")
speak_protocol(blueprint)
csrf.exempt(blueprint)

PATHS = {
    DocumentKind.STATE: "/activities/state",
    DocumentKind.AGENT_PROFILE: "/agents/profile",
    DocumentKind.ACTIVITY_PROFILE: "/activities/profile",
}


def _caller(kind: DocumentKind, *, writes: bool) -> Caller:
    caller = identify()
    if not scopes.may_use_documents(caller.scopes, state=kind is DocumentKind.STATE, writes=writes):
        raise Refused(f"This credential may not {'write' if writes else 'read'} such documents.")
    return caller


def _precondition(kind: DocumentKind, version: Version) -> Precondition:
    return Precondition(
        request.headers.get("If-Match"),
        request.headers.get("If-None-Match"),
        may_blindly(request.method, state=kind is DocumentKind.STATE, version=version),
    )


def read(kind: DocumentKind) -> Response:
    """One document, or the names of those that there are."""
    caller, version = _caller(kind, writes=False), named_version()
    address = read_address(kind, request.args, version, listing=True)
    if address.name is None:
        names, changed = names_of_documents(caller.organisation_id, address)
        response = answer(names)
        if changed is not None:
            response.headers["Last-Modified"] = format_datetime(changed, usegmt=True)
        return response
    document = get_document(caller.organisation_id, address)
    response = Response(document.content, content_type=document.content_type)
    response.headers["Last-Modified"] = format_datetime(document.updated_at, usegmt=True)
    response.set_etag(document.etag)
    # What a stranger sent must never run as a page of ours.
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response.make_conditional(request)


def write(kind: DocumentKind) -> Response:
    """Store (PUT) or merge (POST) a document."""
    caller, version = _caller(kind, writes=True), named_version()
    address = read_address(kind, request.args, version, one=True)
    content = Content(bytes_of_body(), request.headers.get("Content-Type", "application/octet-stream"))
    store = put_document if request.method == "PUT" else post_document
    precondition = _precondition(kind, version)
    try:
        with transaction():
            store(caller.organisation_id, address, content, precondition)
    except IntegrityError:
        # Another request created it since we looked. Now we see it.
        with transaction():
            store(caller.organisation_id, address, content, precondition)
    return Response(status=204)


def remove(kind: DocumentKind) -> Response:
    """Delete a document; of states also all of an agent in an activity."""
    caller, version = _caller(kind, writes=True), named_version()
    address = read_address(kind, request.args, version, one=kind is not DocumentKind.STATE)
    with transaction():
        if address.name is None:
            delete_documents(caller.organisation_id, address)
        else:
            delete_document(caller.organisation_id, address, _precondition(kind, version))
    return Response(status=204)


def _add(kind: DocumentKind, view: Callable[[DocumentKind], Response], methods: list[str]) -> None:
    def bound() -> Response:
        return view(kind)

    blueprint.add_url_rule(PATHS[kind], f"{view.__name__}_{kind.name.lower()}", by_credential(bound), methods=methods)


for _kind in DocumentKind:
    _add(_kind, read, ["GET"])
    _add(_kind, write, ["PUT", "POST"])
    _add(_kind, remove, ["DELETE"])
