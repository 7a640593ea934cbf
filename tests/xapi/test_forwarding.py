"""Forwarding to a second instance of ourselves: everything arrives, once, also after it was down."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import orjson
import pytest
from flask import Flask

from lms.kernel import clock
from lms.kernel.db import db, transaction
from lms.kernel.plugin import publish
from lms.kernel.tenancy import Organisation
from lms.xapi import deliveries, forwarding, past, targets
from lms.xapi import standing as standings
from lms.xapi.models import Delivery, DeliveryState, Target
from lms.xapi.reasons import Kind, told
from lms.xapi.targets import Wish
from tests.xapi import samples
from tests.xapi.facts import learn_lamps, lit
from tests.xapi.lrs import Elsewhere, Lrs

pytestmark = pytest.mark.db

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)


def wish_for(elsewhere: Elsewhere, **changes: Any) -> Wish:
    """The second instance as a target, as the operator adds it."""
    return replace(Wish("Land", elsewhere.endpoint, elsewhere.key, elsewhere.secret, internal=True), **changes)


@pytest.fixture
def target(organisation: Organisation, elsewhere: Elsewhere) -> int:
    """The second instance as a target."""
    with transaction():
        return targets.add_target(organisation_id=organisation.id, wish=wish_for(elsewhere)).id


def states() -> list[tuple[str, int]]:
    """State and attempts of all deliveries, in order."""
    db.session.expire_all()
    return [(each.state, each.attempts) for each in db.session.query(Delivery).order_by(Delivery.seq)]


def standing(target: int) -> Target:
    db.session.expire_all()
    return db.session.get_one(Target, target)


def test_what_is_recorded_and_received_arrives_once(
    app: Flask, lrs: Lrs, organisation: Organisation, elsewhere: Elsewhere, target: int
) -> None:
    learn_lamps(app)
    elsewhere.start()
    with transaction():
        publish(lit(organisation))
    lrs.store(*(samples.small() for _ in range(120)), samples.about_a_plan())
    assert forwarding.forward_all() == 122
    assert forwarding.forward_all() == 0
    assert elsewhere.ids() == lrs.ids(ascending="true")
    assert standing(target).last_success_at is not None


def test_statements_of_both_versions_arrive(lrs: Lrs, elsewhere: Elsewhere, target: int) -> None:
    elsewhere.start()
    lrs.store(samples.small())
    lrs.version = "2.0.0"
    around = {"contextAgents": [{"objectType": "contextAgent", "agent": samples.BEN}]}
    lrs.store(samples.small(context=around))
    lrs.version = "1.0.3"
    lrs.store(samples.small())
    assert forwarding.forward_all() == 3
    assert elsewhere.ids() == lrs.ids(ascending="true")


def test_what_could_not_be_brought_while_the_target_was_down_arrives_later_once(
    lrs: Lrs, elsewhere: Elsewhere, target: int
) -> None:
    lrs.store(*(samples.small() for _ in range(60)))
    with clock.at(NOW + timedelta(days=365)):
        assert forwarding.forward_all() == 0
        assert states() == [("due", 0)] * 60  # nothing was tried with any of them
        assert told(standing(target).last_failure)
        elsewhere.start()
        assert forwarding.forward_all() == 0  # paused
    with clock.at(NOW + timedelta(days=366)):
        assert forwarding.forward_all() == 60
    assert elsewhere.ids() == lrs.ids(ascending="true")
    assert standing(target).last_failure is None


def test_a_lost_answer_leads_to_no_second_statement(lrs: Lrs, elsewhere: Elsewhere, target: int) -> None:
    elsewhere.start()
    lrs.store(samples.small(), samples.small())
    forwarding.forward_all()
    with transaction():
        db.session.query(Delivery).update({"state": DeliveryState.DUE})
    assert forwarding.forward_all() == 2
    assert len(elsewhere.ids()) == 2


def test_two_forwarders_at_once_do_not_send_twice(lrs: Lrs, target: int) -> None:
    lrs.store(samples.small())
    with transaction():
        held = deliveries.claim(target)
    assert held is not None
    with transaction():
        assert deliveries.targets_to_serve() == []
        assert deliveries.claim(target) is None
    assert forwarding.forward(target) == 0
    assert states() == [("due", 0)]
    with transaction():
        deliveries.release(held)
        assert deliveries.claim(target) is not None


def test_the_claim_of_a_forwarder_that_died_ends(target: int) -> None:
    with clock.at(NOW), transaction():
        first = deliveries.claim(target)
    with clock.at(NOW + deliveries.LEASE + timedelta(seconds=1)), transaction():
        assert deliveries.claim(target) is not None
        assert first is not None
        assert not deliveries.renew(first)


def answering(choose: Callable[[list[Any]], tuple[str, Any]]) -> Callable[..., Iterable[bytes]]:
    """A WSGI application that answers each POST as `choose` says."""

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        sent = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"] or 0))
        status, body = choose(orjson.loads(sent))
        start_response(status, [("Content-Type", "application/json")])
        return [body if isinstance(body, bytes) else orjson.dumps(body)]

    return application


def test_the_bad_one_in_a_batch_is_given_up_with_the_reason_and_the_others_arrive(
    lrs: Lrs, elsewhere: Elsewhere, target: int
) -> None:
    names = lrs.store(*(samples.small() for _ in range(9)))
    taken: list[str] = []

    def choose(statements: list[Any]) -> tuple[str, Any]:
        ids = [each["id"] for each in statements]
        if names[6] in ids:
            return "400 Bad Request", b"the lamp is broken"
        taken.extend(ids)
        return "200 OK", ids

    elsewhere.start(answering(choose))
    assert forwarding.forward_all() == 8
    assert taken == names[:6] + names[7:]
    (given_up,) = standings.given_up(standing(target))
    assert given_up.statement_id == names[6]
    assert "the lamp is broken" in told(given_up.reason)
    elsewhere.stop()
    elsewhere.start()
    with transaction():
        assert targets.replay(standing(target)) == 1
    assert forwarding.forward_all() == 1
    assert elsewhere.ids() == [names[6]]


@pytest.mark.parametrize(
    "unwell",
    [
        ("500 Oops", b"", Kind.SERVER_ERROR),
        ("429 Slow down", b"", Kind.BUSY),
        ("401 Who", b"", Kind.NOT_ALLOWED),
        ("404 Not here", b"", Kind.NO_STORE),
        ("302 Elsewhere", b"", Kind.NO_STORE),
        ("200 OK", b"<html>Welcome to the hotel</html>", Kind.GARBAGE),
        ("200 OK", b"[]", Kind.GARBAGE),
        ("204 Nothing", b"", Kind.GARBAGE),
    ],
)
def test_a_target_that_is_unwell_is_left_alone_and_nothing_is_lost(
    lrs: Lrs, elsewhere: Elsewhere, target: int, unwell: tuple[str, bytes, Kind]
) -> None:
    status, body, kind = unwell
    elsewhere.start(answering(lambda _statements: (status, body)))
    lrs.store(samples.small(), samples.small())
    assert forwarding.forward_all() == 0
    # What can have to do with the statements themselves is counted with them.
    assert states() == [("due", 1 if kind in forwarding.DOUBTFUL else 0)] * 2
    assert str(standing(target).last_failure).startswith(kind)
    assert standing(target).failures == 1


def test_the_same_statement_is_no_conflict_and_a_different_one_is_given_up(
    lrs: Lrs, elsewhere: Elsewhere, target: int
) -> None:
    same, other = lrs.store(samples.small(), samples.small())
    texts = {same: lrs.get(statementId=same).get_json(), other: samples.small(actor=samples.BEN, id=other)}

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "GET":
            start_response("200 OK", [("Content-Type", "application/json")])
            return [orjson.dumps(texts[environ["QUERY_STRING"].partition("=")[2]])]
        start_response("409 Conflict", [("Content-Type", "text/plain")])
        return [b"there"]

    elsewhere.start(application)
    assert forwarding.forward_all() == 1
    assert states() == [("delivered", 1), ("given_up", 1)]
    assert standings.given_up(standing(target))[0].reason.startswith(Kind.CONFLICT)


def test_a_target_that_is_down_for_long_loses_nothing(lrs: Lrs, target: int) -> None:
    lrs.store(samples.small())
    for attempt in range(30):
        with clock.at(NOW + timedelta(days=400 + attempt)):
            forwarding.forward_all()
    assert states() == [("due", 0)]
    assert standing(target).failures == 30


def test_pauses_double_up_to_an_hour_and_heed_the_target() -> None:
    pauses = [deliveries.pause_after(failures) for failures in range(12)]
    assert all(earlier < later for earlier, later in pairwise(pauses[:7]))
    assert timedelta(seconds=24) <= pauses[0] <= timedelta(seconds=30)
    assert max(pauses) <= timedelta(hours=1)
    assert deliveries.pause_after(0, retry_after=600) == timedelta(minutes=10)
    assert deliveries.pause_after(0, retry_after=7200) == timedelta(hours=2)
    assert deliveries.pause_after(0, retry_after=10**6) == timedelta(days=1)


def test_the_past_can_be_sent_to_a_target_that_came_later(
    lrs: Lrs, lrs_of_firm: Lrs, organisation: Organisation, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past, "STEP", 2)
    with clock.at(NOW):
        names = lrs.store(*(samples.small() for _ in range(5)))
    lrs_of_firm.store(samples.small())
    with transaction():
        wish = wish_for(elsewhere, endpoint=elsewhere.endpoint + "/")
        added = targets.add_target(organisation_id=organisation.id, wish=wish)
    names += lrs.store(samples.small())
    with transaction():
        past.ask_for_past(standing(added.id))
    with transaction():
        assert standings.standing_of(standing(added.id)).ahead == 6
    elsewhere.start()
    assert forwarding.forward_all() == 6
    assert sorted(elsewhere.ids()) == sorted(names)
    assert standings.standing_of(standing(added.id)).ahead == 0
    with transaction():
        past.ask_for_past(standing(added.id))
    assert forwarding.forward_all() == 0


def test_the_past_can_begin_on_a_day(lrs: Lrs, organisation: Organisation, elsewhere: Elsewhere) -> None:
    stored = []
    for days in range(3):
        with clock.at(NOW + timedelta(days=days)):
            stored += lrs.store(samples.small())
    with transaction():
        added = targets.add_target(organisation_id=organisation.id, wish=wish_for(elsewhere))
        past.ask_for_past(added, NOW + timedelta(days=1))
    elsewhere.start()
    assert forwarding.forward_all() == 2
    assert elsewhere.ids() == stored[1:]


def test_a_target_is_forgotten_with_what_was_due_to_it(lrs: Lrs, target: int) -> None:
    lrs.store(samples.small())
    with transaction():
        targets.remove_target(standing(target))
    assert states() == []
    assert len(lrs.ids()) == 1


def test_a_secret_that_can_no_longer_be_read_is_told(app: Flask, lrs: Lrs, target: int) -> None:
    lrs.store(samples.small())
    app.config["SECRET_KEY"] = "another secret, also long enough for every library"
    assert forwarding.forward_all() == 0
    assert str(standing(target).last_failure).startswith(Kind.SECRET_LOST)
    assert states() == [("due", 0)]
