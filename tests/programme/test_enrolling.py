"""Enrolling, waiting, moving up and withdrawing, as the services do it."""

from collections.abc import Iterator
from contextvars import Context
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import select

from lms.accounts.models import Person
from lms.accounts.services import change_person, person_of
from lms.kernel import clock
from lms.kernel.access import Role
from lms.kernel.db import db, transaction
from lms.kernel.tenancy import Organisation
from lms.programme import queries
from lms.programme.enrolling import enrol, withdraw
from lms.programme.models import Enrolment, ProgrammeSession
from lms.programme.rules import Result
from tests.learning.learners import statements
from tests.programme.people import MORNING, NOW, learner, parts, session, states
from tests.web.browser import city, inhabitant

pytestmark = pytest.mark.db


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def home(stocked_app: Flask) -> Organisation:
    return city()


def wants(person: Person, *wanted: ProgrammeSession) -> list[Result]:
    with transaction():
        return [each.result for each in enrol(learner(person), [each.uid for each in wanted])]


def test_seats_are_given_in_order_then_people_wait_and_move_up_in_order(home: Organisation) -> None:
    made = session(home, seats=2)
    people = [inhabitant(home) for _each in range(5)]
    assert [wants(each, made) for each in people] == [[Result.SEAT]] * 2 + [[Result.WAITING]] * 3
    assert wants(people[0], made) == [Result.ALREADY]
    numbers = [queries.one_for(home.id, each.id, made.uid).number for each in people]
    assert numbers == [0, 0, 1, 2, 3]
    with transaction():
        assert withdraw(learner(people[3]), made.uid)
        assert withdraw(learner(people[0]), made.uid)
        assert not withdraw(learner(people[0]), made.uid)
    assert states(made) == ["withdrawn", "confirmed", "confirmed", "withdrawn", "waiting"]
    told = db.session.scalars(select(Enrolment.news).where(Enrolment.person_id == people[2].id)).one()
    assert told == "moved_up"
    assert wants(people[0], made) == [Result.WAITING]
    assert queries.one_for(home.id, people[0].id, made.uid).number == 2
    verbs = [each["verb"]["id"].rpartition("/")[2] for each in statements()]
    assert verbs == [*["registered"] * 2, *["selected"] * 3, "deselected", "deselected", "registered", "selected"]


def test_nobody_has_two_seats_at_the_same_time_or_in_the_same_seminar(home: Organisation) -> None:
    person = inhabitant(home)
    first = session(home, seats=1)
    overlapping = session(home, "pc-grundlagen", times=parts(hours=1))
    other_date = session(home, seats=1, times=parts(MORNING.replace(day=20)))
    assert wants(person, first, overlapping, other_date) == [Result.SEAT, Result.CLASH, Result.OTHER_DATE]


def test_who_waits_for_one_date_can_take_a_seat_in_another_and_then_no_longer_waits(home: Organisation) -> None:
    full, free = session(home, seats=1), session(home, seats=1, times=parts(MORNING.replace(day=20)))
    late = session(home, seats=1, times=parts(MORNING.replace(day=27)))
    first, second, third = (inhabitant(home) for _each in range(3))
    assert wants(first, full) == wants(third, late) == [Result.SEAT]
    assert wants(second, full, late, free) == [Result.WAITING, Result.WAITING, Result.SEAT]
    assert states(full) == ["confirmed", "withdrawn"]
    with transaction():
        withdraw(learner(third), late.uid)
    assert states(late) == ["withdrawn", "withdrawn"]


def test_moving_up_in_one_date_ends_waiting_for_the_others(home: Organisation) -> None:
    full, late = session(home, seats=1), session(home, seats=1, times=parts(MORNING.replace(day=27)))
    first, second, third = (inhabitant(home) for _each in range(3))
    wants(first, full)
    wants(second, late)
    assert wants(third, full, late) == [Result.WAITING, Result.WAITING]
    with transaction():
        withdraw(learner(second), late.uid)
    assert states(late) == ["withdrawn", "confirmed"]
    assert states(full) == ["confirmed", "withdrawn"]


def test_seats_of_somebody_who_left_go_to_those_who_wait(home: Organisation) -> None:
    made = session(home, seats=1)
    first, second = inhabitant(home), inhabitant(home)
    wants(first, made)
    wants(second, made)
    with transaction():
        leaving = person_of(home.id, first.uid)
        change_person(leaving, name="Kim", unit_id=None, roles=frozenset({Role.EMPLOYEE}), active=False, by=0)
    assert states(made) == ["withdrawn", "confirmed"]


def test_what_is_over_cancelled_or_elsewhere_is_said_for_each(home: Organisation) -> None:
    person = inhabitant(home)
    cancelled = session(home, state="cancelled")
    begun = session(home, times=parts(NOW))
    late = session(home, deadline=NOW.date().replace(day=22))
    foreign = session(city("metallbau"))
    wanted = [cancelled, begun, late, foreign]
    assert wants(person, *wanted) == [Result.CANCELLED, Result.BEGUN, Result.DEADLINE]
    assert states(foreign) == []


def test_twenty_people_at_the_same_moment_get_three_seats_and_seventeen_places_in_line(
    home: Organisation, stocked_app: Flask
) -> None:
    made = session(home, seats=3)
    people = [learner(inhabitant(home)) for _each in range(20)]
    uid, start, results = made.uid, Barrier(len(people)), []

    def alone(number: int) -> None:
        with stocked_app.app_context(), clock.at(NOW):
            start.wait()
            with transaction():
                results.extend(enrol(people[number], [uid]))

    db.session.rollback()
    threads = [Thread(target=Context().run, args=(alone, number)) for number in range(len(people))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(states(made)) == ["confirmed"] * 3 + ["waiting"] * 17
    assert sorted(each.number for each in results) == [0] * 3 + list(range(1, 18))


def test_two_tabs_of_one_person_get_one_seat_and_no_clash(home: Organisation, stocked_app: Flask) -> None:
    made, overlapping = session(home), session(home, "pc-grundlagen", times=parts(hours=1))
    person = learner(inhabitant(home))
    wanted, start = [made.uid, made.uid, overlapping.uid, overlapping.uid], Barrier(4)

    def alone(uid: str) -> None:
        with stocked_app.app_context(), clock.at(NOW):
            start.wait()
            with transaction():
                enrol(person, [uid])

    db.session.rollback()
    threads = [Thread(target=Context().run, args=(alone, uid)) for uid in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert states(made) + states(overlapping) == ["confirmed"]
