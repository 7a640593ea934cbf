"""Checking what came in one request, before anything touches the database."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from lms.kernel.errors import Invalid, Refused
from lms.xapi.rules.attachments import hashes_of, missing_data
from lms.xapi.rules.faults import MOST_FAULTS, Place, StatementFault
from lms.xapi.rules.multipart import MULTIPART
from lms.xapi.rules.signatures import check_signatures
from lms.xapi.rules.statement import check_statement
from lms.xapi.rules.values import is_uuid
from lms.xapi.rules.versions import Version

SAME_ID = "https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#212-post-statements"
# What fits into the largest body, were each as small as a statement with a few properties is.
MOST_STATEMENTS = 20_000


@dataclass(frozen=True)
class BatchFault:
    """A broken rule in a request. index: which statement, from 0; None where the request itself is wrong."""

    index: int | None
    id: str | None
    path: str
    message: str
    link: str

    def as_json(self) -> dict[str, Any]:
        """The fault as the answer shows it."""
        return asdict(self)


class StatementsRefused(Invalid):
    """At least one statement breaks a rule, so that none is stored. `faults` lists all of them."""

    def __init__(self, faults: Sequence[BatchFault]) -> None:
        first = faults[0]
        where = "" if first.index is None else f"statement {first.index}: "
        super().__init__(f"{where}{first.path or 'the whole'} {first.message}")
        self.faults = tuple(faults)


class StatementConflict(Refused):
    """There is another statement with this id already.

    https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#211-put-statements
    """

    def __init__(self, index: int, statement_id: str) -> None:
        super().__init__(f"a different statement is stored under the id {statement_id}")
        self.fault = BatchFault(index, statement_id, "id", self.message, SAME_ID)


def check_batch(statements: Sequence[Any], version: Version, data: Mapping[str, bytes] | None = None) -> None:
    """Check every statement against every rule; `data` is that of attachments, by hash, as it came along.

    Raises StatementsRefused with all faults of all statements, up to MOST_FAULTS.
    """
    if len(statements) > MOST_STATEMENTS:
        message = f"holds {len(statements)} statements; send at most {MOST_STATEMENTS} at once"
        raise StatementsRefused([BatchFault(None, None, "", message, SAME_ID)])
    data = data or {}
    found: list[BatchFault] = []
    seen: set[str] = set()
    for index, statement in enumerate(statements):
        noted: list[StatementFault] = []
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
        shown = named[:36] if isinstance(named, str) else None
        found += [BatchFault(index, shown, fault.path, fault.message, fault.link) for fault in noted]
        if len(found) >= MOST_FAULTS:
            raise StatementsRefused(found[:MOST_FAULTS])
    if data and not found:
        used = set().union(*map(hashes_of, statements))
        for sha2 in sorted(data.keys() - used):
            found.append(BatchFault(None, None, "", f"the part with hash {sha2} belongs to no attachment", MULTIPART))
    if found:
        raise StatementsRefused(found)
