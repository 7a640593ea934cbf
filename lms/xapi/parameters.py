"""The question that the parameters of a GET ask.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#213-get-statements
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lms.xapi.batches import BatchFault, StatementsRefused
from lms.xapi.rules.agent_parameters import agent_in_json
from lms.xapi.rules.faults import Place, Rule, StatementFault
from lms.xapi.rules.identity import identity
from lms.xapi.rules.iris import iri
from lms.xapi.rules.reading import read_json
from lms.xapi.rules.timestamps import moment, timestamp, written
from lms.xapi.rules.values import one_of, uuid
from lms.xapi.rules.versions import Version

GET = "https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#213-get-statements"
ERRORS = "https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#32-error-codes"
MOST = 500


@dataclass(frozen=True)
class StatementQuery:
    """Which statements are asked for, and in which form.

    agent: an identity. since, until: of `stored`, aware. limit: from 1 to MOST. cursor, cursor_stored: of the last
    statement that the asker has seen already. raw: the parameters as they came, for the next page.
    """

    statement_id: str | None = None
    voided_statement_id: str | None = None
    agent: str | None = None
    verb: str | None = None
    activity: str | None = None
    registration: str | None = None
    related_agents: bool = False
    related_activities: bool = False
    since: datetime | None = None
    until: datetime | None = None
    limit: int = MOST
    ascending: bool = False
    format: str = "exact"
    attachments: bool = False
    cursor: int | None = None
    cursor_stored: datetime | None = None
    raw: tuple[tuple[str, str], ...] = ()

    @property
    def filters(self) -> bool:
        """Whether it asks for certain agents, verbs, activities or registrations."""
        return any(each is not None for each in (self.agent, self.verb, self.activity, self.registration))

    @property
    def only_by_time(self) -> bool:
        """Whether it asks for all statements of a time."""
        return not self.filters and (self.since is not None or self.until is not None)


def _limit(value: Any, place: Place) -> None:
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        place.fault("must be a whole number, 0 for as many as we give", GET)


def _cursor(value: Any, place: Place) -> None:
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        place.fault("is not a continuation that we gave", GET)


_boolean = one_of(GET, "true", "false")

RULES: dict[str, Rule] = {
    "statementId": uuid,
    "voidedStatementId": uuid,
    "agent": agent_in_json,
    "verb": iri,
    "activity": iri,
    "registration": uuid,
    "related_activities": _boolean,
    "related_agents": _boolean,
    "since": timestamp,
    "until": timestamp,
    "limit": _limit,
    "format": one_of(GET, "ids", "exact", "canonical"),
    "attachments": _boolean,
    "ascending": _boolean,
}
SINGLE = ("statementId", "voidedStatementId")
BESIDE_SINGLE = (*SINGLE, "attachments", "format")

_READ: dict[str, tuple[str, Callable[[str], Any]]] = {
    "statementId": ("statement_id", str.lower),
    "voidedStatementId": ("voided_statement_id", str.lower),
    "agent": ("agent", lambda value: identity(read_json(value.encode()))),
    "verb": ("verb", str),
    "activity": ("activity", str),
    "registration": ("registration", str.lower),
    "related_activities": ("related_activities", "true".__eq__),
    "related_agents": ("related_agents", "true".__eq__),
    "since": ("since", moment),
    "until": ("until", moment),
    "limit": ("limit", lambda value: min(int(value) or MOST, MOST)),
    "format": ("format", str),
    "attachments": ("attachments", "true".__eq__),
    "ascending": ("ascending", "true".__eq__),
    "cursor": ("cursor", int),
    "stored": ("cursor_stored", moment),
}
# What only continuations have.
_CONTINUING: dict[str, Rule] = {"cursor": _cursor, "stored": timestamp}


def read_query(parameters: Mapping[str, str], version: Version) -> StatementQuery:
    """The question in `parameters`.

    Raises StatementsRefused for every one that is unknown or has a wrong value.
    """
    if "more" in parameters:
        parameters = _unpack(parameters)
        rules = {**RULES, **_CONTINUING}
    else:
        rules = RULES
    found: list[StatementFault] = []
    place = Place(found, version)
    for name, value in parameters.items():
        rule = rules.get(name)
        if rule is None:
            place.at(name).fault("is not a parameter that the specification knows here", ERRORS)
        else:
            rule(value, place.at(name))
    if any(name in parameters for name in SINGLE):
        for name in parameters:
            if name not in BESIDE_SINGLE or (name in SINGLE and all(each in parameters for each in SINGLE)):
                place.at(name).fault("cannot be combined with statementId or voidedStatementId", GET)
    if found:
        raise StatementsRefused([BatchFault(None, None, fault.path, fault.message, fault.link) for fault in found])
    values = {_READ[name][0]: _READ[name][1](value) for name, value in parameters.items()}
    return StatementQuery(
        **values, raw=tuple((name, parameters[name]) for name in parameters if name not in _CONTINUING)
    )


def pack(query: StatementQuery, cursor: int, stored: datetime) -> str:
    """The value of `more` that continues `query` after a statement: opaque to clients, good for ever."""
    pairs = [*query.raw, ("cursor", str(cursor)), ("stored", written(stored))]
    text = "\n".join(f"{name}\t{value}" for name, value in pairs)
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _unpack(parameters: Mapping[str, str]) -> dict[str, str]:
    packed = parameters["more"]
    try:
        text = base64.urlsafe_b64decode(packed.encode() + b"=" * (-len(packed) % 4)).decode()
        pairs = [line.partition("\t") for line in text.split("\n")]
        if len(parameters) > 1 or not all(tab for _name, tab, _value in pairs):
            raise ValueError
    except (ValueError, binascii.Error):
        fault = BatchFault(None, None, "more", "is not a continuation that we gave", GET)
        raise StatementsRefused([fault]) from None
    return {name: value for name, _tab, value in pairs}
