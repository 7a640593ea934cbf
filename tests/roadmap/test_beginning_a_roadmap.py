"""Having a roadmap drawn for the first time, and another one instead."""

import re
from datetime import timedelta

import pytest
from flask import Flask

from lms.kernel.access import Role
from tests.roadmap.people import MONDAY, Somebody, somebody, versions

pytestmark = [pytest.mark.db, pytest.mark.usefixtures("monday")]


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


def test_a_guest_gets_only_courses_that_are_open_to_everybody(stocked_app: Flask) -> None:
    guest = somebody(stocked_app, "gast", Role.GUEST)
    guest.take_check(1.2, MONDAY - timedelta(days=1))
    guest.start()
    for slug in guest.slugs():
        assert guest.browser.get(f"/kurse/{slug}").status_code == 200
