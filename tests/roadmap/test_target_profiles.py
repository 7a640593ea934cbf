"""Target profiles and goals: everybody reads them, HR writes their own, and roadmaps keep the version they follow."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from competence_check.content.frameworks import frameworks
from competence_check.content.profiles import read
from competence_check.models import TargetProfile
from competence_check.profile_versions import versions_of
from competence_check.queries import competences, profile_at, target_profile
from lms.kernel import clock
from lms.kernel.access import Role
from lms.kernel.content import ContentSource
from lms.kernel.db import db
from roadmap.profiles.files import written
from tests.databases import ROOT
from tests.roadmap.people import Somebody, count_queries, somebody

pytestmark = pytest.mark.db
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OWN = "case-work-stadt"


@pytest.fixture
def hr(stocked_app: Flask) -> Iterator[Somebody]:
    with clock.at(MONDAY):
        yield somebody(stocked_app, "personal", Role.HR)


def sent(slug: str = OWN, **changes: str) -> dict[str, str]:
    """The form as the browser sends it back unchanged, but for `changes`."""
    profile = target_profile(slug)
    form = {"number": str(profile.number), "name": profile.names["de"], "summary": profile.summaries["de"]}
    for each in competences():
        target = profile.targets.get(each.id)
        form[f"level-{each.id}"] = str(target.level if target else 0)
        form[f"weight-{each.id}"] = str(target.weight if target else 1)
        form[f"reason-{each.id}"] = target.reason["de"] if target else ""
    return {**form, **changes}


def copied(hr: Somebody) -> None:
    answer = hr.browser.post("/ziele/profile/case-work/kopieren")
    assert answer.location.endswith(f"/ziele/profile/{OWN}/bearbeiten")


def test_everybody_reads_profiles_and_how_a_goal_raises_and_weighs(stocked_app: Flask) -> None:
    visitor, counter = stocked_app.test_client(), count_queries()
    assert "Vorhaben" in visitor.get("/ziele").text
    assert "Was die Aufgabe verlangt" in visitor.get("/ziele/profile/case-work").text
    assert counter.count <= 24
    alone = visitor.get("/ziele/vorhaben/e-akte-einfuehren").text
    assert "mindestens" in alone
    combined = visitor.get("/ziele/vorhaben/e-akte-einfuehren?profil=case-work").text
    assert "Stufe bisher" in combined
    assert "mit dem Vorhaben" in combined
    assert visitor.get("/ziele/vorhaben/gibt-es-nicht").status_code == 404
    assert visitor.post("/ziele/profile/case-work/kopieren").status_code in (303, 401)


def test_a_copy_is_changed_in_versions_that_all_stay(hr: Somebody) -> None:
    copied(hr)
    before = target_profile(OWN)
    code = next(iter(before.targets))
    level = str(before.targets[code].level % 8 + 1)
    answer = hr.browser.post(f"/ziele/profile/{OWN}/bearbeiten", data=sent(**{f"level-{code}": level}))
    assert answer.status_code == 303, answer.text
    after = target_profile(OWN)
    assert (after.number, str(after.targets[code].level)) == (2, level)
    assert after.names == before.names, "what did not change keeps its other languages"
    assert profile_at(OWN, 1).targets == before.targets
    assert "Das ist eine frühere Fassung" in hr.browser.get(f"/ziele/profile/{OWN}/fassungen/1").text
    assert target_profile("case-work").number == 1

    unchanged = hr.browser.post(f"/ziele/profile/{OWN}/bearbeiten", data=sent(), follow_redirects=True)
    assert "Es hat sich nichts geändert" in unchanged.text
    late = hr.browser.post(f"/ziele/profile/{OWN}/bearbeiten", data=sent(number="1", name="Alt"), follow_redirects=True)
    assert "Inzwischen gibt es eine neuere Fassung" in late.text
    assert target_profile(OWN).number == 2


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(hr: Somebody) -> None:
    copied(hr)
    code = next(iter(target_profile(OWN).targets))
    wrong = (
        ({"name": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({f"reason-{code}": " "}, "Sagen Sie in einem Satz"),
        ({f"level-{code}": "9"}, "Not a valid choice"),
        ({f"level-{each.id}": "0" for each in competences()}, "wenigstens eine Kompetenz"),
    )
    for changes, sentence in wrong:
        answer = hr.browser.post(f"/ziele/profile/{OWN}/bearbeiten", data=sent(**changes))
        assert answer.status_code == 422, changes
        assert sentence in answer.text or "Bitte prüfen" in answer.text
    assert target_profile(OWN).number == 1
    assert hr.browser.post("/ziele/profile/case-work/bearbeiten", data=sent("case-work")).status_code == 404


def test_a_roadmap_keeps_its_version_until_the_person_takes_the_new_one(stocked_app: Flask, hr: Somebody) -> None:
    copied(hr)
    anna = somebody(stocked_app, "anna")
    anna.take_check(2.0, MONDAY - timedelta(days=3))
    assert anna.start(profile=OWN).status_code == 303
    code = next(iter(target_profile(OWN).targets))
    hr.browser.post(f"/ziele/profile/{OWN}/bearbeiten", data=sent(**{f"level-{code}": "8", f"weight-{code}": "3"}))
    page = anna.browser.get("/roadmap").text
    assert "Ihr Ziel hat eine neue Fassung" in page
    anna.press("stunden", weekly_minutes="120")
    assert anna.version().profile_number == 1, "another change does not take it over silently"
    anna.press("neues-ziel")
    assert anna.version().profile_number == 2
    assert "Ihr Ziel hat eine neue Fassung" not in anna.browser.get("/roadmap").text

    hr.browser.post(f"/ziele/profile/{OWN}/zurueckziehen")
    assert anna.browser.get("/roadmap").status_code == 200
    assert OWN not in anna.browser.get("/roadmap/neu").text
    hr.browser.post(f"/ziele/profile/{OWN}/zurueckziehen", data={"wieder": "1"})
    assert OWN in anna.browser.get("/roadmap/neu").text


def test_an_exported_profile_is_a_content_file_that_loads_without_loss(hr: Somebody, tmp_path: Path) -> None:
    copied(hr)
    db.session.query(TargetProfile).filter_by(slug=OWN).one().names = {"de": 'Mit "Zeichen" \\ und\nUmbruch'}
    db.session.flush()
    profile = target_profile(OWN)
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / f"{OWN}.toml").write_text(written(profile), encoding="utf-8")
    source = ContentSource(tmp_path)
    source.parsed["frameworks"] = frameworks.read(ContentSource(ROOT / "content"))
    found = read(source)[OWN]
    assert source.faults == []
    assert found.names == profile.names
    assert {code: (each.level, each.weight, each.reason) for code, each in found.targets.items()} == {
        code: (each.level, each.weight, each.reason) for code, each in profile.targets.items()
    }
    assert len(versions_of(db.session.query(TargetProfile).filter_by(slug=OWN).one().id)) == 1
    db.session.rollback()
