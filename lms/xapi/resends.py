"""Recognising what Moodle sends again, although it has no ids.

Moodle's plugin posts statements without ids and posts them again when our answer got lost. For credentials that
say so (`Credential.recognises_resends`) an id follows from the statement itself, so that the second time finds the
first one and is answered as the first time was. The rule:

- It counts what a comparison of statements counts, and the timestamp (as a moment). What a store adds (`stored`,
  `authority`, `version`) does not count, nor do names and descriptions of activities, which may have been edited
  since.
- Within one request the second equal statement is a second event, the third a third: two clicks in one second are
  two. The same number of equal statements sent again are the same events.
- A statement with an id, or without a timestamp, is none that could be recognised; it is taken as it is.

So two equal events of the same moment in two requests count as one: nobody can tell them from a re-send.
https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#statement-comparision-requirements
"""

import hmac
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import select

from lms.kernel.db import db
from lms.xapi.indexing import parts
from lms.xapi.models import Statement
from lms.xapi.rules.equivalence import fingerprint
from lms.xapi.rules.versions import Version
from lms.xapi.sealing import derived_key
from lms.xapi.storing import Source, store

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Named:
    """A statement on its way in. id: the one that follows from it; None where it keeps its own, or gets a new one."""

    statement: Json
    id: str | None = None


def store_once(
    statements: Sequence[Json], source: Source, version: Version, data: Mapping[str, bytes] | None = None
) -> list[str]:
    """`storing.store` for a sender that repeats itself: the ids in order, of what came before the old ones."""
    wanted = named(statements, derived_key(f"lernlotse xapi re-sends {source.credential_id}"))
    known = _known(source, [each.id for each in wanted if each.id])
    fresh = iter(store([each.statement for each in wanted if each.id not in known], source, version, data))
    # What came is not compared again: it may have been pseudonymised since, and is the same all the same.
    return [each.id if each.id in known else next(fresh) for each in wanted]


def named(statements: Sequence[Json], secret: bytes) -> list[Named]:
    """The valid `statements`, each with the id that follows from it. secret: so that an id gives nothing away.

    The ids look like those made from names (version 5), because other stores refuse newer kinds.
    """
    seen: Counter[bytes] = Counter()
    found = []
    for statement in statements:
        if "id" in statement or "timestamp" not in statement:
            found.append(Named(statement))
            continue
        mark = hmac.digest(secret, fingerprint(statement), sha256)
        seen[mark] += 1
        digest = hmac.digest(secret, mark + seen[mark].to_bytes(4, "big"), sha256)
        name = str(UUID(bytes=digest[:16], version=5))
        found.append(Named({"id": name, **statement}, name))
    return found


def _known(source: Source, ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for some in parts(ids):
        query = select(Statement.statement_id).where(
            Statement.organisation_id == source.organisation_id, Statement.statement_id.in_(some)
        )
        found.update(db.session.scalars(query))
    return found
