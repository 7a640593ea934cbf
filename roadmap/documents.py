"""Content that is read as a whole: strategy goals, regional demand, funding rules. One row for each file."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from flask import g, has_request_context
from sqlalchemy import JSON, String, select
from sqlalchemy.orm import Mapped, mapped_column

from lms.kernel.content import Changes, ContentSource
from lms.kernel.db import Model, db

Body = Mapping[str, Any]

_HERE = "roadmap_documents"


class ContentDocument(Model):
    """A file of `content/<kind>/<slug>.toml` as it was read. body: JSON values in the shape of docs/content.md."""

    __tablename__ = "roadmap_document"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), primary_key=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    content_hash: Mapped[str] = mapped_column(String(64))
    retired: Mapped[bool] = mapped_column(default=False)


def hash_of(body: object) -> str:
    """Changes when anything in `body`, JSON values, changes."""
    return sha256(json.dumps(body, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def load_documents(kind: str, found: Mapping[str, Body]) -> Changes:
    """Bring the documents into the database; those without a file are retired."""
    rows = {row.slug: row for row in db.session.scalars(select(ContentDocument).where(ContentDocument.kind == kind))}
    added, changed = [], []
    for slug, body in found.items():
        digest, row = hash_of(body), rows.pop(slug, None)
        if row is None:
            db.session.add(ContentDocument(kind=kind, slug=slug, body=dict(body), content_hash=digest))
            added.append(slug)
        elif row.content_hash != digest or row.retired:
            row.body, row.content_hash, row.retired = dict(body), digest, False
            changed.append(slug)
    if has_request_context():
        g.pop(_HERE, None)
    gone = [row for row in rows.values() if not row.retired]
    for row in gone:
        row.retired = True
    return Changes(tuple(added), tuple(changed), tuple(row.slug for row in gone))


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
    found: dict[str, dict[str, Body]] = {}
    for row in db.session.execute(query.where(ContentDocument.retired.is_(False)).order_by(ContentDocument.slug)):
        found.setdefault(row.kind, {})[row.slug] = row.body
    return found


def known_competences(source: ContentSource) -> set[str]:
    """The ids of all competences of the frameworks that were read before."""
    return {code for framework in source.parsed.get("frameworks", {}).values() for code in framework.competences}
