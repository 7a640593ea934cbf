"""The pages of the programme, for those who learn and those who plan it."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from openpyxl import load_workbook
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.kernel import clock
from lms.kernel.access import Role
from lms.kernel.db import db, transaction
from lms.kernel.tenancy import Organisation
from lms.learning.models import CourseProgress
from lms.programme.models import Enrolment, ProgrammeSession
from lms.programme.running import cancel
from tests.programme.people import MORNING, NOW, enrolled, parts, session, states
from tests.roadmap.people import count_queries
from tests.web.browser import Browser, city, inhabitant

pytestmark = pytest.mark.db

FORM = {
    "course": "ki-im-buero", "day": "2027-01-12", "begin": "09:00", "end": "12:30", "more": "19.01.2027 9:00-12:30",
    "place": "Raum 1", "link": "https://x.example/raum", "seats": "3", "minimum": "1", "deadline": "",
    "once": "0b6f9a7e-2f0f-4f5e-9c5e-000000000001",
}  # fmt: skip


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with clock.at(NOW):
        yield


@pytest.fixture
def home(stocked_app: Flask) -> Organisation:
    return city()


@pytest.fixture
def anna(stocked_app: Flask, home: Organisation) -> Browser:
    """An employee."""
    return Visitor(stocked_app, inhabitant(home, login="anna"))


@pytest.fixture
def office(stocked_app: Flask, home: Organisation) -> Browser:
    """Somebody who plans the programme."""
    return Visitor(stocked_app, inhabitant(home, Role.PROGRAMME, Role.EMPLOYEE))


class Visitor(Browser):
    """A browser in which it is `NOW`, unless said otherwise."""

    def open(self, address: str, method: str = "GET", *, at: datetime | None = None, **options: Any) -> TestResponse:
        return super().open(address, method, at=at or NOW, **options)


def test_dates_are_found_by_topic_form_day_and_free_seats(home: Organisation, anna: Browser) -> None:
    session(home)
    session(home, "pc-grundlagen", seats=1, times=parts(MORNING + timedelta(days=30)))
    session(home, "zoom", times=parts(MORNING), deadline=date(2026, 11, 1))
    page = anna.page("/programm")
    assert "2 Termine gefunden" in page
    assert "Dienstag, 12. Januar 2027, 9:00 bis 12:00 Uhr" in page
    assert "noch 3 Plätze frei" in page
    assert "1 Termin gefunden" in anna.page("/programm?q=KI")
    assert "KI im Büro" in anna.page("/programm?q=KI")
    assert "1 Termin gefunden" in anna.page("/programm?form=hybrid")
    assert "Februar 2027" in anna.page("/programm?ab=2027-02-01")
    assert "Januar 2027" not in anna.page("/programm?ab=2027-02-01")
    assert "Dazu gibt es zurzeit keinen Termin" in anna.page("/programm?ab=2028-01-01")


def test_one_click_enrols_and_the_page_says_what_came_of_it(
    home: Organisation, anna: Browser, stocked_app: Flask
) -> None:
    made = session(home, seats=1, link="https://x.example/raum")
    page = anna.page(f"/programm/{made.uid}")
    assert "Den Link sehen Sie hier, sobald Sie einen Platz haben." in page
    answer = anna.post(f"/programm/{made.uid}/anmelden", follow_redirects=True)
    assert "Sie haben einen Platz. Dienstag, 12. Januar 2027" in answer.text
    assert "https://x.example/raum" in answer.text
    bert = Visitor(stocked_app, inhabitant(home))
    assert "Warteliste, Platz 1" in bert.post(f"/programm/{made.uid}/anmelden", follow_redirects=True).text
    assert "0 Termine gefunden" in bert.page("/programm?frei=ja")
    assert "Warteliste, Platz 1" in bert.page("/")
    assert "Möchten Sie sich abmelden?" in anna.page(f"/programm/{made.uid}/abmelden")
    anna.post(f"/programm/{made.uid}/abmelden")
    assert "Sie sind nachgerückt und haben jetzt einen Platz." in bert.page("/")
    bert.post(f"/programm/{made.uid}/gelesen")
    assert "nachgerückt" not in bert.page("/programm/meine")
    assert "Sie haben einen Platz" in bert.page("/kurse/ki-im-buero")


def test_a_calendar_file_keeps_its_identifier_and_knows_cancellations(
    home: Organisation, anna: Browser, office: Browser
) -> None:
    made = session(home, times=parts(days=2))
    anna.post(f"/programm/{made.uid}/anmelden")
    first = Calendar.from_ical(anna.get(f"/programm/{made.uid}/kalender.ics").data)
    office.post(f"/programm/planung/{made.uid}/absagen", {"reason": "Der Raum ist gesperrt."})
    then = Calendar.from_ical(anna.get(f"/programm/{made.uid}/kalender.ics").data)
    assert [each["uid"] for each in first.events] == [each["uid"] for each in then.events]
    assert len({each["uid"] for each in first.events}) == 2
    assert [(each["status"], each.sequence) for each in first.events] == [("CONFIRMED", 0)] * 2
    assert [(each["status"], each.sequence) for each in then.events] == [("CANCELLED", 1)] * 2
    assert first.events[0].start == MORNING
    assert "Dieser Termin ist abgesagt: Der Raum ist gesperrt." in anna.page("/")


def test_pages_need_few_queries_however_many_dates(home: Organisation, anna: Browser, office: Browser) -> None:
    for number in range(25):
        made = session(home, times=parts(MORNING + timedelta(days=number)))
    anna.post(f"/programm/{made.uid}/anmelden")
    counter = count_queries()
    addresses = ("/programm", "/programm?q=KI", f"/programm/{made.uid}", "/programm/meine", "/kurse/ki-im-buero")
    planning = ("/programm/planung", f"/programm/planung/{made.uid}", "/programm/planung/neu")
    for browser, address in [*((anna, each) for each in addresses), *((office, each) for each in planning)]:
        counter.begin()
        browser.page(address)
        assert counter.count <= 12, address


def test_a_date_is_created_once_changed_with_notice_and_cancelled_with_a_reason(
    home: Organisation, anna: Browser, office: Browser
) -> None:
    assert office.post("/programm/planung/neu", FORM).status_code == 303
    assert office.post("/programm/planung/neu", FORM).status_code == 303
    made = db.session.scalars(select(ProgrammeSession)).one()
    assert (len(made.times), made.deadline) == (2, date(2027, 1, 5))
    anna.post(f"/programm/{made.uid}/anmelden")
    address = f"/programm/planung/{made.uid}"
    assert 'value="09:00"' in office.page(f"{address}/aendern")
    assert "Es gab nichts zu ändern." in office.post(f"{address}/aendern", FORM, follow_redirects=True).text
    office.post(f"{address}/aendern", {**FORM, "begin": "10:00"})
    assert "Dieser Termin hat sich geändert." in anna.page("/")
    assert office.post(f"{address}/absagen", {"reason": " "}).status_code == 422
    said = office.post(f"{address}/absagen", {"reason": "Krankheit"}, follow_redirects=True).text
    assert "1 Person sieht es auf ihrer Startseite." in said
    assert states(made) == ["cancelled"]
    assert "lässt sich nicht" not in office.post(f"{address}/aendern", FORM, follow_redirects=True).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"course": "mail-chat-telefon"}, "Not a valid choice"),
        ({"end": "08:00"}, "Das Ende muss nach dem Beginn liegen."),
        ({"more": "irgendwann"}, "„irgendwann“ ist kein Tag mit Uhrzeit."),
        ({"more": "12.01.2027 12:00-13:00"}, "Zwei Zeiten überschneiden sich."),
        ({"day": "2026-01-12"}, "Wählen Sie Tage von heute bis in zwei Jahren."),
        ({"day": "9999-12-31"}, "Wählen Sie Tage von heute bis in zwei Jahren."),
        ({"seats": "0"}, "Geben Sie 1 bis 1000 Plätze an."),
        ({"seats": "9" * 30}, "Geben Sie 1 bis 1000 Plätze an."),
        ({"minimum": "4"}, "Die Mindestzahl liegt zwischen 0 und der Zahl der Plätze."),
        ({"deadline": "2027-01-13"}, "Die Anmeldefrist darf nicht nach dem ersten Tag enden."),
        ({"place": "", "link": ""}, "Geben Sie einen Ort oder einen Link an."),
        ({"link": "javascript:alert(1)"}, "Der Link muss mit https:// beginnen."),
    ],
)
def test_a_wrong_entry_is_explained(office: Browser, changes: dict[str, str], sentence: str) -> None:
    answer = office.post("/programm/planung/neu", {**FORM, **changes})
    assert answer.status_code == 422
    if sentence != "Not a valid choice":
        assert sentence in answer.text


def test_more_seats_go_to_those_who_wait_and_fewer_than_taken_are_refused(home: Organisation, office: Browser) -> None:
    office.post("/programm/planung/neu", {**FORM, "seats": "2"})
    made = db.session.scalars(select(ProgrammeSession)).one()
    for _each in range(4):
        enrolled(inhabitant(home), made)
    assert states(made) == ["confirmed", "confirmed", "waiting", "waiting"]
    address = f"/programm/planung/{made.uid}/aendern"
    assert "2 Plätze sind schon vergeben." in office.post(address, {**FORM, "seats": "1"}).text
    assert office.post(address, {**FORM, "seats": "3"}).status_code == 303
    assert states(made) == ["confirmed", "confirmed", "confirmed", "waiting"]


def test_who_was_there_has_completed_the_seminar_and_who_was_not_only_missed_it(
    home: Organisation, office: Browser
) -> None:
    made = session(home)
    people = [inhabitant(home) for _each in range(2)]
    for person in people:
        enrolled(person, made)
    first, second = db.session.scalars(select(Enrolment.id).order_by(Enrolment.turn))
    address, marks = f"/programm/planung/{made.uid}/anwesenheit", {f"person-{first}": "da", f"person-{second}": "fehlt"}
    planned = re.findall(r'<td [^>]*data-label="Stand">([^<]+)</td>', office.page(f"/programm/planung/{made.uid}"))
    assert len(planned) == 2
    assert "erst sagen, wenn der Termin begonnen hat" in office.post(address, marks, follow_redirects=True).text
    for _twice in range(2):
        office.post(address, {**marks, "person-x": "da", "person-999": "fehlt"}, at=MORNING + timedelta(hours=4))
    assert states(made) == ["attended", "missed"]
    assert list(db.session.scalars(select(CourseProgress.person_id))) == [people[0].id]


def test_the_list_of_names_is_for_those_who_plan_and_holds_no_formula(
    home: Organisation, anna: Browser, office: Browser
) -> None:
    made = session(home)
    person = inhabitant(home)
    with transaction():
        db.session.merge(person).name = "=HYPERLINK(1)"
    enrolled(person, made)
    rows = list(load_workbook(BytesIO(office.get(f"/programm/planung/{made.uid}/liste.xlsx").data)).worksheets[0].rows)
    assert (rows[1][0].value, rows[1][0].data_type) == ("=HYPERLINK(1)", "s")
    assert "=HYPERLINK(1)" in office.page(f"/programm/planung/{made.uid}")
    assert "=HYPERLINK(1)" not in anna.page(f"/programm/{made.uid}")
    assert anna.get(f"/programm/planung/{made.uid}/liste.xlsx").status_code == 403


def test_a_sheet_brings_dates_in_and_changes_them_by_their_key(home: Organisation, office: Browser) -> None:
    rows = 'key;course;times;seats;place\nA1;ki-im-buero;"12.01.2027 9:00-12:30; 19.01.2027 9:00-12:30";{};Raum 1\n'
    for seats, said in (("12", "Übernommen: 1 neu, 0 geändert."), ("14", "Übernommen: 0 neu, 1 geändert.")):
        sent = {"sheet": (BytesIO(rows.format(seats).encode()), "termine.csv")}
        answer = office.post("/programm/planung/einlesen", sent, follow_redirects=True)
        assert said in answer.text
    made = db.session.scalars(select(ProgrammeSession)).one()
    assert (made.code, made.seats, len(made.times)) == ("A1", 14, 2)


def test_a_sheet_that_is_read_again_meets_its_own_past_and_other_rows_in_the_past_are_named(
    home: Organisation, office: Browser
) -> None:
    heading, first = "key;course;times;seats;place\n", "A1;ki-im-buero;12.01.2027 9:00-12:30;12;Raum 1\n"
    second, gone = "A2;ki-im-buero;12.03.2027 9:00-12:30;12;Raum 1\n", "A3;zoom;5.1.2027 9:00-12:30;12;Raum 1\n"

    def read(*rows: str, at: datetime = NOW, **more: str) -> TestResponse:
        sent = {"sheet": (BytesIO("".join((heading, *rows)).encode()), "termine.csv"), **more}
        return office.post("/programm/planung/einlesen", sent, follow_redirects=True, at=at)

    assert "1 neu" in read(first).text
    later = NOW + timedelta(days=70)
    assert "Übernommen: 1 neu, 0 geändert." in read(first, second, at=later).text
    with transaction():
        uid = db.session.scalars(select(ProgrammeSession.uid).where(ProgrammeSession.code == "A2")).one()
        cancel(home.id, uid, "Der Raum ist gesperrt.")
    assert "Übernommen: 0 neu, 0 geändert." in read(first, second, at=later).text, "also where it is cancelled"
    past = first.replace(";12;", ";14;"), gone.replace("zoom", "ki-im-buero"), second.replace("A2", "A4")
    refused = read(*past, at=later)
    assert refused.status_code == 422
    assert "2 Zeilen liegen in der Vergangenheit" in refused.text
    assert "Zeile 2, Spalte „times“: Der Termin vom 12.01.2027 ist schon vorbei." in refused.text
    assert "Das allein wäre kein Hindernis." in read(past[0], gone, at=later, skip_past="y").text
    taken = read(*past, at=later, skip_past="y").text
    assert "Übernommen: 1 neu, 0 geändert." in taken
    assert "Ausgelassen, weil der Termin vorbei ist: Zeile 2, 3." in taken
    kept = {each.code: each.seats for each in db.session.scalars(select(ProgrammeSession))}
    assert kept == {"A1": 12, "A2": 12, "A4": 12}


def test_a_faulty_sheet_is_refused_whole_with_row_and_column(office: Browser) -> None:
    rows = (
        "key;course;times;seats;place;deadline;x\n"
        "A1;ki-im-buero;12.01.2027 9:00-12:30;12;Raum 1;;\n"
        "A1;gibt-es-nicht;bald;viele;;31.02.2027;\n"
        "A3;ki-im-buero;12.01.2027 9:00-8:30;12;=1+1;;\n"
        "A4;ki-im-buero;12.01.2027 9:00-8:30;12;Raum 1;;\n"
    )
    answer = office.post("/programm/planung/einlesen", {"sheet": (BytesIO(rows.encode()), "termine.csv")})
    assert answer.status_code == 422
    for said in (
        "Zeile 1, Spalte „x“", "Zeile 3, Spalte „key“: Diese Kennung steht schon in Zeile 2.",
        "Zeile 3, Spalte „course“", "Zeile 3, Spalte „times“: „bald“ ist kein Tag mit Uhrzeit.",
        "Zeile 4, Spalte „place“", "Zeile 5, Spalte „times“: Das Ende muss nach dem Beginn liegen.",
    ):  # fmt: skip
        assert said in answer.text.replace("&#34;", '"'), said
    assert db.session.scalars(select(ProgrammeSession)).first() is None
    assert office.post("/programm/planung/einlesen", {}).status_code == 422


def test_the_terminal_imports_and_cleans(stocked_app: Flask, home: Organisation, tmp_path: Path) -> None:
    file = tmp_path / "termine.csv"
    file.write_text("key;course;times;seats;place\nA1;ki-im-buero;12.01.2027 9:00-12:30;12;Raum 1\n", encoding="utf-8")
    runner = stocked_app.test_cli_runner()
    command = ["programme", "import", str(file), "--organisation", "stadt"]
    assert "1 dates" in runner.invoke(args=[*command, "--dry-run"]).output
    assert runner.invoke(args=command).output == "1 added, 0 changed.\n"
    made = db.session.scalars(select(ProgrammeSession)).one()
    enrolled(inhabitant(home), made)
    assert runner.invoke(args=["programme", "clean"]).output == "0 enrolments removed.\n"
    with clock.at(NOW + timedelta(days=900)):
        assert runner.invoke(args=["programme", "clean"]).output == "1 enrolments removed.\n"
    over = "key;course;times;seats;place\nA9;ki-im-buero;12.01.2025 9:00-12:30;12;Raum 1\n"
    file.write_text(over, encoding="utf-8")
    assert "1 row(s) in the past. Nothing was imported; try --skip-past." in runner.invoke(args=command).output
    assert "0 added, 0 changed.\n" in runner.invoke(args=[*command, "--skip-past"]).output
    file.write_text("key;course;times;seats\nA1;x;y;z\n", encoding="utf-8")
    failed = runner.invoke(args=command)
    assert failed.exit_code == 1
    assert "Nothing was imported" in failed.output
