"""When two statements say the same."""

from typing import Any

import pytest

from lms.xapi.rules.equivalence import equivalent
from lms.xapi.rules.identity import identity
from tests.xapi import samples
from tests.xapi.test_rules import changed

SAME: list[tuple[str, Any]] = [
    ("id", "6690e6c9-3ef0-4ed3-8b37-7f3964730bee"),
    ("stored", "2027-01-01T00:00:00Z"),
    ("authority", samples.ADA),
    ("timestamp", "2026-02-03T09:15:30.123Z"),
    ("verb.display", {"en": "done"}),
    ("object.definition", {}),
    ("actor.member", [samples.BEN, samples.ADA]),
    ("actor.member[1].mbox", "mailto:ben@example.ORG"),
    ("result.duration", "PT4M30.509S"),
    ("context.contextActivities.parent", [samples.COURSE]),
    ("context.registration", "EC531277-b57b-4c15-8d91-d292c5b2b8f7"),
]
DIFFERENT: list[tuple[str, Any]] = [
    ("actor.name", "Another team"),
    ("actor.member", [samples.BEN]),
    ("verb.id", "http://adlnet.gov/expapi/verbs/failed"),
    ("object.id", "https://city.example/kurse/dms"),
    ("result.success", 1),
    ("result.duration", "PT270.50S"),
    ("result.score.raw", 6),
    ("context.language", "de"),
    ("context.contextActivities.grouping", []),
    ("timestamp", "2026-02-03T09:15:31Z"),
]


@pytest.mark.parametrize(("path", "value"), SAME)
def test_what_a_store_may_change_makes_no_difference(path: str, value: Any) -> None:
    assert equivalent(changed(samples.full(), path, value), samples.full())


@pytest.mark.parametrize(("path", "value"), DIFFERENT)
def test_everything_else_makes_one(path: str, value: Any) -> None:
    assert not equivalent(changed(samples.full(), path, value), samples.full())


def test_a_timestamp_that_the_store_has_set_makes_no_difference() -> None:
    stored = {**samples.full(), "timestamp": samples.full()["stored"]}
    assert equivalent(samples.full(), stored)


def test_identities_tell_agents_apart_by_kind_and_value() -> None:
    actors = [samples.ADA, samples.BEN, samples.TEAM, {"mbox_sha1sum": "0" * 40}]
    assert len({identity(actor) for actor in actors}) == 4
    assert identity({"objectType": "Group", "member": [samples.ADA]}) == ""
    assert (
        identity(samples.BEN)
        == identity({"mbox": "mailto:ben@example.ORG"})
        != identity({"mbox": "mailto:BEN@example.org"})
    )
