"""Roadmaps on the dates of the programme: planned where seats are, enrolled in one go, redrawn when a date is gone."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from lms.accounts.models import Person
from lms.catalogue.models import Course
from lms.kernel import clock
from lms.kernel.db import db, transaction
from lms.kernel.tenancy import Organisation
from lms.programme import running
from lms.programme.models import Enrolment, ProgrammeSession
from lms.programme.queries import Listed
from lms.programme.rules import Part
from roadmap.dated import dates_for, kept
from roadmap.groups.gathering import shared_courses
from roadmap.models import RoadmapStep
from roadmap.planning.accepted import Accepted
from roadmap.planning.values import Course as Task
from roadmap.troubles import Trouble, troubles
from tests.programme.people import enrolled, parts, session, states
from tests.roadmap.people import MONDAY, Somebody, count_queries, somebody

JANUARY = datetime(2027, 1, 12, 8, 0, tzinfo=UTC)


def listed(uid: str = "a", free: int = 3, state: str = "", starts: datetime = JANUARY, **facts: Any) -> Listed:
    """A date as somebody sees it. state: of their enrolment."""
    times = tuple(Part(day, day + timedelta(hours=2)) for day in (starts, starts + timedelta(weeks=1)))
    values = {"closed": None, "is_cancelled": False, "starts_at": starts, "times": times, **facts}
    made: Any = SimpleNamespace(uid=uid, seats=3, course=SimpleNamespace(slug="kurs", minutes=241), **values)
    mine: Any = SimpleNamespace(state=state) if state else None
    return Listed(made, 3 - free, 0, mine, 0)


def step(**facts: Any) -> RoadmapStep:
    values = {"course": "kurs", "session": "a", "state": "planned", "start_date": JANUARY.date()}
    return RoadmapStep(**{**values, "end_date": JANUARY.date() + timedelta(days=7), **facts})


def test_a_date_becomes_a_session_with_its_free_seats_days_minutes_and_times() -> None:
    (found,) = dates_for([listed()], MONDAY).sessions["kurs"]
    assert (found.id, found.seats, found.minutes, sum(found.minutes)) == ("a", 3, (120, 121), 241)
    assert (found.start.isoformat(), found.end.isoformat()) == ("2027-01-12", "2027-01-19")
    assert [(each.weekday, each.begin.hour, each.end.hour) for each in found.times or ()] == [(2, 9, 11)]


@pytest.mark.parametrize(
    ("dates", "seats"),
    [
        ([listed(free=0), listed("b")], {"a": 0, "b": 3}),
        ([listed(state="confirmed"), listed("b")], {"a": None}),
        ([listed(free=0, state="waiting"), listed("b")], {"a": 0, "b": 3}),
        ([listed(free=0, state="waiting"), listed("b", free=0)], {"a": None, "b": 0}),
        ([listed(closed="deadline"), listed("b", state="withdrawn")], {"a": 0, "b": 3}),
        ([listed(state="confirmed", starts=MONDAY - timedelta(days=3)), listed("b")], {}),
    ],
)
def test_who_has_a_seat_keeps_it_and_others_are_planned_where_one_is_free(dates: list[Listed], seats: Any) -> None:
    sessions = dates_for(dates, MONDAY).sessions.get("kurs", ())
    assert {each.id: each.seats for each in sessions} == seats


def test_small_steps_leave_out_long_dates_and_a_promised_date_stays_while_it_has_a_seat() -> None:
    sessions = dates_for([listed(), listed("b")], MONDAY).sessions["kurs"]
    anything, small = Accepted(), Accepted(most_unit_minutes=90)
    assert [small.comes_to(each.times) for each in sessions] == [False, False]
    assert all(Accepted(most_unit_minutes=120).comes_to(each.times) for each in sessions)
    assert [each.id for each in kept(sessions, "b", anything)] == ["b"]
    assert kept(sessions, "gone", anything) == kept(sessions, "b", small) == sessions


@pytest.mark.parametrize(
    ("date", "trouble"),
    [
        (listed(), None),
        (listed(free=0), Trouble.FULL),
        (listed(free=0, state="waiting"), None),
        (listed(free=0, state="confirmed"), None),
        (listed(state="missed"), Trouble.MISSED),
        (listed(is_cancelled=True, state="cancelled"), Trouble.CANCELLED),
        (listed(starts=JANUARY + timedelta(days=1)), Trouble.MOVED),
        (listed(closed="deadline"), Trouble.TOO_LATE),
        (listed(closed="begun", state="confirmed"), None),
        (None, Trouble.GONE),
    ],
)
def test_what_is_no_longer_possible_is_named(date: Listed | None, trouble: Trouble | None) -> None:
    found = troubles([step(), step(course="fertig", state="done")], {"a": date} if date else {})
    assert found == ({"kurs": trouble} if trouble else {})


def seminars(anna: Somebody, seats: int = 2) -> dict[str, ProgrammeSession]:
    """A date for each seminar of a roadmap without dates, a day apart; a new roadmap stands on them."""
    anna.start()
    found = db.session.scalars(select(Course.slug).where(Course.slug.in_(anna.slugs()), Course.kind == "seminar"))
    home = db.session.get_one(Organisation, anna.learner.organisation_id)
    made = {
        slug: session(home, slug, seats=seats, times=parts(JANUARY + timedelta(days=number)))
        for number, slug in enumerate(sorted(set(found) - {"mail-chat-telefon"}))
    }
    anna.start(released="y", instead_of=anna.roadmap().uid, once="0b6f9a7e-2f0f-4f5e-9c5e-000000000002")
    return made


def on_dates(anna: Somebody) -> dict[str, str]:
    return {each.course: each.session for each in anna.steps() if each.session}


@pytest.mark.db
def test_one_button_enrols_in_all_dates_and_says_what_came_of_each(anna: Somebody, stocked_app: Flask) -> None:
    seminars(anna)
    planned = on_dates(anna)
    assert len(planned) >= 2
    first, *rest = planned.values()
    full = db.session.scalars(select(ProgrammeSession).where(ProgrammeSession.uid == first)).one()
    for login in ("bert", "carla"):
        other = somebody(stocked_app, login)
        enrolled(db.session.get_one(Person, other.learner.person_id), full)
    assert "In alle Termine eintragen" in anna.browser.get("/roadmap").text
    answer = anna.browser.post(f"/roadmap/{anna.roadmap().uid}/eintragen", follow_redirects=True).text
    assert f"{len(rest)} Termine: Sie sind angemeldet, 1 Termin: Warteliste." in answer
    assert "Sie stehen auf der Warteliste, Platz 1." in answer
    assert "In alle Termine eintragen" not in answer
    assert "Warteliste, Platz 1" in answer
    assert states(full) == ["confirmed", "confirmed", "waiting"]
    again = anna.browser.post(f"/roadmap/{anna.roadmap().uid}/eintragen", follow_redirects=True).text
    assert f"{len(planned)} Termine: Sie sind angemeldet." in again
    counter = count_queries()
    counter.begin()
    anna.browser.get("/roadmap")
    assert counter.count <= 12


@pytest.mark.db
def test_a_cancelled_date_shows_another_plan_before_it_is_taken_and_seats_stay(anna: Somebody) -> None:
    dates = seminars(anna)
    anna.browser.post(f"/roadmap/{anna.roadmap().uid}/eintragen")
    before, number = on_dates(anna), anna.version().number
    course, gone = next((slug, made) for slug, made in dates.items() if slug in before)
    home = db.session.get_one(Organisation, anna.learner.organisation_id)
    later = session(home, course, times=parts(JANUARY + timedelta(days=40)), deadline=JANUARY.date())
    with transaction():
        running.cancel(home.id, gone.uid, "Der Raum ist gesperrt.")
    assert "1 Schritt geht so nicht mehr" in anna.browser.get("/roadmap").text
    uid = anna.roadmap().uid
    shown = anna.browser.get(f"/roadmap/{uid}/neu-zeichnen").text
    assert "ist abgesagt" in shown
    assert "anderer Zeitraum" in shown
    assert anna.version().number == number
    anna.press("termine-neu")
    assert on_dates(anna) == {**before, course: later.uid}
    assert anna.version().cause == "dates"
    anna.press("termine-neu")
    assert anna.version().number == number + 1


@pytest.mark.db
def test_a_missed_date_leads_to_another_one(anna: Somebody) -> None:
    dates = seminars(anna)
    anna.browser.post(f"/roadmap/{anna.roadmap().uid}/eintragen")
    course = next(slug for slug in dates if slug in on_dates(anna))
    home = db.session.get_one(Organisation, anna.learner.organisation_id)
    in_time = JANUARY.date() + timedelta(days=30)
    later = session(home, course, times=parts(JANUARY + timedelta(days=40)), deadline=in_time)
    with clock.at(JANUARY + timedelta(days=len(dates), hours=5)):
        ids = list(db.session.scalars(select(Enrolment.id).where(Enrolment.session_id == dates[course].id)))
        with transaction():
            running.mark(home.id, dates[course].uid, [], ids)
        assert "nicht dabei" in anna.browser.get("/roadmap").text
        anna.press("termine-neu")
        assert on_dates(anna)[course] == later.uid


@pytest.mark.db
def test_dates_that_the_employer_does_not_give_time_for_count_to_the_weekly_hours(anna: Somebody) -> None:
    dates = seminars(anna)
    assert on_dates(anna)
    anna.press("wuensche", weekly_minutes="60")
    held = [each for each in anna.steps() if each.session]
    assert all(max(each.weekly) <= 60 for each in held)
    assert len(held) < len(dates)


def test_a_group_shares_the_dates_of_all_its_people_and_the_seats_that_are_free() -> None:
    for_bert = dates_for([listed(state="confirmed"), listed("b")], MONDAY).sessions["kurs"]
    for_carla = dates_for([listed(free=2), listed("b", free=1)], MONDAY).sessions["kurs"]
    courses = [Task("kurs", 241, (), sessions=sessions) for sessions in (for_bert, for_carla)]
    assert {each.id: each.seats for each in shared_courses(courses)["kurs"].sessions} == {"a": 2, "b": 1}
