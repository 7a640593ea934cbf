"""What Moodle sends, and sends again because our answer got lost."""

import http.client
import random
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import orjson
import pytest
from flask import Flask

from lms.kernel.db import db, transaction
from lms.kernel.tenancy import Organisation
from lms.xapi.credentials import issue_credential
from lms.xapi.models import Credential, Statement
from lms.xapi.resends import named
from tests.xapi import samples
from tests.xapi.lrs import Lrs
from tests.xapi.serving import serving

Json = dict[str, Any]

SECRET = b"a secret of 32 bytes for the test"


def event(second: int = 0, **changes: Any) -> Json:
    """A statement as Moodle's plugin words it: no id, a timestamp to the second."""
    return {
        "actor": {"name": "4711", "account": {"homePage": "https://moodle.example", "name": "4711"}},
        "verb": {"id": "http://id.tincanapi.com/verb/viewed", "display": {"en": "viewed"}},
        "object": {
            "id": "https://moodle.example/course/view.php?id=7",
            "definition": {"type": "http://id.tincanapi.com/activitytype/lms/course", "name": {"de": "Zoom"}},
        },
        "timestamp": f"2026-05-04T10:15:{second:02d}+02:00",
        "context": {
            "platform": "Moodle",
            "language": "de",
            "contextActivities": {"category": [{"id": "https://moodle.org"}]},
            "extensions": {"http://lrs.learninglocker.net/define/extensions/info": {"https://moodle.org/": "4.5"}},
        },
        **changes,
    }


def ids(*statements: Json) -> list[str | None]:
    return [each.id for each in named(statements, SECRET)]


def test_the_same_statement_gets_the_same_id_whatever_a_store_adds() -> None:
    again = event() | {"stored": "2026-06-01T00:00:00Z", "authority": samples.BEN, "version": "1.0.0"}
    renamed = event()
    renamed["object"]["definition"]["name"]["de"] = "Zoom für alle"
    assert ids(event()) == ids(again) == ids(renamed)
    assert ids(event()) == ids(event() | {"timestamp": "2026-05-04T08:15:00Z"})


@pytest.mark.parametrize(
    "change",
    [
        {"timestamp": "2026-05-04T10:15:01+02:00"},
        {"actor": {"account": {"homePage": "https://moodle.example", "name": "4712"}}},
        {"verb": {"id": "http://adlnet.gov/expapi/verbs/completed"}},
        {"object": {"id": "https://moodle.example/course/view.php?id=8"}},
        {"result": {"score": {"scaled": 0.5}}},
    ],
)
def test_a_different_statement_gets_a_different_id(change: Json) -> None:
    assert ids(event()) != ids(event(**change))


def test_equal_statements_of_one_request_are_counted() -> None:
    first = ids(event(), event(), event(1), event())
    assert len(set(first)) == 4
    assert ids(event(), event(1), event(), event()) == [first[0], first[2], first[1], first[3]]
    assert ids(event(), event()) == first[:2]


def test_what_has_an_id_or_no_time_is_left_alone() -> None:
    timeless = event()
    del timeless["timestamp"]
    assert ids(event(id="6690e6c9-3ef0-4ed3-8b37-7f3964730bee"), timeless) == [None, None]


def test_an_id_gives_nothing_away() -> None:
    assert named([event()], SECRET)[0].id != named([event()], b"another secret")[0].id


@pytest.fixture
def moodle(app: Flask, organisation: Organisation) -> Lrs:
    """A client whose credential recognises re-sends."""
    with transaction():
        issued = issue_credential(
            organisation_id=organisation.id, name="Moodle", scopes=["statements/write"], recognises_resends=True
        )
    return Lrs(app.test_client(), issued.key, issued.secret)


def stored() -> int:
    db.session.rollback()
    return int(db.session.query(Statement).count())


