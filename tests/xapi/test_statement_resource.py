"""Writing to the store and reading single statements."""

from datetime import UTC, datetime
from email.utils import format_datetime
from uuid import uuid4

import orjson
import pytest
from flask.testing import FlaskClient

from lms.kernel import clock
from lms.kernel.db import db
from lms.xapi.models import Statement
from tests.xapi import samples
from tests.xapi.lrs import URL, Lrs

pytestmark = pytest.mark.db


def count() -> int:
    return db.session.query(Statement).count()


def test_about_names_the_versions_without_credential(client: FlaskClient) -> None:
    answer = client.get("/xapi/about")
    assert answer.status_code == 200
    assert {"1.0.3", "2.0.0"} <= set(answer.get_json()["version"])


def test_a_statement_comes_back_as_it_was_sent_with_what_the_store_adds(lrs: Lrs) -> None:
    sent = samples.full()
    with clock.at(datetime(2026, 2, 3, 12, 0, tzinfo=UTC)):
        answer = lrs.post(sent)
    assert (answer.status_code, answer.get_json()) == (200, [sent["id"]])
    assert answer.headers["X-Experience-API-Version"] == "1.0.3"
    found = lrs.get(statementId=sent["id"].lower())
    stored = found.get_json()
    assert stored["stored"] == "2026-02-03T12:00:00.000000Z"
    assert stored["authority"] == {"objectType": "Agent", "account": {"homePage": "http://localhost", "name": lrs.key}}
    sent["context"]["contextActivities"]["parent"] = [sent["context"]["contextActivities"]["parent"]]
    assert {**stored, "stored": 0, "authority": 0} == {**sent, "stored": 0, "authority": 0}
    assert found.headers["Last-Modified"] == format_datetime(datetime(2026, 2, 3, 12, 0, tzinfo=UTC), usegmt=True)
    assert found.headers["X-Experience-API-Consistent-Through"]


def test_the_store_adds_id_timestamp_and_version(lrs: Lrs) -> None:
    first, second = lrs.store(samples.small(), samples.small())
    stored = lrs.get(statementId=first).get_json()
    assert first != second
    assert stored["timestamp"] == stored["stored"]
    assert stored["version"] == "1.0.0"
    lrs.version = "2.0.0"
    (third,) = lrs.store(samples.small())
    answer = lrs.get(statementId=third)
    assert (answer.headers["X-Experience-API-Version"], answer.get_json()["version"]) == ("2.0.0", "2.0.0")


def test_an_equal_statement_sent_again_is_taken_once(lrs: Lrs) -> None:
    statement = samples.full()
    assert lrs.store(statement) == lrs.store({**statement, "verb": {"id": samples.COMPLETED}})
    assert lrs.put(statement["id"], statement).status_code == 204
    assert count() == 1


def test_another_statement_under_the_same_id_is_a_conflict_and_stores_nothing(lrs: Lrs) -> None:
    statement = samples.full()
    lrs.store(statement)
    answer = lrs.post([samples.small(), {**statement, "actor": samples.ADA}])
    assert answer.status_code == 409
    assert answer.get_json()["faults"][0]["index"] == 1
    assert lrs.put(statement["id"], samples.small()).status_code == 409
    assert count() == 1


def test_one_bad_statement_refuses_the_batch_and_all_faults_are_listed(lrs: Lrs) -> None:
    bad = samples.small(id=str(uuid4()), verb={"id": "x"}, stored=1)
    answer = lrs.post([samples.small(), bad, samples.small(actor={})])
    assert answer.status_code == 400
    faults = answer.get_json()["faults"]
    assert [(each["index"], each["id"], each["path"]) for each in faults] == [
        (1, bad["id"], "verb.id"),
        (1, bad["id"], "stored"),
        (2, None, "actor"),
    ]
    assert all(each["link"].startswith("https://github.com/adlnet/xAPI-Spec") for each in faults)
    assert count() == 0


