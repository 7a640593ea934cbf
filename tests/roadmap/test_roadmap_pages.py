"""Creating, seeing and changing a roadmap in the browser."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.accounts.demo import DEMO_PASSWORD
from lms.jobs.work import work_once
from lms.kernel import clock
from lms.kernel.access import Role
from lms.kernel.db import db, transaction
from lms.xapi.models import Statement
from roadmap.models import Roadmap, RoadmapVersion, StepState
from tests.roadmap.people import Somebody, count_queries, somebody

pytestmark = pytest.mark.db

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


@pytest.fixture
def anna(stocked_app: Flask) -> Somebody:
    """Signed in, with a check result in the middle of level 2 everywhere."""
    anna = somebody(stocked_app, family="case-work")
    anna.take_check(2.0, MONDAY - timedelta(days=3))
    return anna


def versions() -> int:
    return db.session.scalar(select(func.count()).select_from(RoadmapVersion)) or 0


def test_without_a_roadmap_the_page_offers_targets_hours_and_a_first_day(anna: Somebody) -> None:
    page = anna.browser.get("/roadmap").text
    assert "Grundlage ist Ihr Kompetenzcheck vom 20. November 2026." in page
    assert "Sachbearbeitung mit Bürgerkontakt" in page
    assert 'value="case-work" checked' in page
    assert "eine halbe Stunde" in page
    assert 'value="2026-11-23"' in page


def test_without_a_result_the_page_offers_the_check_or_asks_for_each_area(stocked_app: Flask) -> None:
    page = somebody(stocked_app).browser.get("/roadmap/neu").text
    assert "Zum Kompetenzcheck" in page
    assert page.count("Übliche Aufgaben erledige ich selbstständig") == 5


def test_creating_leads_to_a_roadmap_with_dates_minutes_and_reasons(anna: Somebody) -> None:
    answer = anna.start()
    assert (answer.status_code, answer.location) == (303, "/roadmap")
    page = anna.browser.get("/roadmap").text
    assert "Schließt 2 Stufen bei" in page
    assert "verlangt: 4, Sie: 2, wahrscheinlich 1 bis 3" in page
    assert "unentbehrlich für „Sachbearbeitung mit Bürgerkontakt“" in page
    assert "November 2026" in page
    assert "der Lücken zu Ihrem Ziel" in page
    assert "Damit weitermachen" in page
    assert "Gleich zu Beginn, weil" in page
    assert "Dann, weil die Lernzeit davor vergeben ist: " in page
    assert re.search(r"Dass hier etwas fehlt, ist zu \d\d\xa0% sicher\.", page)
    assert all(step.weekly and max(step.weekly) <= 60 for step in anna.steps())


def test_every_kind_of_event_is_recorded_as_a_statement(anna: Somebody) -> None:
    anna.start(profile="trades")
    anna.press("stunden", weekly_minutes="120")
    for slug in anna.slugs():
        anna.finish(slug)
    home = f"http://localhost/roadmap/{anna.roadmap().uid}"
    about = [statement for statement in db.session.scalars(select(Statement)) if home in str(vars(statement))]
    assert len(about) == 2 + len(anna.steps()) + 1


def test_sending_the_form_twice_creates_one_roadmap(anna: Somebody) -> None:
    assert anna.start().location == anna.start().location == "/roadmap"
    assert versions() == 1


def test_a_second_tab_with_an_older_form_does_not_replace_the_roadmap(anna: Somebody) -> None:
    anna.start()
    first = anna.roadmap().uid
    answer = anna.browser.post(
        "/roadmap/neu",
        data={"profile": "trades", "weekly_minutes": "60", "start": "2026-11-23", "instead_of": "",
              "once": "0b6f9a7e-2f0f-4f5e-9c5e-000000000002"},
        follow_redirects=True,
    )  # fmt: skip
    assert "Sie haben inzwischen schon einen Lernweg angelegt." in answer.text
    assert anna.roadmap().uid == first


def test_a_new_roadmap_replaces_the_one_it_was_meant_to_and_the_old_one_stays_readable(anna: Somebody) -> None:
    anna.start()
    first = anna.roadmap().uid
    anna.start(profile="trades", instead_of=first, once="0b6f9a7e-2f0f-4f5e-9c5e-000000000003")
    assert anna.roadmap().profile == "trades"
    assert anna.browser.get(f"/roadmap/{first}").status_code == 200
    refused = anna.browser.post(f"/roadmap/{first}/stunden", data={"weekly_minutes": "120"})
    assert refused.status_code == 403


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"weekly_minutes": "-30"}, "zwischen einer halben Stunde und acht Stunden"),
        ({"weekly_minutes": "100000"}, "zwischen einer halben Stunde und acht Stunden"),
        ({"weekly_minutes": "9" * 400}, "zwischen einer halben Stunde und acht Stunden"),
        ({"weekly_minutes": ""}, "Wählen Sie, wie viel Zeit Sie haben."),
        ({"profile": "gibt-es-nicht"}, "Dieses Ziel gibt es nicht."),
        ({"profile": "a\x00b"}, "Dieses Ziel gibt es nicht."),
        ({"start": "2020-01-01"}, "von heute bis in einem Jahr"),
        ({"start": "9999-12-31"}, "von heute bis in einem Jahr"),
        ({"start": ""}, "Geben Sie einen Tag an."),
        ({"start": "übermorgen"}, "Bitte prüfen Sie Ihre Angaben"),
    ],
)
def test_a_wrong_entry_is_explained_and_nothing_else_is_lost(
    anna: Somebody, changes: dict[str, str], sentence: str
) -> None:
    answer = anna.start(**{"profile": "trades", **changes})
    assert answer.status_code == 422
    assert sentence in answer.text
    if "profile" not in changes:
        assert 'value="trades" checked' in answer.text


def test_areas_entered_by_hand_are_enough(stocked_app: Flask) -> None:
    bert = somebody(stocked_app, "bert")
    incomplete = bert.start(area_1="2")
    assert incomplete.status_code == 422
    assert "Wählen Sie, was am besten passt." in incomplete.text
    assert bert.start(**{f"area_{area}": "2" for area in range(1, 6)}).status_code == 303
    page = bert.browser.get("/roadmap").text
    assert "Grundlage ist Ihre eigene Einschätzung" in page
    assert "nach eigener Angabe 2" in page


def test_a_dropped_course_is_gone_and_can_be_brought_back_to_its_place(anna: Somebody) -> None:
    anna.start()
    before = anna.slugs()
    dropped = before[2]
    anna.press("weglassen", course=dropped)
    assert dropped not in anna.slugs()
    page = anna.browser.get("/roadmap").text
    assert "Weggelassen" in page
    anna.press("zurueckholen", course=dropped)
    assert dropped in anna.slugs()
    assert anna.slugs().index(dropped) <= 3


def test_pressing_a_button_twice_or_in_an_old_tab_changes_nothing_more(anna: Somebody) -> None:
    anna.start()
    course = anna.slugs()[0]
    for _time in range(2):
        assert anna.press("weglassen", course=course).status_code == 303
    assert versions() == 2
    for _time in range(2):
        assert anna.press("zurueckholen", course=course).status_code == 303
    assert versions() == 3
    for _time in range(2):
        assert anna.press("stunden", weekly_minutes="240").status_code == 303
    assert versions() == 4
    for button in ("ergebnis", "ab-heute"):
        assert anna.press(button).status_code == 303
    assert anna.press("weglassen", course="gibt-es-nicht").status_code == 303
    assert versions() == 4


def test_more_hours_end_earlier_and_wrong_hours_are_refused_on_the_page(anna: Somebody) -> None:
    anna.start()
    slow = max(step.end_date for step in anna.steps())
    anna.press("stunden", weekly_minutes="240")
    assert max(step.end_date for step in anna.steps()) < slow
    answer = anna.press("stunden", weekly_minutes="7")
    assert answer.status_code == 422
    assert "zwischen einer halben Stunde und acht Stunden" in answer.text


def test_finishing_a_course_moves_the_roadmap_on_and_keeps_the_order(anna: Somebody) -> None:
    anna.start()
    before = anna.slugs()
    with clock.at(MONDAY + timedelta(days=1)):
        anna.finish(before[0])
    after = anna.steps()
    assert [step.course for step in after] == before
    assert [step.state for step in after] == [StepState.DONE, *[StepState.PLANNED] * (len(before) - 1)]
    assert "erledigt am 24. November" in anna.browser.get("/roadmap").text


def test_what_is_new_since_does_not_come_in_by_itself_when_a_course_is_finished(anna: Somebody) -> None:
    anna.start()
    kept, *left_out = anna.slugs()
    with transaction():
        version = anna.version()
        for step in anna.steps()[1:]:
            db.session.delete(step)
        version.rests = []
    anna.finish(kept)
    assert anna.slugs() == [kept], "nothing that was not promised"
    assert work_once()
    db.session.rollback()
    proposal = anna.version().proposal
    assert proposal is not None
    assert {step["course"] for step in proposal["plan"]["steps"]} & set(left_out), "but it is shown to be taken"
    assert "Es gibt einen besseren Plan" in anna.browser.get("/roadmap").text


def test_finishing_late_moves_what_follows(anna: Somebody) -> None:
    anna.start()
    with clock.at(MONDAY + timedelta(weeks=20)):
        assert "Etwas ist liegen geblieben" in anna.browser.get("/roadmap").text
        anna.finish(anna.slugs()[0])
        assert "Etwas ist liegen geblieben" not in anna.browser.get("/roadmap").text
        today = clock.today()
    assert all(step.end_date >= today for step in anna.steps() if step.state == StepState.PLANNED)


def test_finishing_a_course_that_was_dropped_counts_all_the_same(anna: Somebody) -> None:
    anna.start()
    course = anna.slugs()[0]
    share = anna.version().closed_share
    anna.press("weglassen", course=course)
    anna.finish(course)
    assert course not in anna.slugs()
    assert anna.version().dropped == []
    assert anna.version().closed_share >= share
    assert "Weggelassen" not in anna.browser.get("/roadmap").text


def test_the_last_step_completes_the_roadmap(anna: Somebody) -> None:
    anna.start(profile="trades")
    for slug in anna.slugs():
        anna.finish(slug)
    assert anna.roadmap().completed_at is not None
    assert "Geschafft!" in anna.browser.get("/roadmap").text


def test_a_new_result_is_taken_over_with_one_button(anna: Somebody) -> None:
    anna.start()
    anna.take_check(3.4, MONDAY + timedelta(hours=1))
    assert "Neues Ergebnis übernehmen" in anna.browser.get("/roadmap").text
    many = len(anna.steps())
    anna.press("ergebnis")
    assert len(anna.steps()) < many
    assert "Neues Ergebnis übernehmen" not in anna.browser.get("/roadmap").text


def test_old_versions_stay(anna: Somebody) -> None:
    anna.start()
    first = anna.slugs()
    anna.press("weglassen", course=first[0])
    uid = anna.roadmap().uid
    assert "Kurs weggelassen" in anna.browser.get(f"/roadmap/{uid}/fassungen").text
    old = anna.browser.get(f"/roadmap/{uid}/fassungen/1").text
    assert "Sie sehen eine frühere Fassung vom 23. November 2026" in old
    assert "Damit weitermachen" not in old
    for number in (0, 99, 10**30):
        assert anna.browser.get(f"/roadmap/{uid}/fassungen/{number}").status_code == 404


def test_somebody_elses_roadmap_does_not_exist(anna: Somebody, stocked_app: Flask) -> None:
    anna.start()
    uid, course = anna.roadmap().uid, anna.slugs()[0]
    for other in (somebody(stocked_app, "carl"), somebody(stocked_app, "dora", organisation="firma")):
        for path in ("", "/fassungen", "/fassungen/1"):
            assert other.browser.get(f"/roadmap/{uid}{path}").status_code == 404
        for button in ("stunden", "weglassen", "zurueckholen", "ergebnis", "ab-heute"):
            form = {"weekly_minutes": "120", "course": course}
            assert other.browser.post(f"/roadmap/{uid}/{button}", data=form).status_code == 404
    assert versions() == 1


def test_nobody_is_asked_to_sign_in(stocked_app: Flask) -> None:
    assert stocked_app.test_client().get("/roadmap").status_code in (302, 303)


def test_a_guest_gets_only_courses_that_are_open_to_everybody(stocked_app: Flask) -> None:
    guest = somebody(stocked_app, "gast", Role.GUEST)
    guest.take_check(1.2, MONDAY - timedelta(days=1))
    guest.start()
    for slug in guest.slugs():
        assert guest.browser.get(f"/kurse/{slug}").status_code == 200


def test_the_start_page_shows_the_next_step_or_invites(anna: Somebody) -> None:
    assert "Und wie geht es weiter?" in anna.browser.get("/").text
    anna.start()
    assert "Ihr nächster Schritt" in anna.browser.get("/").text


def test_pages_need_at_most_twelve_queries(anna: Somebody) -> None:
    counter = count_queries()
    anna.browser.get("/roadmap/neu")
    assert counter.count <= 12
    anna.start()
    anna.press("weglassen", course=anna.slugs()[0])
    uid = anna.roadmap().uid
    for path in ("/roadmap", f"/roadmap/{uid}", f"/roadmap/{uid}/fassungen", f"/roadmap/{uid}/fassungen/1"):
        counter.begin()
        assert anna.browser.get(path).status_code == 200
        assert counter.count <= 12, path


def test_english_pages_are_english(anna: Somebody) -> None:
    anna.start()
    anna.browser.set_cookie("sprache", "en")
    page = anna.browser.get("/roadmap").text
    assert "Your steps" in page
    assert "Weglassen" not in page


def test_one_active_roadmap_per_person_is_kept_by_the_database(anna: Somebody) -> None:
    anna.start()
    query = select(func.count()).select_from(Roadmap).where(Roadmap.active)
    assert db.session.scalar(query) == 1


def test_the_demo_city_has_roadmaps_for_people_with_a_result(city: Flask) -> None:
    roadmaps = db.session.scalars(select(Roadmap)).all()
    assert len(roadmaps) > 10
    assert versions() == len(roadmaps)
    browser = city.test_client()
    browser.post("/anmelden", data={"login": "mitarbeit", "password": DEMO_PASSWORD})
    assert "Ihre Schritte" in browser.get("/roadmap").text
