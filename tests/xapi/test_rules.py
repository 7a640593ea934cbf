"""The rules of a statement: what is valid is accepted, and each single mistake is found where it is."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lms.xapi.batches import StatementsRefused, check_batch
from lms.xapi.completing import complete
from lms.xapi.rules.equivalence import equivalent
from lms.xapi.rules.statement import faults
from lms.xapi.rules.timestamps import moment
from lms.xapi.rules.versions import Version
from tests.xapi import samples
from tests.xapi.strategies import STATEMENT

VERSIONS = pytest.mark.parametrize("version", list(Version))


@VERSIONS
@pytest.mark.parametrize("statement", [samples.small(), samples.full(), samples.about_a_plan()])
def test_samples_are_valid(statement: Any, version: Version) -> None:
    assert faults(statement, version) == []


@settings(max_examples=150, deadline=None)
@given(STATEMENT, st.sampled_from(Version))
def test_generated_valid_statements_are_accepted_and_equal_to_what_is_stored(
    statement: dict[str, Any], version: Version
) -> None:
    assert faults(statement, version) == []
    at = moment("2026-02-03T10:15:30Z")
    assert at is not None
    stored = complete(statement, stored=at, authority=samples.ADA, version=version).statement
    assert faults(stored, version) == []
    assert equivalent(statement, stored)


# path of the property to change, its new value, path at which the fault must be reported
WRONG: list[tuple[str, Any, str]] = [
    ("id", "6690e6c9", "id"),
    ("id", None, "id"),
    ("actor", "ada", "actor"),
    ("actor.member", [samples.TEAM], "actor.member[0].objectType"),
    ("actor.openid", "no-scheme", "actor.openid"),
    ("actor.mbox", "mailto:x@y.z", "actor"),
    ("actor.objectType", "group", "actor.objectType"),
    ("actor.Name", "x", "actor.Name"),
    ("actor.name", 5, "actor.name"),
    ("actor.member[0].account.homePage", "city", "actor.member[0].account.homePage"),
    ("actor.member[0].account.extra", 1, "actor.member[0].account.extra"),
    ("actor.member[1].mbox", "ben@example.org", "actor.member[1].mbox"),
    ("verb", {}, "verb.id"),
    ("verb.id", "completed", "verb.id"),
    ("verb.id", "http://a b", "verb.id"),
    ("verb.display", {"deutsch-ist-es": "x"}, "verb.display.deutsch-ist-es"),
    ("verb.display.de", None, "verb.display.de"),
    ("object.objectType", "activity", "object.objectType"),
    ("object.id", "kurs", "object.id"),
    ("object.definition.type", "kurs", "object.definition.type"),
    ("object.definition.interactionType", "Choice", "object.definition.interactionType"),
    ("object.definition.choices[1].id", "a", "object.definition.choices[1].id"),
    ("object.definition.choices[0].description", "A", "object.definition.choices[0].description"),
    ("object.definition.correctResponsesPattern", "a", "object.definition.correctResponsesPattern"),
    ("object.definition.extensions", {"x": 1}, "object.definition.extensions.x"),
    ("result.score.scaled", 1.01, "result.score.scaled"),
    ("result.score.raw", 11, "result.score.raw"),
    ("result.score.raw", "5", "result.score.raw"),
    ("result.score.min", 10, "result.score.min"),
    ("result.success", "true", "result.success"),
    ("result.completion", 1, "result.completion"),
    ("result.duration", "P4W1D", "result.duration"),
    ("result.duration", "PT", "result.duration"),
    ("result.response", 1, "result.response"),
    ("context.registration", "x", "context.registration"),
    ("context.team", samples.BEN, "context.team.objectType"),
    ("context.contextActivities.Parent", [], "context.contextActivities.Parent"),
    ("context.contextActivities.other", [{"id": "x"}], "context.contextActivities.other[0].id"),
    ("context.contextActivities.other", [None], "context.contextActivities.other[0]"),
    ("context.language", "german language", "context.language"),
    ("context.statement.objectType", "Statement", "context.statement.objectType"),
    ("timestamp", "2026-02-30T10:15:30Z", "timestamp"),
    ("timestamp", "2026-02-03T10:15:30-00:00", "timestamp"),
    ("timestamp", "2026-02-03", "timestamp"),
    ("stored", 17, "stored"),
    ("version", "1.1.0", "version"),
    ("version", "0.9.5", "version"),
    ("authority", {**samples.TEAM}, "authority"),
    ("attachments", {}, "attachments"),
    ("attachments[0].sha2", "abc", "attachments[0].sha2"),
    ("attachments[0].length", 4.5, "attachments[0].length"),
    ("attachments[0].contentType", "pdf", "attachments[0].contentType"),
    ("attachments[0].fileUrl", "urkunde.pdf", "attachments[0].fileUrl"),
    ("extra", True, "extra"),
]


def changed(statement: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """`statement` with one property set."""
    made = deepcopy(statement)
    *before, last = path.replace("[", ".#").replace("]", "").split(".")
    place: Any = made
    for key in before:
        place = place[int(key[1:])] if key.startswith("#") else place[key]
    place[last] = value
    return made


@VERSIONS
@pytest.mark.parametrize(("path", "value", "reported"), WRONG, ids=[f"{path}={value}"[:50] for path, value, _ in WRONG])
def test_a_single_mistake_is_reported_where_it_is(path: str, value: Any, reported: str, version: Version) -> None:
    found = faults(changed(samples.full(), path, value), version)
    assert reported in [fault.path for fault in found]
    assert all(fault.link.startswith("https://") and fault.message for fault in found)


@pytest.mark.parametrize("name", ["actor", "verb", "object"])
def test_a_missing_part_is_reported(name: str) -> None:
    statement = samples.small()
    del statement[name]
    assert [(fault.path, fault.message) for fault in faults(statement)] == [(name, "is missing")]


def test_every_mistake_of_a_statement_is_reported_not_only_the_first() -> None:
    statement = samples.small(verb={"id": "x", "Display": {}}, actor={}, stored=None)
    assert {fault.path for fault in faults(statement)} == {"verb.id", "verb.Display", "actor", "stored"}


@pytest.mark.parametrize("name", ["id", "stored", "version", "authority"])
def test_a_substatement_must_not_carry_what_only_a_store_gives(name: str) -> None:
    statement = samples.about_a_plan()
    statement["object"][name] = samples.full()[name]
    assert [fault.path for fault in faults(statement)] == [f"object.{name}"]


def test_substatements_do_not_nest() -> None:
    statement = samples.about_a_plan()
    statement["object"]["object"] = deepcopy(samples.about_a_plan()["object"])
    assert faults(statement)[0].path == "object.object.objectType"


@pytest.mark.parametrize("name", ["revision", "platform"])
def test_revision_and_platform_need_an_activity(name: str) -> None:
    statement = samples.small(object=samples.ADA, context={name: "x"})
    assert [fault.path for fault in faults(statement)] == [f"context.{name}"]


def test_voiding_needs_a_reference_to_a_statement() -> None:
    assert faults(samples.voiding("6690e6c9-3ef0-4ed3-8b37-7f3964730bee")) == []
    assert [fault.path for fault in faults(samples.small(verb={"id": samples.VOIDED}))] == ["object.objectType"]


def test_version_2_has_context_agents_and_version_1_has_not() -> None:
    around = {"contextAgents": [{"objectType": "contextAgent", "agent": samples.BEN, "relevantTypes": ["urn:x"]}]}
    statement = samples.small(context=around)
    assert faults(statement, Version.TWO) == []
    assert [fault.path for fault in faults(statement, Version.ONE)] == ["context.contextAgents"]
    around["contextAgents"][0]["relevantTypes"] = []
    assert [fault.path for fault in faults(statement, Version.TWO)] == ["context.contextAgents[0].relevantTypes"]


def test_version_2_wants_timestamps_of_rfc_3339() -> None:
    statement = samples.small(timestamp="20260203T101530Z")
    assert faults(statement, Version.ONE) == []
    assert [fault.path for fault in faults(statement, Version.TWO)] == ["timestamp"]


def test_a_request_with_the_same_id_twice_is_refused_as_a_whole() -> None:
    statement = samples.full()
    with pytest.raises(StatementsRefused) as refused:
        check_batch([statement, {**statement, "id": statement["id"].lower()}], Version.ONE)
    assert [(fault.index, fault.path) for fault in refused.value.faults] == [(1, "id")]


def test_an_attachment_needs_an_address_or_its_data() -> None:
    statement = samples.full()
    del statement["attachments"][0]["fileUrl"]
    with pytest.raises(StatementsRefused) as refused:
        check_batch([statement], Version.ONE)
    assert [fault.path for fault in refused.value.faults] == ["attachments[0]"]
    check_batch([statement], Version.ONE, data={"0" * 64: b"never looked at again"})


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=5) | st.integers(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["actor", "verb", "object", "objectType", "id", "member", "context", "attachments", "definition"]
                ),
                inner,
                max_size=5,
            )
        ),
    )
)
def test_no_json_whatsoever_makes_a_rule_fail(value: Any) -> None:
    assert faults(value)
    with pytest.raises(StatementsRefused):
        check_batch([value], Version.TWO)
