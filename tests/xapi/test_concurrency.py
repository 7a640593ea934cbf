"""Several who write and read at the same moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread
from time import sleep
from uuid import uuid4

import pytest
from flask import Flask

from lms.kernel.db import db, transaction
from lms.kernel.tenancy import Organisation
from lms.xapi.rules.versions import Version
from lms.xapi.storing import Source, store
from tests.xapi import samples
from tests.xapi.lrs import Json, Lrs

pytestmark = pytest.mark.db

# Long enough for a request that need not wait to be answered.
A_WHILE = 0.4


@contextmanager
def unfinished(app: Flask, organisation: Organisation, *statements: Json) -> Iterator[None]:
    """Inside, another transaction has stored `statements` and not yet ended; afterwards it has."""
    has_stored, may_end = Event(), Event()
    source = Source(organisation.id, samples.ADA)

    def write() -> None:
        with app.app_context(), transaction():
            store(statements, source, Version.ONE)
            has_stored.set()
            may_end.wait(10)

    writer = Thread(target=write)
    writer.start()
    try:
        assert has_stored.wait(10)
        yield
    finally:
        may_end.set()
        writer.join()


def end_reading() -> None:
    """What the test itself has read must not count as unfinished."""
    db.session.rollback()


def test_a_statement_and_the_one_that_voids_it_find_each_other_when_both_arrive_at_once(
    app: Flask, organisation: Organisation, lrs: Lrs
) -> None:
    name = str(uuid4())
    end_reading()
    voids = Thread(target=lambda: lrs.store(samples.voiding(name)))
    with unfinished(app, organisation, samples.small(id=name)):
        voids.start()
        sleep(A_WHILE)
    voids.join()
    assert lrs.get(voidedStatementId=name).status_code == 200


def test_a_reference_and_what_it_refers_to_find_each_other_when_both_arrive_at_once(
    app: Flask, organisation: Organisation, lrs: Lrs
) -> None:
    name, reference = str(uuid4()), str(uuid4())
    refers = samples.small(id=reference, actor=samples.BEN, object={"objectType": "StatementRef", "id": name})
    end_reading()
    arrives = Thread(target=lambda: lrs.store(samples.small(id=name, verb={"id": "urn:verb:x"})))
    with unfinished(app, organisation, refers):
        arrives.start()
        sleep(A_WHILE)
    arrives.join()
    assert lrs.ids(verb="urn:verb:x") == [name, reference]


def test_the_same_statement_from_two_at_once_is_stored_once(app: Flask, organisation: Organisation, lrs: Lrs) -> None:
    statement = samples.small(id=str(uuid4()))
    answers: list[int] = []
    again = Thread(target=lambda: answers.append(lrs.post([statement]).status_code))
    end_reading()
    with unfinished(app, organisation, statement):
        again.start()
        sleep(A_WHILE)
    again.join()
    assert answers == [200]
    assert lrs.ids() == [statement["id"]]


def test_nothing_is_promised_that_is_not_yet_to_be_seen(app: Flask, organisation: Organisation, lrs: Lrs) -> None:
    (earlier,) = lrs.store(samples.small())
    hidden = str(uuid4())
    end_reading()
    with unfinished(app, organisation, samples.small(id=hidden)):
        answer = lrs.get()
        promised = datetime.fromisoformat(answer.headers["X-Experience-API-Consistent-Through"])
        assert [each["id"] for each in answer.get_json()["statements"]] == [earlier]
    stored = datetime.fromisoformat(lrs.get(statementId=hidden).get_json()["stored"])
    assert promised < stored
    afterwards = lrs.get().headers["X-Experience-API-Consistent-Through"]
    assert datetime.fromisoformat(afterwards) > stored


def test_who_goes_on_where_they_stopped_misses_nothing_that_was_on_its_way(
    app: Flask, organisation: Organisation, lrs: Lrs
) -> None:
    names = lrs.store(*(samples.small() for _ in range(3)))
    first, second = str(uuid4()), str(uuid4())
    page = lrs.get(limit=2, ascending="true").get_json()
    end_reading()
    later = Thread(target=lambda: lrs.store(samples.small(id=second)))
    with unfinished(app, organisation, samples.small(id=first)):
        later.start()
        sleep(A_WHILE)
        meanwhile_seen = lrs.client.get(page["more"], headers=lrs.headers).get_json()
    later.join()
    # Had the later one been visible before the earlier, a reader would have gone on after it and missed the other.
    assert [each["id"] for each in meanwhile_seen["statements"]] == names[2:]
    last = meanwhile_seen["statements"][-1]["stored"]
    assert lrs.ids(since=last, ascending="true") == [first, second]


def test_eight_writers_of_the_same_agents_and_activities_hinder_nobody(app: Flask, lrs: Lrs) -> None:
    shared = [str(uuid4()) for _ in range(5)]
    answers: list[int] = []

    def write(number: int) -> None:
        mine = Lrs(app.test_client(), lrs.key, lrs.secret)
        for turn in range(4):
            # The same ids in another order each time, and references to them.
            order = shared[(number + turn) % 5 :] + shared[: (number + turn) % 5]
            batch = [samples.small(id=each) for each in order]
            batch += [samples.small(object={"objectType": "StatementRef", "id": each}) for each in reversed(order)]
            batch += [samples.small(actor=samples.TEAM, object=samples.COURSE) for _ in range(5)]
            answers.append(mine.post(batch).status_code)

    end_reading()
    writers = [Thread(target=write, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert answers == [200] * 32
    assert len(lrs.ids(activity=samples.STEP["id"])) == 5 + 32 * 5
    assert len(lrs.ids(agent=samples.TEAM)) == 32 * 5


def test_statements_of_a_time_are_paged_without_gap_or_repetition(lrs: Lrs) -> None:
    before = lrs.store(samples.small())
    since = lrs.get(statementId=before[0]).get_json()["stored"]
    names = lrs.store(*(samples.small() for _ in range(5)))
    names += lrs.store(*(samples.small() for _ in range(4)))
    assert lrs.ids(since=since, limit=2, ascending="true") == names
    assert lrs.ids(since=since, limit=2) == names[::-1]
    until = lrs.get(statementId=names[4]).get_json()["stored"]
    assert lrs.ids(until=until, limit=2) == [*before, *names[:5]][::-1]