@pytest.mark.db
def test_what_comes_again_is_answered_as_the_first_time_in_whatever_parts(moodle: Lrs) -> None:
    batch = [event(), event(1), event(1), event(2)]
    first = moodle.store(*batch)
    assert moodle.store(*batch) == first
    # The plugin halves a batch that failed, and puts what failed together with what is new.
    assert moodle.store(*batch[:2]) == first[:2]
    assert moodle.store(event(2), event(3))[0] == first[3]
    assert stored() == 5


@pytest.mark.db
def test_a_third_click_in_the_same_second_is_a_third_statement(moodle: Lrs) -> None:
    two = moodle.store(event(), event())
    three = moodle.store(event(), event(), event())
    assert three[:2] == two
    assert stored() == 3


@pytest.mark.db
def test_statements_without_time_are_never_taken_for_the_same(moodle: Lrs) -> None:
    timeless = event()
    del timeless["timestamp"]
    moodle.store(timeless, event())
    moodle.store(timeless, event())
    assert stored() == 3


@pytest.mark.db
def test_a_bad_statement_stores_nothing_and_a_mended_batch_everything_once(moodle: Lrs) -> None:
    bad = moodle.post([event(), event(1, verb={"id": "x"})])
    assert bad.status_code == 400
    assert stored() == 0
    moodle.store(event(), event(1))
    moodle.store(event(), event(1))
    assert stored() == 2


@pytest.mark.db
def test_it_is_off_for_other_clients_and_apart_for_each(
    lrs_with: Callable[..., Lrs], moodle: Lrs, organisation: Organisation
) -> None:
    other = lrs_with("statements/write")
    other.store(event())
    other.store(event())
    assert stored() == 2
    moodle.store(event())
    assert stored() == 3


@pytest.mark.db
def test_the_same_id_given_by_the_client_is_still_a_conflict(moodle: Lrs) -> None:
    name = "6690e6c9-3ef0-4ed3-8b37-7f3964730bee"
    moodle.store(event(id=name))
    moodle.store(event(id=name))
    assert moodle.post([event(1, id=name)]).status_code == 409


@pytest.mark.db
def test_what_was_pseudonymised_since_is_recognised_all_the_same(moodle: Lrs) -> None:
    first = moodle.store(event())
    with transaction():
        found = db.session.query(Statement).one()
        changed = orjson.loads(found.payload)
        changed["actor"] = {"account": {"homePage": "https://city.example", "name": "forgotten"}}
        found.payload = orjson.dumps(changed).decode()
    assert moodle.store(event()) == first
    assert stored() == 1


@pytest.mark.db
def test_the_switch_can_be_turned(moodle: Lrs) -> None:
    moodle.store(event())
    with transaction():
        db.session.query(Credential).filter_by(key=moodle.key).one().recognises_resends = False
    moodle.store(event())
    assert stored() == 2


@pytest.mark.db
def test_moodles_own_way_of_asking_works_and_a_lost_answer_makes_no_second_one(app: Flask, moodle: Lrs) -> None:
    """Over a real connection: no keep-alive, only 200 counts, and some answers never arrive."""
    events = [event(second, verb=deepcopy(event()["verb"])) for second in range(40)]
    chance = random.Random(7)
    with serving(app) as port:

        def post(batch: list[Json], *, listens: bool) -> int | None:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            body = orjson.dumps(batch)
            headers = {**moodle.headers, "Content-Type": "application/json", "Connection": "close"}
            connection.request("POST", "/xapi/statements", body=body, headers=headers)
            if not listens:
                # The statements arrive, the answer does not.
                connection.getresponse()
                connection.close()
                return None
            answer = connection.getresponse()
            found = orjson.loads(answer.read())
            connection.close()
            assert len(found) == len(batch)
            return answer.status

        waiting = list(events)
        while waiting:
            batch = waiting[: chance.choice((3, 15, 30))]
            if post(batch, listens=chance.random() > 0.5) == 200:
                waiting = waiting[len(batch) :]
    assert stored() == 40