def test_put_takes_the_id_from_the_address(lrs: Lrs) -> None:
    name = str(uuid4())
    assert lrs.put(name, samples.small()).status_code == 204
    assert lrs.get(statementId=name).get_json()["id"] == name
    assert lrs.put(str(uuid4()), samples.small(id=name)).status_code == 400
    assert lrs.put("x", samples.small()).status_code == 400


@pytest.mark.parametrize(
    "data",
    [
        b'{"actor": 1, "actor": 2}',
        b"[NaN]",
        b'"\xff"',
        b"[" * 100_000,
        b'{"a": "\\ud800"}',
        b"",
        b"null",
        b"[null]",
        b"[[]]",
        b'"x"',
    ],
)
def test_a_body_that_is_no_statement_is_refused(lrs: Lrs, data: bytes) -> None:
    answer = lrs.post(data)
    assert answer.status_code == 400
    assert answer.get_json()["faults"]


def test_a_body_that_is_too_large_is_refused(lrs: Lrs) -> None:
    assert lrs.post(b" " * (9 * 1024 * 1024)).status_code == 413


def test_a_batch_that_is_larger_than_a_form_may_be_is_taken(lrs: Lrs) -> None:
    many = [samples.small(context={"extensions": {"urn:x": "x" * 1000}}) for _ in range(2000)]
    assert len(set(lrs.store(*many))) == 2000
    assert lrs.ids(ascending="true") == lrs.ids()[::-1]


def test_an_empty_list_stores_nothing(lrs: Lrs) -> None:
    assert lrs.store() == []


def test_nul_and_long_identifiers_do_no_harm(lrs: Lrs) -> None:
    long = {"account": {"homePage": f"https://x.example/{'y' * 4000}", "name": "z" * 4000}}
    nul = samples.small(result={"response": "a\x00b", "extensions": {"urn:x": "\x00"}})
    ids = lrs.store(samples.small(actor=long, object={"id": f"urn:{'x' * 9000}"}), nul)
    assert lrs.ids(agent=long) == ids[:1]
    assert lrs.ids(activity=f"urn:{'x' * 9000}") == ids[:1]
    assert lrs.get(statementId=ids[1]).get_json()["result"]["response"] == "a\x00b"
    name = {"account": {"homePage": "https://x.example", "name": "a\x00"}}
    assert lrs.post(samples.small(actor=name)).status_code == 400


@pytest.mark.parametrize("version", ["", "0.95", "1.1.0", "3.0.0", "x"])
def test_a_version_that_we_do_not_speak_is_refused(lrs: Lrs, version: str) -> None:
    lrs.version = version
    for answer in (lrs.get(), lrs.post(samples.small())):
        assert answer.status_code == 400
        assert answer.headers["X-Experience-API-Version"]


@pytest.mark.parametrize("version", ["1.0", "1.0.0", "1.0.9"])
def test_every_patch_of_version_1_is_spoken(lrs: Lrs, version: str) -> None:
    lrs.version = version
    assert lrs.post(samples.small()).headers["X-Experience-API-Version"] == "1.0.3"


def test_a_body_of_another_type_is_refused(lrs: Lrs) -> None:
    answer = lrs.client.post(URL, data=orjson.dumps(samples.small()), content_type="text/plain", headers=lrs.headers)
    assert answer.status_code == 400


def test_a_voided_statement_is_found_only_as_voided(lrs: Lrs) -> None:
    (name,) = lrs.store(samples.small())
    (void,) = lrs.store(samples.voiding(name))
    assert lrs.get(statementId=name).status_code == 404
    assert lrs.get(voidedStatementId=name).status_code == 200
    assert lrs.get(voidedStatementId=void).status_code == 404
    assert lrs.ids() == [void]


def test_what_was_voided_before_it_arrived_is_voided(lrs: Lrs) -> None:
    name = str(uuid4())
    lrs.store(samples.voiding(name))
    lrs.store(samples.small(id=name))
    assert lrs.get(voidedStatementId=name).status_code == 200


def test_what_voids_cannot_be_voided(lrs: Lrs) -> None:
    (name,) = lrs.store(samples.small())
    (void,) = lrs.store(samples.voiding(name))
    lrs.store(samples.voiding(void))
    assert lrs.get(statementId=void).status_code == 200
