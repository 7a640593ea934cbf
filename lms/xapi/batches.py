"""Checking what came in one request, before anything touches the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lms.kernel.errors import Invalid, Refused
from lms.xapi.rules.attachments import hashes_of, missing_data
from lms.xapi.rules.faults import Noted, Place
from lms.xapi.rules.multipart import MULTIPART
from lms.xapi.rules.signatures import check_signatures
from lms.xapi.rules.statement import check_statement
from lms.xapi.rules.values import is_uuid
from lms.xapi.rules.versions import Version

SAME_ID = "https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#212-post-statements"
# What fits into the largest body, were each as small as a statement with a few properties is.
MOST_STATEMENTS = 20_000
# After so many faults of a request, each further statement is named with its first fault and the number of the others.
MOST_IN_FULL = 10_000


@dataclass(frozen=True, slots=True)
class BatchFault:
    """A broken rule in a request. index: which statement, from 0; None where the request itself is wrong.

    left_out: how many more faults this statement has, where they are not all listed.
    """

    index: int | None
    id: str | None
    path: str
    message: str
    link: str
    left_out: int = 0

    def as_json(self) -> dict[str, Any]:
        """The fault as the answer shows it."""
        shown = {"index": self.index, "id": self.id, "path": self.path, "message": self.message, "link": self.link}
        return shown | {"left_out": self.left_out} if self.left_out else shown


class StatementsRefused(Invalid):
    """At least one statement breaks a rule, so that none is stored.

    `faults` names every statement that does, `count` counts their faults.
    """

    def __init__(self, faults: Sequence[BatchFault]) -> None:
        first = faults[0]
        where = "" if first.index is None else f"statement {first.index}: "
        super().__init__(f"{where}{first.path or 'the whole'} {first.message}")
        self.faults = tuple(faults)
        self.count = len(faults) + sum(fault.left_out for fault in faults)


class StatementConflict(Refused):
    """There is another statement with this id already.

    https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#211-put-statements
    """

    def __init__(self, index: int, statement_id: str) -> None:
        super().__init__(f"a different statement is stored under the id {statement_id}")
        self.fault = BatchFault(index, statement_id, "id", self.message, SAME_ID)


def check_batch(statements: Sequence[Any], version: Version, data: Mapping[str, bytes] | None = None) -> None:
    """Check every statement against every rule; `data` is that of attachments, by hash, as it came along.

    Raises StatementsRefused with every faulty statement: all its faults up to MOST_FAULTS, as long as there are less
    than MOST_IN_FULL before it.
    """
    if len(statements) > MOST_STATEMENTS:
        message = f"holds {len(statements)} statements; send at most {MOST_STATEMENTS} at once"
        raise StatementsRefused([BatchFault(None, None, "", message, SAME_ID)])
    data = data or {}
    found: list[BatchFault] = []
    seen: set[str] = set()
    for index, statement in enumerate(statements):
        noted = Noted()
        place = Place(noted, version)
        check_statement(statement, place)
        named = statement.get("id") if isinstance(statement, Mapping) else None
        if isinstance(statement, dict):
            missing_data(statement, place, data)
        if not noted:
            check_signatures(statement, place, data)
        if isinstance(named, str) and is_uuid(named):
            if named.lower() in seen:
                place.at("id").fault("is used twice in this request", SAME_ID)
            seen.add(named.lower())
        if noted:
            found += _listed(index, named[:36] if isinstance(named, str) else None, noted, MOST_IN_FULL - len(found))
    if data and not found:
        used = set().union(*map(hashes_of, statements))
        for sha2 in sorted(data.keys() - used):
            found.append(BatchFault(None, None, "", f"the part with hash {sha2} belongs to no attachment", MULTIPART))
    if found:
        raise StatementsRefused(found)


def _listed(index: int, name: str | None, noted: Noted, room: int) -> list[BatchFault]:
    shown = noted[: max(1, room)]
    listed = [BatchFault(index, name, fault.path, fault.message, fault.link) for fault in shown]
    left_out = noted.left_out + len(noted) - len(shown)
    if left_out:
        listed[-1] = replace(listed[-1], left_out=left_out)
    return listed
