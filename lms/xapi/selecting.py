"""Which statements a target receives: a pure rule over what was chosen."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lms.xapi.rules.verb import VOIDED


@dataclass(frozen=True)
class Selection:
    """What somebody chose for a target.

    verbs, activities: IRIs; none means all. with_parts: also what happens in parts of the activities, that is, where
    a statement names one of them as parent or grouping.
    """

    verbs: frozenset[str] = frozenset()
    activities: frozenset[str] = frozenset()
    with_parts: bool = False

    @property
    def takes_all(self) -> bool:
        """Whether nothing is left out."""
        return not self.verbs and not self.activities

    def takes(self, statement: Mapping[str, Any]) -> bool:
        """Whether the valid `statement` is wanted. What voids another goes where that one went: see `outbox`."""
        if self.verbs and statement["verb"]["id"] not in self.verbs:
            return False
        return not self.activities or not self.activities.isdisjoint(self._about(statement))

    def _about(self, statement: Mapping[str, Any]) -> Iterator[str]:
        thing = statement["object"]
        if thing.get("objectType", "Activity") == "Activity":
            yield thing["id"]
        if self.with_parts:
            around = statement.get("context", {}).get("contextActivities", {})
            for kind in ("parent", "grouping"):
                named = around.get(kind, [])
                yield from (each["id"] for each in (named if isinstance(named, list) else [named]))


def voided_by(statement: Mapping[str, Any]) -> str | None:
    """The id (lower case) of the statement that this one voids; None if it voids none."""
    if statement["verb"]["id"] != VOIDED or statement["object"].get("objectType") != "StatementRef":
        return None
    return str(statement["object"]["id"]).lower()
