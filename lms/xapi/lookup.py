"""What the stored statements say about one agent or one activity."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from sqlalchemy import ColumnElement, select

from lms.kernel.db import db
from lms.xapi.finding import Bounds
from lms.xapi.indexing import index_key
from lms.xapi.models import Statement
from lms.xapi.rules.identity import identity
from lms.xapi.rules.knowing import activity

# The newest statements know best, and a popular activity has millions.
MOST = 100


def _newest(bounds: Bounds, condition: ColumnElement[bool]) -> list[Mapping[str, Any]]:
    query = select(Statement.payload).where(*bounds.conditions(), Statement.voided.is_(False), condition)
    return [orjson.loads(each) for each in db.session.scalars(query.order_by(Statement.seq.desc()).limit(MOST))]


def names_of_agent(agent: Mapping[str, Any], bounds: Bounds) -> list[str]:
    """What the agent is called where it acts, the newest name first."""
    found = _newest(bounds, Statement.actor == index_key(identity(agent)))
    return list(dict.fromkeys(each["actor"]["name"] for each in found if "name" in each["actor"]))


def activity_known_as(activity_id: str, bounds: Bounds) -> dict[str, Any]:
    """The activity, as the newest statements about it describe it."""
    found = _newest(bounds, Statement.activity == index_key(activity_id))
    return activity(activity_id, _definitions(reversed(found), activity_id))


def _definitions(statements: Iterator[Mapping[str, Any]], activity_id: str) -> Iterator[Mapping[str, Any]]:
    for statement in statements:
        thing = statement["object"]
        if thing["id"] == activity_id and "definition" in thing:
            yield thing["definition"]
