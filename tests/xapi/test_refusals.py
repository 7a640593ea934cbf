"""What is refused is told: to the system as JSON, and to whoever looks after it on the page of the access."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from lms.kernel import clock
from lms.kernel.db import db, transaction
from lms.kernel.tenancy import Organisation
from lms.xapi.credentials import revoke_credential
from lms.xapi.models import Credential
from lms.xapi.refusal_models import Refusal
from lms.xapi.refusals import KEPT, place, refusals_of, refused_lately, told
from tests.xapi import samples
from tests.xapi.lrs import URL, Lrs

pytestmark = pytest.mark.db

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


def credential(lrs: Lrs) -> Credential:
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(Credential).filter_by(key=lrs.key).one()


def latest(lrs: Lrs) -> Refusal:
    return refusals_of(credential(lrs).id)[0]


def test_a_bad_statement_is_noted_with_number_and_property(lrs: Lrs) -> None:
    around = {"contextActivities": {"parent": [{"id": "no iri"}]}}
    answer = lrs.post([samples.small(), samples.small(context=around, verb={"id": "x"})])
    assert answer.status_code == 400
    noted = latest(lrs)
    assert (noted.status, noted.method, noted.resource, noted.faults) == (400, "POST", URL, 2)
    assert noted.path in {fault["path"] for fault in answer.get_json()["faults"]}
    assert place(noted).startswith("Lernnachweis Nummer 2, ")
    assert "hält die Regeln von xAPI nicht ein" in told(noted)


def test_who_comes_with_a_wrong_secret_learns_little_and_the_administration_learns_why(lrs: Lrs) -> None:
    answer = Lrs(lrs.client, lrs.key, "wrong").get()
    assert answer.status_code == 401
    assert "Key or secret is wrong" in answer.get_json()["message"]
    assert answer.headers["WWW-Authenticate"].startswith("Basic")
    assert "Geheimnis ist falsch" in told(latest(lrs))


def test_a_lost_header_is_told_apart(lrs: Lrs) -> None:
    answer = lrs.client.get(URL, headers={"X-Experience-API-Version": "1.0.3"})
    assert "a proxy on the way removed it" in answer.get_json()["message"]


def test_the_end_of_an_access_is_told_to_who_knows_the_secret(lrs: Lrs, organisation: Organisation) -> None:
    with transaction():
        credential(lrs).expires_at = NOW
    with clock.at(NOW + timedelta(days=1)):
        assert "expired on 2027-03-01" in lrs.get().get_json()["message"]
    assert "abgelaufen" in told(latest(lrs))
    with transaction():
        revoke_credential(organisation_id=organisation.id, credential_id=credential(lrs).id)
    assert "revoked on" in lrs.get().get_json()["message"]
    assert "widerrufen" in told(latest(lrs))


@pytest.mark.parametrize(
    ("headers", "data", "status", "sentence"),
    [
        ({"X-Experience-API-Version": ""}, b"[]", 400, "xAPI-Version"),
        ({"X-Experience-API-Version": "0.95"}, b"[]", 400, "xAPI-Version"),
        ({"Content-Type": "text/plain"}, b"[]", 400, "JSON"),
        ({}, b"[}", 400, "hält die Regeln"),
        ({}, b" " * (9 * 1024 * 1024), 413, "zu groß"),
    ],
)
def test_every_refusal_is_told_in_plain_german(
    lrs: Lrs, headers: dict[str, str], data: bytes, status: int, sentence: str
) -> None:
    sent = {"Content-Type": "application/json", **lrs.headers, **headers}
    sent = {name: value for name, value in sent.items() if value}
    assert lrs.client.post(URL, data=data, headers=sent).status_code == status
    assert sentence in told(latest(lrs))
    assert latest(lrs).status == status


def test_what_a_scope_forbids_and_a_conflict_are_noted_and_normal_business_is_not(
    lrs: Lrs, lrs_with: Callable[..., Lrs]
) -> None:
    reader = lrs_with("statements/read")
    assert reader.post(samples.small()).status_code == 403
    assert "darf das nicht" in told(latest(reader))
    (name,) = lrs.store(samples.small())
    assert lrs.get(statementId="6690e6c9-3ef0-4ed3-8b37-7f3964730bee").status_code == 404
    assert refusals_of(credential(lrs).id) == []
    assert lrs.post(samples.small(id=name, actor=samples.BEN)).status_code == 409
    assert "anderen Lernnachweis" in told(latest(lrs))


def test_nothing_of_a_person_is_kept(lrs: Lrs) -> None:
    lrs.post(samples.small(actor={"mbox": "ada@city.example"}))
    lrs.post(samples.small(**{"ada@city.example": 1}))
    lrs.post(samples.small(result={"extensions": {"ada@city.example": 1}}))
    kept = [str(vars(each)) for each in refusals_of(credential(lrs).id)]
    assert len(kept) == 3
    assert not any("ada@" in each for each in kept)


def test_the_same_again_is_counted_and_only_the_latest_are_kept(lrs: Lrs) -> None:
    for _ in range(3):
        lrs.post(samples.small(verb={"id": "x"}))
    assert latest(lrs).times == 3
    number = credential(lrs).id
    with transaction():
        for index in range(KEPT):
            db.session.add(
                Refusal(
                    credential_id=number, at=NOW, method="POST", resource=URL, status=400, kind="statement",
                    message="x", index=index, path="",
                )
            )  # fmt: skip
    with clock.at(NOW):
        lrs.post(samples.small(verb={"id": "y"}, actor={}))
    found = refusals_of(number)
    assert len(found) == KEPT
    assert db.session.query(Refusal).count() == KEPT
    with clock.at(NOW):
        assert refused_lately([number]) == {number: KEPT}


RESOURCES: dict[str, tuple[str, str, dict[str, Any] | None, Any]] = {
    "write": ("POST", "statements", None, [samples.small()]),
    "read": ("GET", "statements", {"limit": "1"}, None),
    "state read": (
        "GET",
        "activities/state",
        {"activityId": samples.STEP["id"], "agent": samples.ADA, "stateId": "x"},
        None,
    ),
    "state write": (
        "PUT",
        "activities/state",
        {"activityId": samples.STEP["id"], "agent": samples.ADA, "stateId": "x"},
        {"a": 1},
    ),
    "profile read": ("GET", "agents/profile", {"agent": samples.ADA, "profileId": "x"}, None),
    "profile write": ("POST", "activities/profile", {"activityId": samples.STEP["id"], "profileId": "x"}, {"a": 1}),
    "look up": ("GET", "agents", {"agent": samples.ADA}, None),
}
ALLOWED = {
    "statements/write": {"write"},
    "statements/read/mine": {"read", "look up"},
    "statements/read": {"read", "look up"},
    "state": {"state read", "state write", "look up"},
    "profile": {"profile read", "profile write", "look up"},
    "all/read": {"read", "state read", "profile read", "look up"},
    "all": set(RESOURCES),
}


@pytest.mark.parametrize("scope", ALLOWED)
def test_a_scope_opens_what_the_specification_says_and_nothing_else(
    app: Flask, lrs_with: Callable[..., Lrs], scope: str
) -> None:
    """https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#42-oauth-10-authorization-scope"""
    client = lrs_with(scope)
    may = {
        name
        for name, (method, path, parameters, data) in RESOURCES.items()
        if client.send(method, path, parameters, data).status_code != 403
    }
    assert may == ALLOWED[scope]
