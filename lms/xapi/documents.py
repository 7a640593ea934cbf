"""Keeping, merging, listing and deleting documents."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, select

from lms.kernel import clock
from lms.kernel.db import db
from lms.kernel.errors import NotFound, Refused
from lms.xapi.batches import BatchFault, StatementsRefused
from lms.xapi.document_models import Document
from lms.xapi.document_parameters import Address
from lms.xapi.indexing import index_key
from lms.xapi.rules.concurrency import CONCURRENCY, Blind, Verdict, verdict
from lms.xapi.rules.documents import DOCUMENTS, Unmergeable, etag_of, is_json, merged, read_object

BLIND = (
    "There is such a document already. Get it, check its state, and send its ETag as If-Match to replace it, "
    "or If-None-Match: * to create it only where there is none."
)

UNSAID = "or If-Match is missing; send If-None-Match: * to create a document"


class PreconditionFailed(Refused):
    """Somebody changed the document meanwhile, or it is there although it should not be."""


class BlindChange(Refused):
    """The request would replace a document without saying which."""


@dataclass(frozen=True)
class Precondition:
    """What a request says about the document as it thinks it is, and what it may do if it says nothing."""

    if_match: str | None
    if_none_match: str | None
    blind: Blind

    def check(self, document: Document | None) -> None:
        """Raise PreconditionFailed, BlindChange or StatementsRefused if the document is not as the request says."""
        etag = document.etag if document else None
        found = verdict(etag, if_match=self.if_match, if_none_match=self.if_none_match, blind=self.blind)
        if found is Verdict.FAILED:
            raise PreconditionFailed("The document is not, or not any more, as If-Match or If-None-Match say.")
        if found is Verdict.CONFLICT:
            raise BlindChange(BLIND)
        if found is Verdict.UNSAID:
            raise StatementsRefused([BatchFault(None, None, "header If-None-Match", UNSAID, CONCURRENCY)])


@dataclass(frozen=True)
class Content:
    """The bytes of a document and what they say they are."""

    data: bytes
    type: str


def find_document(organisation_id: int, address: Address, *, to_change: bool = False) -> Document | None:
    """The document at `address`, held for the transaction if it is going to change."""
    query = select(Document).where(Document.organisation_id == organisation_id, Document.place == address.place)
    return db.session.scalar(query.with_for_update() if to_change else query)


def put_document(organisation_id: int, address: Address, content: Content, precondition: Precondition) -> None:
    """Store the document, whatever was there."""
    there = find_document(organisation_id, address, to_change=True)
    precondition.check(there)
    _keep(organisation_id, address, there, content)


def post_document(organisation_id: int, address: Address, content: Content, precondition: Precondition) -> None:
    """Store the document; merge it into one that is there.

    Raises StatementsRefused where they cannot be merged.
    """
    there = find_document(organisation_id, address, to_change=True)
    precondition.check(there)
    try:
        if is_json(content.type) or there is not None:
            new = read_object(content.data, content.type, "the document sent")
            if there is not None:
                old = read_object(there.content, there.content_type, "the document stored")
                content = Content(merged(old, new), "application/json")
    except Unmergeable as error:
        raise StatementsRefused([BatchFault(None, None, "", str(error), DOCUMENTS)]) from None
    _keep(organisation_id, address, there, content)


def delete_document(organisation_id: int, address: Address, precondition: Precondition) -> None:
    """Delete the document, if there is one."""
    there = find_document(organisation_id, address, to_change=True)
    precondition.check(there)
    if there is not None:
        db.session.delete(there)


def delete_documents(organisation_id: int, address: Address) -> None:
    """Delete all documents on the shelf, or all of one registration."""
    db.session.execute(delete(Document).where(*_on_shelf(organisation_id, address)))


def names_of_documents(organisation_id: int, address: Address) -> tuple[list[str], datetime | None]:
    """What the documents on the shelf are called, and when the last of them changed."""
    conditions = _on_shelf(organisation_id, address)
    if address.since is not None:
        conditions.append(Document.updated_at > address.since)
    found = db.session.execute(select(Document.name, Document.updated_at).where(*conditions)).all()
    names = sorted({name for name, _updated in found})
    return names, max((updated for _name, updated in found), default=None)


def get_document(organisation_id: int, address: Address) -> Document:
    """The document at `address`. Raises NotFound."""
    found = find_document(organisation_id, address)
    if found is None:
        raise NotFound("There is no such document.")
    return found


def _on_shelf(organisation_id: int, address: Address) -> list[ColumnElement[bool]]:
    found = [Document.organisation_id == organisation_id, Document.shelf == address.shelf]
    if address.registration is not None:
        found.append(Document.registration == address.registration)
    return found


def _keep(organisation_id: int, address: Address, there: Document | None, content: Content) -> None:
    document = there or Document(
        organisation_id=organisation_id,
        kind=address.kind,
        shelf=address.shelf,
        place=address.place,
        agent=index_key(address.agent),
        activity=index_key(address.activity),
        registration=address.registration or "",
        name=address.name or "",
    )
    document.content, document.content_type = content.data, content.type
    document.etag, document.updated_at = etag_of(content.data), clock.now()
    db.session.add(document)
    db.session.flush()
