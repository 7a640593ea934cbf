"""The roadmap in people's own calendars, read back as a calendar reads it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from lms.accounts.models import Person
from lms.accounts.throttle import PER_GUESSER
from lms.catalogue.models import Course
from lms.kernel import clock
from lms.kernel.clock import LOCAL
from lms.kernel.db import db, transaction
from lms.programme.models import ProgrammeSession
from lms.programme.rules import Part, SessionState
from roadmap.calendar.entries import Entry, Meeting, Shape, Worded
from roadmap.calendar.ics import write
from roadmap.calendar.models import CalendarAddress
from tests.roadmap.people import Somebody, count_queries, somebody

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def anna(stocked_app: Flask) -> Iterator[Somebody]:
    with clock.at(MONDAY):
        anna = somebody(stocked_app, family="case-work")
        anna.take_check(2.0, MONDAY - timedelta(days=3))
        anna.start()
        yield anna


def read(content: bytes) -> Any:
    """The calendar as the library reads it; its types are too wide to compare."""
    return Calendar.from_ical(content)


def events(content: bytes) -> dict[str, Any]:
    """The events by their uid."""
    found = list(read(content).walk("VEVENT"))
    assert len({str(each["uid"]) for each in found}) == len(found)
    return {str(each["uid"]): each for each in found}


def subscribe(anna: Somebody) -> str:
    """The path of a new secret address, taken from the page that shows it."""
    page = anna.browser.post("/roadmap/kalender/adresse").text
    address = page.partition('id="kalenderadresse" value="')[2].partition('"')[0]
    assert address.startswith("http://localhost/roadmap/kalender/abo/")
    return urlsplit(address).path


@pytest.mark.db
def test_the_file_has_every_step_and_follows_the_plan_from_version_to_version(anna: Somebody) -> None:
    first = events(anna.browser.get("/roadmap/kalender/lernweg.ics").data)
    steps = anna.steps()
    assert [each["dtstart"].dt for each in first.values()] == [step.start_date for step in steps]
    assert [each["dtend"].dt for each in first.values()] == [step.end_date + timedelta(days=1) for step in steps]
    assert {(int(each["sequence"]), str(each["status"])) for each in first.values()} == {(0, "CONFIRMED")}
    dropped, uid_of_dropped = anna.slugs()[1], list(first)[1]
    with clock.at(MONDAY + timedelta(hours=1)):
        anna.press("weglassen", course=dropped)
    second = events(anna.browser.get("/roadmap/kalender/lernweg.ics").data)
    assert second.keys() >= first.keys()
    assert (str(second[uid_of_dropped]["status"]), int(second[uid_of_dropped]["sequence"])) == ("CANCELLED", 1)
    with clock.at(MONDAY + timedelta(days=1)):
        anna.finish(anna.slugs()[0])
        anna.start(profile="trades", instead_of=anna.roadmap().uid, once="0b6f9a7e-2f0f-4f5e-9c5e-000000000009")
    third = events(anna.browser.get("/roadmap/kalender/lernweg.ics").data)
    assert third.keys() >= second.keys()
    assert all(int(third[uid]["sequence"]) >= int(second[uid]["sequence"]) for uid in second)
    finished = third[next(iter(first))]
    assert (str(finished["status"]), finished["dtend"].dt) == ("CONFIRMED", date(2026, 11, 25))
    live = {each["dtstart"].dt for each in third.values() if str(each["status"]) == "CONFIRMED"}
    assert live == {step.start_date for step in anna.steps()} | {finished["dtstart"].dt}


@pytest.mark.db
def test_a_calendar_subscribes_without_signing_in_until_the_address_is_revoked(
    anna: Somebody, stocked_app: Flask
) -> None:
    path = subscribe(anna)
    stranger, counter = stocked_app.test_client(), count_queries()
    counter.begin()
    answer = stranger.get(path)
    assert counter.count <= 12
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert events(answer.data).keys() == events(anna.browser.get("/roadmap/kalender/lernweg.ics").data).keys()
    assert stranger.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    for secret in (anna.learner.uid, anna.roadmap().uid, "Anna", "Stufe", "anna"):
        assert secret not in answer.text
    token = path.rpartition("/")[2].removesuffix(".ics")
    kept = db.session.scalars(select(CalendarAddress)).one()
    assert token not in str(vars(kept))
    assert "nur dieses eine Mal" not in anna.browser.get("/roadmap/kalender").text
    renewed = subscribe(anna)
    assert (stranger.get(path).status_code, stranger.get(renewed).status_code) == (404, 200)
    assert anna.browser.post("/roadmap/kalender/aufheben").status_code == 303
    assert stranger.get(renewed).status_code == 404


@pytest.mark.db
def test_a_date_of_the_programme_stands_at_its_time_and_is_cancelled_with_it(anna: Somebody) -> None:
    begin = datetime(2026, 12, 8, 9, 0, tzinfo=LOCAL)
    with transaction():
        first = anna.steps()[0]
        seminar = ProgrammeSession(
            organisation_id=anna.learner.organisation_id,
            course_id=db.session.scalars(select(Course.id).where(Course.slug == first.course)).one(),
            code="T-1",
            place="Rathaus, Raum 12",
            link="https://example.org/geheim",
            seats=12,
            minimum=1,
            deadline=date(2026, 12, 1),
        )
        seminar.times = (
            Part(begin, begin + timedelta(hours=3)),
            Part(begin + timedelta(1), begin + timedelta(1, 7200)),
        )
        db.session.add(seminar)
        db.session.flush()
        first.session, uid = seminar.uid, seminar.id
    found = list(events(anna.browser.get("/roadmap/kalender/lernweg.ics").data).values())
    assert [each["dtstart"].dt for each in found[:2]] == [begin, begin + timedelta(1)]
    assert found[1]["dtend"].dt == begin + timedelta(1, 7200)
    assert {(str(each["location"]), str(each["transp"])) for each in found[:2]} == {("Rathaus, Raum 12", "OPAQUE")}
    assert "geheim" not in anna.browser.get("/roadmap/kalender/lernweg.ics").text
    with transaction():
        db.session.get_one(ProgrammeSession, uid).state = SessionState.CANCELLED.value
        db.session.get_one(ProgrammeSession, uid).sequence = 1
    found = list(events(anna.browser.get("/roadmap/kalender/lernweg.ics").data).values())
    assert [(str(each["status"]), int(each["sequence"])) for each in found[:2]] == [("CANCELLED", 1)] * 2


@pytest.mark.db
def test_the_calendar_of_somebody_who_left_is_gone(anna: Somebody, stocked_app: Flask) -> None:
    path = subscribe(anna)
    with transaction():
        db.session.get_one(Person, anna.learner.person_id).active = False
    assert stocked_app.test_client().get(path).status_code == 404


@pytest.mark.db
def test_who_guesses_addresses_has_to_wait(anna: Somebody, stocked_app: Flask) -> None:
    path, guesser = subscribe(anna), stocked_app.test_client()
    for number in range(PER_GUESSER.amount):
        assert guesser.get(f"/roadmap/kalender/abo/{number}.ics").status_code == 404
    assert guesser.get("/roadmap/kalender/abo/x.ics").status_code == 429
    assert guesser.get(path).status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert guesser.get(path, environ_base=elsewhere).status_code == 200
    assert guesser.get(f"/roadmap/kalender/abo/{'x' * 5000}.ics", environ_base=elsewhere).status_code == 404


@pytest.mark.db
def test_the_calendar_speaks_the_language_in_which_it_was_asked_for(anna: Somebody, stocked_app: Flask) -> None:
    anna.browser.set_cookie("sprache", "en")
    path = subscribe(anna)
    assert "Learning time" in stocked_app.test_client().get(path).text


def test_meetings_stand_at_their_hour_in_berlin_in_summer_and_in_winter() -> None:
    def meeting(day: date) -> Worded:
        begin, end = (datetime.combine(day, time(hour), LOCAL) for hour in (9, 12))
        shape = Shape(day, day, 180, Meeting(begin, end))
        return Worded(Entry("a", 0, shape, 3, MONDAY, MONDAY), f"{day}@x", "Ä, ; \n" * 30, "x", "Rathaus", "http://x")

    written = write("Mein Lernweg", [meeting(date(2026, 12, 1)), meeting(date(2027, 7, 1))])
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    calendar = read(written)
    assert (str(calendar["method"]), len(list(calendar.walk("VALARM")))) == ("PUBLISH", 0)
    (zone,) = calendar.walk("VTIMEZONE")
    assert str(zone["tzid"]) == "Europe/Berlin"
    winter, summer = calendar.walk("VEVENT")
    assert winter["dtstart"].dt == datetime(2026, 12, 1, 9, 0, tzinfo=LOCAL)
    assert [each["dtstart"].dt.utcoffset() for each in (winter, summer)] == [timedelta(hours=1), timedelta(hours=2)]
    assert [each["dtstart"].params["TZID"] for each in (winter, summer)] == ["Europe/Berlin"] * 2
    assert str(winter["summary"]) == "Ä, ; \n" * 30
    assert (str(winter["location"]), int(winter["sequence"])) == ("Rathaus", 3)
    berlin = zone.to_tz()
    assert [datetime(2040, month, 1, 9, tzinfo=berlin).utcoffset() for month in (1, 7)] == [
        timedelta(hours=1),
        timedelta(hours=2),
    ]
