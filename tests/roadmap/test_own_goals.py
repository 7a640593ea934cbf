"""Strategy goals of an organisation: copied, changed in versions that all stay, offered to its own people only."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from competence_check.content.frameworks import frameworks
from competence_check.queries import competences
from lms.kernel import clock
from lms.kernel.access import Role
from lms.kernel.content import ContentSource
from lms.kernel.db import db, transaction
from roadmap.documents import ContentDocument, load_documents
from roadmap.goals.content import goals as goals_kind
from roadmap.knowing import known_of
from tests.roadmap.people import Somebody, somebody
from tests.roadmap.shipped import CONTENT

pytestmark = pytest.mark.db

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OWN = "e-rechnung-stadt"


@pytest.fixture
def hr(stocked_app: Flask) -> Iterator[Somebody]:
    with clock.at(MONDAY):
        hr = somebody(stocked_app, "personal", Role.HR)
        assert hr.browser.post("/ziele/vorhaben/e-rechnung/kopieren").headers["Location"].endswith(f"{OWN}/bearbeiten")
        yield hr


def row() -> ContentDocument:
    db.session.rollback()
    return db.session.scalars(select(ContentDocument).where(ContentDocument.slug == OWN)).one()


def sent(**changes: str) -> dict[str, str]:
    """The form of the goal as it is, with changes."""
    body: dict[str, Any] = row().body
    asked = {each["competence"]: each for each in body["raises"]}
    data = {"number": str(row().number), "name": body["names"]["de"], "summary": body["summaries"]["de"]}
    for each in competences():
        target = asked.get(each.id)
        data[f"level-{each.id}"] = str(target["level"]) if target else "0"
        data[f"weight-{each.id}"] = str(int(target["adds"])) if target else "1"
        data[f"reason-{each.id}"] = target["reasons"]["de"] if target else ""
    return {**data, **changes}


def test_a_copied_goal_is_changed_in_versions_that_all_stay(hr: Somebody) -> None:
    address = f"/ziele/vorhaben/{OWN}"
    same = hr.browser.post(f"{address}/bearbeiten", data=sent(), follow_redirects=True)
    assert "Es hat sich nichts geändert" in same.text
    english = row().body["summaries"]["en"]
    changed = {"name": "E-Rechnung im Amt 20", "level-5.2": "6", "weight-5.2": "3", "reason-5.2": "Fälle prüfen."}
    stale = sent(**changed)
    assert hr.browser.post(f"{address}/bearbeiten", data=stale).status_code == 303
    body = row().body
    assert (row().number, body["names"], body["summaries"]["en"]) == (2, {"de": "E-Rechnung im Amt 20"}, english)
    expected = {"competence": "5.2", "level": 6, "adds": 3.0, "reasons": {"de": "Fälle prüfen."}}
    assert [each for each in body["raises"] if each["competence"] == "5.2"] == [expected]
    late = hr.browser.post(f"{address}/bearbeiten", data=stale, follow_redirects=True).text
    assert "Inzwischen gibt es eine neuere Fassung" in late
    assert "Fälle prüfen." in hr.browser.get(f"{address}?profil=case-work").text
    first = hr.browser.get(f"{address}/fassungen/1").text
    assert "Das ist eine frühere Fassung" in first
    assert "Fälle prüfen." not in first
    assert hr.browser.get(f"{address}/fassungen/3").status_code == 404
    assert hr.browser.get("/ziele/vorhaben/e-rechnung/bearbeiten").status_code == 404, "everybody's stays"


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(hr: Somebody) -> None:
    for changes, said in (
        ({"name": " "}, "Namen"),
        ({"level-5.2": "3", "reason-5.2": ""}, "wofür das Vorhaben das braucht"),
        ({f"level-{each.id}": "0" for each in competences()}, "wenigstens eine Kompetenz"),
    ):
        answer = hr.browser.post(f"/ziele/vorhaben/{OWN}/bearbeiten", data=sent(**changes))
        assert answer.status_code == 422
        assert said in answer.text
    assert row().number == 1


def test_it_counts_in_roadmaps_of_its_own_people_until_it_is_retired(stocked_app: Flask, hr: Somebody) -> None:
    changed = sent(**{"level-5.2": "8", "weight-5.2": "3", "reason-5.2": "Fälle."})
    hr.browser.post(f"/ziele/vorhaben/{OWN}/bearbeiten", data=changed)
    anna, other = somebody(stocked_app, "anna"), somebody(stocked_app, "berta", organisation="metallbau")
    assert OWN in anna.browser.get("/roadmap/neu").text
    assert OWN not in other.browser.get("/roadmap/neu").text
    assert other.browser.get(f"/ziele/vorhaben/{OWN}").status_code == 404
    for person in (anna, other):
        person.take_check(2.0, MONDAY - timedelta(days=3))
        person.start(goals=OWN, once=str(uuid4()))
    assert other.version().wishes["goals"] == [], "nobody else can choose it"
    assert level_asked(anna) == 8
    source = ContentSource(CONTENT)
    source.parsed["frameworks"] = frameworks.read(source)
    with transaction():
        load_documents("goals", goals_kind.read(source))
    assert not row().retired, "loading content leaves it alone"
    hr.browser.post(f"/ziele/vorhaben/{OWN}/zurueckziehen")
    assert OWN not in anna.browser.get("/roadmap/neu").text
    assert level_asked(anna) < 8
    hr.browser.post(f"/ziele/vorhaben/{OWN}/zurueckziehen", data={"wieder": "1"})
    assert OWN in anna.browser.get("/roadmap/neu").text


def level_asked(person: Somebody) -> int:
    asked = known_of(person.roadmap()).combined
    assert asked is not None
    return asked.targets["5.2"].level if "5.2" in asked.targets else 0
