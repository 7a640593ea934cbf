"""Bringing offers into the database."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import select

from lms.kernel.content import Changes
from lms.kernel.db import db
from roadmap.documents import hash_of
from roadmap.offers.facts import OfferFacts
from roadmap.offers.models import Offer

CONTENT, IMPORT = "content", "import"


def store_offers(found: Iterable[OfferFacts], origin: str, *, retire: bool = True) -> Changes:
    """Store the offers; with `retire`, those of the same origin that are not among them are no longer offered."""
    rows = {row.slug: row for row in db.session.scalars(select(Offer))}
    added, changed, kept = [], [], set()
    for facts in found:
        values = asdict(facts)
        digest, row = hash_of(values), rows.get(facts.slug)
        kept.add(facts.slug)
        if row is None:
            db.session.add(Offer(**values, origin=origin, content_hash=digest))
            added.append(facts.slug)
        elif (row.content_hash, row.origin, row.retired) != (digest, origin, False):
            for name, value in {**values, "origin": origin, "content_hash": digest, "retired": False}.items():
                setattr(row, name, value)
            changed.append(facts.slug)
    gone = [row for row in rows.values() if row.origin == origin and not row.retired and row.slug not in kept]
    for row in gone if retire else ():
        row.retired = True
    return Changes(tuple(added), tuple(changed), tuple(row.slug for row in gone) if retire else ())
