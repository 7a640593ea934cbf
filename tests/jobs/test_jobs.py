"""Work that takes longer than a page may is done once, survives its worker, and tells how far it is."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from lms.jobs.models import Job, JobState
from lms.jobs.recurring import ask_for_what_is_due
from lms.jobs.services import enqueue, newest
from lms.jobs.work import LEASE, MOST_ATTEMPTS, work_once
from lms.kernel import clock
from lms.kernel.db import db, transaction
from lms.kernel.plugin import JobKind, Platform, Plugin, platform
from lms.kernel.tenancy import Organisation
from tests.jobs import handlers

pytestmark = pytest.mark.db
KINDS = tuple(JobKind(f"test.{name}", f"tests.jobs.handlers:{name}") for name in ("count", "refuse", "stumble"))


@pytest.fixture(autouse=True)
def kinds(app: Flask) -> Iterator[None]:
    """A plugin with work for the worker."""
    app.extensions["lernlotse"] = Platform.of((*platform().plugins, Plugin("test", __name__, jobs=KINDS)))
    handlers.DONE.clear()
    yield


def ask(organisation: Organisation, kind: str = "test.count", key: str = "", **arguments: Any) -> int:
    """A job that waits."""
    with transaction():
        return enqueue(kind, arguments, organisation_id=organisation.id, key=key).id


def job(number: int) -> Job:
    """The job as it is stored now."""
    db.session.rollback()
    return db.session.get_one(Job, number, populate_existing=True)


class Killed(BaseException):
    """What `kill -9` does to a worker, as near as a test in one process comes."""


def test_a_job_is_done_once_and_keeps_its_result(organisation: Organisation) -> None:
    number = ask(organisation, to=3)
    assert work_once()
    assert not work_once()
    assert (job(number).state, job(number).result, job(number).progress) == (JobState.DONE, {"counted": 3}, 1.0)
    assert handlers.DONE == [0, 1, 2]


def test_a_worker_that_is_asked_to_end_leaves_a_job_that_goes_on(organisation: Organisation) -> None:
    number = ask(organisation, to=4)
    assert work_once(lambda: len(handlers.DONE) == 2)
    assert job(number).state == JobState.WAITING
    assert work_once()
    assert job(number).result == {"counted": 2}
    assert handlers.DONE == [0, 1, 2, 3]


def test_what_a_killed_worker_left_is_taken_up_when_its_lease_ends(organisation: Organisation) -> None:
    number = ask(organisation, to=4)

    def kill() -> bool:
        if len(handlers.DONE) == 3:
            raise Killed
        return False

    with pytest.raises(Killed):
        work_once(kill)
    assert job(number).state == JobState.RUNNING
    assert not work_once()
    with clock.at(clock.now() + LEASE + timedelta(seconds=1)):
        assert work_once()
    assert job(number).state == JobState.DONE
    assert handlers.DONE == [0, 1, 2, 3]


def test_a_job_that_kills_its_workers_is_given_up(organisation: Organisation) -> None:
    number = ask(organisation, to=99)

    def kill() -> bool:
        raise Killed

    for attempt in range(MOST_ATTEMPTS):
        with clock.at(clock.now() + attempt * (LEASE + timedelta(minutes=1))), pytest.raises(Killed):
            work_once(kill)
    with clock.at(clock.now() + timedelta(days=1)):
        assert not work_once()
    assert job(number).state == JobState.FAILED
    assert job(number).told


def test_a_newer_job_with_the_same_key_takes_the_place_of_an_open_one(organisation: Organisation) -> None:
    old = ask(organisation, key="plan-1", to=5)

    def replace() -> bool:
        if len(handlers.DONE) == 2:
            ask(organisation, key="plan-1", to=1)
        return False

    assert work_once(replace)
    assert job(old).state == JobState.REPLACED
    assert handlers.DONE == [0, 1, 2]
    assert work_once()
    found = newest("test.count", "plan-1")
    assert found is not None
    assert (found.state, found.result) == (JobState.DONE, {"counted": 1})


def test_a_refusal_is_told_in_its_own_words_and_a_defect_without_details(organisation: Organisation) -> None:
    refused, broken = ask(organisation, "test.refuse"), ask(organisation, "test.stumble")
    assert work_once()
    assert work_once()
    assert (job(refused).state, job(refused).told) == (JobState.FAILED, "Es gibt nichts zu zählen.")
    assert job(broken).state == JobState.FAILED
    assert "secret" not in job(broken).told


def test_a_kind_that_no_plugin_knows_is_an_error_at_once(organisation: Organisation) -> None:
    with pytest.raises(LookupError, match="nonsense"):
        ask(organisation, "nonsense")


def test_what_comes_again_by_itself_is_asked_for_when_it_is_due_and_kept_once(
    app: Flask, organisation: Organisation
) -> None:
    again = (
        JobKind("test.daily", "tests.jobs.handlers:tick", every=timedelta(days=1)),
        JobKind("test.weekly", "tests.jobs.handlers:tick", every=timedelta(days=7), shared=True),
    )
    app.extensions["lernlotse"] = Platform.of((Plugin("again", __name__, jobs=again),))
    start = clock.now()
    asked = []
    for days in (0, 0.5, 1, 1.9, 7, 8):
        with clock.at(start + timedelta(days=days)):
            with transaction():
                asked.append(ask_for_what_is_due())
            while work_once():
                pass
    assert asked == [2, 0, 1, 0, 2, 1]
    rows = db.session.execute(select(Job.kind, Job.state, Job.person_id).order_by(Job.kind)).all()
    assert [tuple(row) for row in rows] == [("test.daily", "done", None), ("test.weekly", "done", None)]


def test_old_enrolments_and_what_courses_teach_are_looked_after_by_the_worker(
    app: Flask, organisation: Organisation
) -> None:
    assert app.test_cli_runner().invoke(args=["jobs", "work"]).exit_code == 0
    told = app.test_cli_runner().invoke(args=["jobs", "list"]).output
    assert "programme.clean  done  1" in told
    assert "roadmap.gains  done  1" in told


def test_the_command_does_what_waits(app: Flask, organisation: Organisation) -> None:
    number = ask(organisation, to=2)
    done = app.test_cli_runner().invoke(args=["jobs", "work"])
    assert done.exit_code == 0, done.output
    assert job(number).state == JobState.DONE
    assert "test.count  done  1" in app.test_cli_runner().invoke(args=["jobs", "list"]).output
