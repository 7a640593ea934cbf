"""Content that is read as a whole: strategy goals, regional demand, funding rules. One row for each file.

Organisations may keep documents of their own beside those of the files, in versions that all stay. A request sees those
of everybody and of its viewer's organisation.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from flask import g, has_request_context
from sqlalchemy import JSON, ForeignKey, String, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel import clock
from lms.kernel.access import viewer
from lms.kernel.content import Changes, ContentSource
from lms.kernel.db import Model, UtcDateTime, db

Body = Mapping[str, Any]

_HERE = "roadmap_documents"


class ContentDocument(Model):
    """A file of `content/<kind>/<slug>.toml` as it was read, or a document that an organisation wrote.

    body: JSON values in the shape of docs/content.md. organisation_id: whose it is, None for everybody's. number: of
    the version in use.
    """

    __tablename__ = "roadmap_document"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), primary_key=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    content_hash: Mapped[str] = mapped_column(String(64))
    retired: Mapped[bool] = mapped_column(default=False)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    number: Mapped[int] = mapped_column(default=1, server_default="1")


class DocumentVersion(Model):
    """What a document of an organisation was in one version; nothing of it changes."""

    __tablename__ = "roadmap_document_version"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


def hash_of(body: object) -> str:
    """Changes when anything in `body`, JSON values, changes."""
    return sha256(json.dumps(body, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def load_documents(kind: str, found: Mapping[str, Body]) -> Changes:
    """Bring the documents into the database; those without a file are retired. What organisations wrote stays."""
    shipped = (ContentDocument.kind == kind, ContentDocument.organisation_id.is_(None))
    rows = {row.slug: row for row in db.session.scalars(select(ContentDocument).where(*shipped))}
    added, changed = [], []
    for slug, body in found.items():
        digest, row = hash_of(body), rows.pop(slug, None)
        if row is None:
            db.session.add(ContentDocument(kind=kind, slug=slug, body=dict(body), content_hash=digest))
            added.append(slug)
        elif row.content_hash != digest or row.retired:
            row.body, row.content_hash, row.retired = dict(body), digest, False
            changed.append(slug)
    read_anew()
    gone = [row for row in rows.values() if not row.retired]
    for row in gone:
        row.retired = True
    return Changes(tuple(added), tuple(changed), tuple(row.slug for row in gone))


def read_anew() -> None:
    """Forget what this request read: it changed."""
    if has_request_context():
        g.pop(_HERE, None)


def documents(kind: str) -> dict[str, Body]:
    """The documents of a kind that are in use, by slug, in the order of their slugs.

    A request that needs one kind often needs the others: they are read together, once.
    """
    if not has_request_context():
        return _read().get(kind, {})
    if _HERE not in g:
        setattr(g, _HERE, _read())
    found: dict[str, dict[str, Body]] = getattr(g, _HERE)
    return found.get(kind, {})


def _read() -> dict[str, dict[str, Body]]:
    query = select(ContentDocument.kind, ContentDocument.slug, ContentDocument.body)
    if has_request_context():
        seen = {viewer().organisation_id, viewer().home_organisation_id}
        own = ContentDocument.organisation_id.in_(seen)
        query = query.where(or_(ContentDocument.organisation_id.is_(None), own))
    found: dict[str, dict[str, Body]] = {}
    for row in db.session.execute(query.where(ContentDocument.retired.is_(False)).order_by(ContentDocument.slug)):
        found.setdefault(row.kind, {})[row.slug] = row.body
    return found


def known_competences(source: ContentSource) -> set[str]:
    """The ids of all competences of the frameworks that were read before."""
    return {code for framework in source.parsed.get("frameworks", {}).values() for code in framework.competences}
