"""Removing a person from the learning records: what happened stays and counts, to whom is forgotten.

Statements keep their ids and become those of one pseudonym (see `pseudonyms`); states and profiles of the person are
deleted. Other stores that received statements before keep them: the preview says which.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha1

import orjson
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, func, or_, select

from lms.kernel.db import db
from lms.kernel.errors import Refused
from lms.xapi.agents import PLATFORM, own_account
from lms.xapi.document_models import Document
from lms.xapi.indexing import index_key
from lms.xapi.models import Delivery, DeliveryState, RelationKind, Statement, StatementRelation, Target
from lms.xapi.pseudonyms import Person, Run, without_person
from lms.xapi.retention import ATTACHMENTS, DOCUMENTS, PSEUDONYMISED
from lms.xapi.rewriting import UNSYNCHRONISED, drop_loose_attachments, rewrite
from lms.xapi.rules.identity import identity

AT_ONCE = 500


@dataclass(frozen=True)
class Preview:
    """What an erasure would touch. sent: how many of the statements each target has already, by its name."""

    statements: int
    documents: int
    sent: tuple[tuple[str, int], ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of the person."""
        return not (self.statements or self.documents)


def person(identities: Iterable[str]) -> Person:
    """The person with these identities; whoever has a mail address is also known by its hash.

    Raises Refused for the platform itself, which vouches for all it recorded.
    """
    found = set(identities)
    if identity(own_account(PLATFORM)) in found:
        raise Refused(_("Lernlotse selbst ist keine Person und lässt sich nicht entfernen."))
    for each in tuple(found):
        if each.startswith("mbox "):
            address = each.removeprefix("mbox ")
            found.add(f"mbox_sha1sum {sha1(address.encode(), usedforsecurity=False).hexdigest()}")
    return Person(frozenset(found))


def preview(organisation_id: int, whom: Person) -> Preview:
    """What `erase` would do; nothing changes."""
    mine = (Statement.organisation_id == organisation_id, _names(organisation_id, whom))
    statements = db.session.scalar(select(func.count()).select_from(Statement).where(*mine)) or 0
    documents = select(func.count()).select_from(Document).where(*_documents(organisation_id, whom))
    sent = (
        select(Target.name, func.count())
        .join(Delivery, Delivery.target_id == Target.id)
        .join(Statement, Statement.seq == Delivery.seq)
        .where(*mine, Delivery.state == DeliveryState.DELIVERED)
        .group_by(Target.name)
        .order_by(Target.name)
    )
    reached = tuple((name, count) for name, count in db.session.execute(sent)) if statements else ()
    return Preview(statements, db.session.scalar(documents) or 0, reached)


def erase(organisation_id: int, whom: Person, run: Run, after: int = 0) -> tuple[int, dict[str, int]]:
    """Take the person out of the next AT_ONCE statements after the number `after`; the number to go on with, 0 at the
    end, and how much was done by kind."""
    query = (
        select(Statement.seq, Statement.payload)
        .where(Statement.organisation_id == organisation_id, Statement.seq > after, _names(organisation_id, whom))
        .order_by(Statement.seq)
        .limit(AT_ONCE)
    )
    texts = db.session.execute(query).all()
    rewrite(organisation_id, {seq: without_person(orjson.loads(text), whom, run) for seq, text in texts})
    done = {PSEUDONYMISED: len(texts)}
    if len(texts) == AT_ONCE:
        return texts[-1][0], done
    documents = db.session.execute(
        delete(Document).where(*_documents(organisation_id, whom)).returning(Document.id),
        execution_options=UNSYNCHRONISED,
    ).all()
    return 0, {**done, DOCUMENTS: len(documents), ATTACHMENTS: drop_loose_attachments(organisation_id)}


def _names(organisation_id: int, whom: Person) -> ColumnElement[bool]:
    """Statements that name the person: as an agent anywhere, or in any text of theirs."""
    keys = [index_key(each) for each in sorted(whom.identities)]
    kinds = (RelationKind.AGENT, RelationKind.RELATED_AGENT)
    related = select(StatementRelation.seq).where(
        StatementRelation.organisation_id == organisation_id,
        StatementRelation.kind.in_(kinds),
        StatementRelation.value.in_(keys),
    )
    return or_(
        Statement.actor.in_(keys),
        Statement.authority.in_(keys),
        Statement.seq.in_(related),
        *(_holds(needle) for needle in whom.needles),
    )


def _holds(needle: str) -> ColumnElement[bool]:
    """Whether the text of a statement holds `needle`, in capitals or not."""
    return Statement.payload.icontains(orjson.dumps(needle).decode()[1:-1], autoescape=True)


def _documents(organisation_id: int, whom: Person) -> list[ColumnElement[bool]]:
    keys = [index_key(each) for each in sorted(whom.identities)]
    return [Document.organisation_id == organisation_id, Document.agent.in_(keys)]
