"""State, Agent Profile and Activity Profile: one behaviour for three kinds of documents."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lms.kernel import clock
from lms.xapi.rules.concurrency import Blind, Verdict, verdict
from tests.xapi import samples
from tests.xapi.lrs import Lrs

pytestmark = pytest.mark.db

ACTIVITY = samples.STEP["id"]
STATE = {"activityId": ACTIVITY, "agent": samples.ADA, "stateId": "bookmark"}
OF_AGENT = {"agent": samples.ADA, "profileId": "wishes"}
OF_ACTIVITY = {"activityId": ACTIVITY, "profileId": "help"}
KINDS = [("activities/state", STATE), ("agents/profile", OF_AGENT), ("activities/profile", OF_ACTIVITY)]
each_kind = pytest.mark.parametrize(("path", "where"), KINDS)


@each_kind
def test_a_document_comes_back_byte_by_byte_with_type_tag_and_date(lrs: Lrs, path: str, where: Any) -> None:
    created = lrs.send("PUT", path, where, b"\x00\xff", Content_Type="image/x", If_None_Match="*")
    assert created.status_code == 204
    found = lrs.send("GET", path, where)
    assert (found.data, found.content_type) == (b"\x00\xff", "image/x")
    assert len(found.headers["ETag"]) == 42
    assert found.headers["Last-Modified"]
    assert found.headers["Content-Security-Policy"].startswith("sandbox")
    assert lrs.send("HEAD", path, where).data == b""
    assert lrs.send("GET", path, where, If_None_Match=found.headers["ETag"]).status_code == 304


@each_kind
def test_posted_json_is_merged_one_level_deep(lrs: Lrs, path: str, where: Any) -> None:
    assert lrs.send("POST", path, where, {"a": {"x": 1}, "b": 1}).status_code == 204
    assert lrs.send("POST", path, where, {"a": {"y": 2}}).status_code == 204
    assert lrs.send("GET", path, where).get_json() == {"a": {"y": 2}, "b": 1}


@each_kind
@pytest.mark.parametrize(("data", "kind"), [(b"[1]", "application/json"), (b"{", "application/json"), (b"x", "text/x")])
def test_what_cannot_be_merged_is_refused_and_changes_nothing(
    lrs: Lrs, path: str, where: Any, data: bytes, kind: str
) -> None:
    lrs.send("POST", path, where, {"a": 1})
    assert lrs.send("POST", path, where, data, Content_Type=kind).status_code == 400
    assert lrs.send("GET", path, where).get_json() == {"a": 1}


@each_kind
def test_who_names_an_old_tag_changes_nothing(lrs: Lrs, path: str, where: Any) -> None:
    lrs.send("POST", path, where, {"a": 1})
    tag = lrs.send("GET", path, where).headers["ETag"]
    for method in ("PUT", "POST", "DELETE"):
        assert lrs.send(method, path, where, {"a": 2}, If_Match='"old"').status_code == 412
    assert lrs.send("PUT", path, where, {"a": 2}, If_None_Match="*").status_code == 412
    assert lrs.send("PUT", path, where, {"a": 3}, If_Match=tag).status_code == 204
    assert lrs.send("DELETE", path, where, If_Match=tag).status_code == 412
    assert lrs.send("GET", path, where).get_json() == {"a": 3}


def test_a_blind_put_is_told_how_to_see(lrs: Lrs) -> None:
    assert lrs.send("PUT", "agents/profile", OF_AGENT, {}).status_code == 400
    lrs.send("POST", "agents/profile", OF_AGENT, {})
    answer = lrs.send("PUT", "agents/profile", OF_AGENT, {})
    assert answer.status_code == 409
    assert "If-Match" in answer.get_json()["message"]


def test_a_state_of_version_1_may_be_put_blindly_again_but_not_in_version_2(lrs: Lrs) -> None:
    assert [lrs.send("PUT", "activities/state", STATE, {}).status_code for _ in range(2)] == [204, 204]
    lrs.version = "2.0.0"
    assert lrs.send("PUT", "activities/state", STATE, {}).status_code == 409


@pytest.mark.parametrize(
    ("etag", "if_match", "if_none_match", "blind", "expected"),
    [
        ("a", '"b", W/"a"', None, Blind.NOTHING, Verdict.GO_ON),
        (None, "*", None, Blind.ALL, Verdict.FAILED),
        ("a", None, '"b"', Blind.NOTHING, Verdict.GO_ON),
        ("a", None, '"a"', Blind.ALL, Verdict.FAILED),
        (None, None, None, Blind.NOTHING, Verdict.UNSAID),
        (None, None, None, Blind.CREATE, Verdict.GO_ON),
        ("a", None, None, Blind.CREATE, Verdict.CONFLICT),
    ],
)
def test_the_verdict_follows_the_headers(
    etag: str | None, if_match: str | None, if_none_match: str | None, blind: Blind, expected: Verdict
) -> None:
    assert verdict(etag, if_match=if_match, if_none_match=if_none_match, blind=blind) is expected


def test_lists_name_what_changed_since_and_know_registrations(lrs: Lrs) -> None:
    registration = "ec531277-b57b-4c15-8d91-d292c5b2b8f7"
    start = datetime(2026, 2, 3, 12, 0, tzinfo=UTC)
    with clock.at(start):
        lrs.send("PUT", "activities/state", STATE, {})
    with clock.at(start + timedelta(minutes=1)):
        lrs.send("PUT", "activities/state", {**STATE, "stateId": "b", "registration": registration.upper()}, {})
    shelf = {"activityId": ACTIVITY, "agent": samples.ADA}

    def names(**more: str) -> Any:
        return lrs.send("GET", "activities/state", {**shelf, **more}).get_json()

    assert names() == ["b", "bookmark"]
    assert names(registration=registration) == ["b"]
    assert names(since="2026-02-03T12:00:00Z") == ["b"]
    assert lrs.send("DELETE", "activities/state", {**shelf, "registration": registration}).status_code == 204
    assert names() == ["bookmark"]
    assert lrs.send("DELETE", "activities/state", shelf).status_code == 204
    assert names() == []


@each_kind
def test_what_is_missing_unknown_or_wrong_is_named(lrs: Lrs, path: str, where: Any) -> None:
    for name in where:
        less = {key: value for key, value in where.items() if key != name}
        assert lrs.send("PUT", path, less, {}).get_json()["faults"][0]["path"] == name
    assert lrs.send("GET", path, {**where, "x": "1"}).get_json()["faults"][0]["path"] == "x"
    assert lrs.send("GET", path, {**where, "since": "yesterday"}).status_code == 400
    assert lrs.send("GET", path, {**where, list(where)[-1]: "a\x00"}).status_code == 400


@each_kind
def test_another_tenant_sees_and_changes_nothing(lrs: Lrs, lrs_of_firm: Lrs, path: str, where: Any) -> None:
    lrs.send("POST", path, where, {"a": 1})
    assert lrs_of_firm.send("GET", path, where).status_code == 404
    assert lrs_of_firm.send("DELETE", path, where).status_code == 204
    assert lrs_of_firm.send("POST", path, where, {"b": 1}).status_code == 204
    assert lrs.send("GET", path, where).get_json() == {"a": 1}


@pytest.mark.parametrize(
    ("scope", "reads", "writes"),
    [("state", "s", "s"), ("profile", "p", "p"), ("all/read", "sp", ""), ("statements/write", "", "")],
)
def test_a_credential_does_no_more_than_its_scopes(
    lrs_with: Callable[..., Lrs], scope: str, reads: str, writes: str
) -> None:
    caller = lrs_with(scope)
    for letter, (path, where) in zip("sp", KINDS[:2], strict=True):
        assert (caller.send("GET", path, where).status_code == 404) == (letter in reads)
        assert (caller.send("POST", path, where, {}).status_code == 204) == (letter in writes)
