"""From events to statements."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from lms.kernel.db import db, transaction
from lms.kernel.errors import Refused
from lms.kernel.events import Event
from lms.kernel.plugin import publish
from lms.kernel.tenancy import Organisation
from lms.xapi.models import Delivery, Statement
from lms.xapi.recording import RecordingFailed, record_many
from lms.xapi.targets import Wish, add_target
from tests.xapi.conftest import counted_queries
from tests.xapi.facts import LampLit, learn_lamps, lit
from tests.xapi.lrs import Lrs

pytestmark = pytest.mark.db


@pytest.fixture(autouse=True)
def lamps(app: Flask) -> None:
    """The application knows the recipe."""
    learn_lamps(app)


def test_an_event_with_a_recipe_becomes_a_statement(lrs: Lrs, organisation: Organisation) -> None:
    with transaction():
        publish(lit(organisation))
    (name,) = lrs.ids()
    found = lrs.get(statementId=name).get_json()
    assert found["actor"]["account"] == {"homePage": "http://localhost", "name": "5f0c"}
    assert found["authority"]["account"] == {"homePage": "http://localhost", "name": "lernlotse"}
    assert found["timestamp"].startswith("2026-04-01T08:00:00")
    assert found["object"]["id"] == "http://localhost/lampen/kueche"
    assert found["context"]["contextActivities"]["parent"][0]["id"] == "http://localhost/lampen"
    assert found["result"]["duration"] == "PT90S"


def test_an_event_without_a_recipe_is_not_recorded(lrs: Lrs, organisation: Organisation) -> None:
    event = lit(organisation)
    with transaction():
        publish(Event(actor=event.actor, organisation_id=event.organisation_id, at=event.at))
    assert lrs.ids() == []


def test_an_action_that_fails_later_leaves_no_statement(lrs: Lrs, organisation: Organisation) -> None:
    with pytest.raises(Refused), transaction():
        publish(lit(organisation))
        raise Refused
    assert lrs.ids() == []


def test_a_recipe_that_words_no_valid_statement_refuses_the_action(organisation: Organisation) -> None:
    with pytest.raises(RecordingFailed, match=r"LampLit.*object\.id"), transaction():
        publish(lit(organisation, lamp="mit leerzeichen "))
    with pytest.raises(ValueError, match="negative"), transaction():
        publish(lit(organisation, seconds=-1))
    assert db.session.query(Statement).count() == 0


def test_recording_costs_at_most_four_queries_and_makes_one_delivery_per_target(
    organisation: Organisation, firm: Organisation
) -> None:
    with transaction():
        for name in ("eins", "zwei", "aus"):
            target = add_target(organisation_id=organisation.id, wish=Wish(name, "https://x.example", "k", "s"))
            # One that is stopped collects, so that nothing is missing when it goes on.
            target.active = name != "aus"
        add_target(organisation_id=firm.id, wish=Wish("fremd", "https://x.example", "k", "s"))
    event = lit(organisation)
    with transaction(), counted_queries() as queries:
        publish(event)
        assert len([query for query in queries if not query.startswith(("BEGIN", "SAVEPOINT"))]) <= 4
    assert db.session.query(Delivery).count() == 3


def test_the_past_is_recorded_in_bulk_as_if_it_had_been_recorded_then(
    lrs: Lrs, lrs_of_firm: Lrs, organisation: Organisation, firm: Organisation
) -> None:
    first = lit(organisation)
    events: list[LampLit] = []
    for minute in range(1500):
        owner = firm if minute % 3 == 0 else organisation
        events.append(replace(first, organisation_id=owner.id, at=first.at + timedelta(minutes=minute)))
    with transaction(), counted_queries() as queries:
        assert record_many(events) == 1500
        assert len(queries) < 40
    assert len(lrs.ids()) == 1000
    assert len(lrs_of_firm.ids()) == 500
    newest = lrs.get(limit=1).get_json()["statements"][0]
    assert newest["stored"] == newest["timestamp"]
