"""What the stored statements say about one agent or one activity: the latest of them, each wording once.

The database picks the wordings out of the statements, so that an answer has as many rows as there are wordings. It
looks at LOOKED_AT statements at most, so that a popular activity costs no more at a million of them than at a few
thousand; what only older ones say is outdated by then.
https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#24-agents-resource
https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#25-activities-resource
"""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import JSON, ColumnElement, Text, cast, func, literal_column, select

from lms.kernel.db import db
from lms.xapi.finding import Bounds
from lms.xapi.indexing import index_key
from lms.xapi.models import Statement
from lms.xapi.rules.identity import identity
from lms.xapi.rules.knowing import activity
from lms.xapi.segments import Order, Stretch, Way, along

# A few milliseconds; a course of the city has as many statements in a month.
LOOKED_AT = 2000


def names_of_agent(agent: Mapping[str, Any], bounds: Bounds) -> list[str]:
    """What the agent is called where it acts, the newest name first."""
    found = _wordings(bounds, Statement.actor == index_key(identity(agent)), "actor", "name")
    return list(reversed(found))


def activity_known_as(activity_id: str, bounds: Bounds) -> dict[str, Any]:
    """The activity, as the statements about it describe it; where they differ, the newest counts."""
    found = _wordings(bounds, Statement.activity == index_key(activity_id), "object", "definition")
    return activity(activity_id, found)


def _wordings(bounds: Bounds, condition: ColumnElement[bool], *path: str) -> list[Any]:
    """What stands at `path` in the latest statements that meet `condition`, each value once, the newest last."""
    way = Way((condition,), Order(Statement.seq, Statement.segment))
    plain = [*bounds.conditions(), Statement.voided.is_(False)]
    seqs = along([way], plain, Stretch(bounds.organisation_id, LOOKED_AT))
    wanted = select(Statement.seq, Statement.payload)
    latest = wanted.where(Statement.seq.in_(select(seqs.subquery()))).subquery()
    value = _part(latest.c.payload, path).label("value")
    query = select(value).where(value.is_not(None)).group_by(value).order_by(func.max(latest.c.seq))
    return [orjson.loads(each) for each in db.session.scalars(query)]


def _part(payload: ColumnElement[str], path: tuple[str, ...]) -> ColumnElement[str]:
    """The JSON text at `path`, of names that we choose ourselves, in a statement; null where there is none."""
    if db.engine.dialect.name == "postgresql":
        # PostgreSQL refuses to look into JSON with the character NUL; here it becomes the sign for the unknown.
        clean = func.replace(payload, literal_column(r"'\u0000'"), literal_column(r"'\ufffd'"))
        return cast(cast(clean, JSON).op("#>")(literal_column(f"'{{{','.join(path)}}}'")), Text)
    return payload.op("->")(literal_column(f"'$.{'.'.join(path)}'"))
