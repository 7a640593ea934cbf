"""The result, the look back, sharing, deleting, and what other packages get."""

import re

import pytest
from markupsafe import Markup
from sqlalchemy import func, select

from competence_check import finishing, queries
from competence_check.models import Answer, Estimate, FormerItem, Item, Run
from lms.accounts.models import Person
from lms.kernel.db import db, transaction
from lms.kernel.errors import NotFound
from tests.competence_check.conftest import House, answer_all, counted, learner, right, unknown

pytestmark = pytest.mark.db


def finished(person: Person, **how: object) -> Run:
    run = answer_all(person, **how)  # type: ignore[arg-type]
    with transaction():
        finishing.finish(run=run, learner=learner(person))
    return db.session.get_one(Run, run.id)


def test_whoever_answers_everything_right_stands_higher_than_whoever_knows_nothing(house: House) -> None:
    high, low = house.person("1"), house.person("2")
    finished(high, how=right)
    finished(low, how=unknown)
    best, least = queries.latest_levels(high.id), queries.latest_levels(low.id)
    assert best is not None
    assert least is not None
    assert set(best.levels) == set(least.levels)
    assert len(best.levels) == 21
    for code in best.levels:
        assert best.levels[code].value > 4.5
        assert least.levels[code].value < 3
        assert 0 <= best.levels[code].low <= best.levels[code].value <= best.levels[code].high <= 8


def test_the_result_page_names_strengths_ranges_and_steps_and_no_grades(house: House) -> None:
    run = finished(house.person("1"), how=lambda item: right(item) if item.id % 2 else unknown(item))
    page = house.browser("1").get(f"/kompetenzcheck/{run.uid}/ergebnis").text
    parts = ("Das können Sie schon gut", "Ihre fünf Bereiche", "als Nächstes lohnt", "Die Kompetenzen im Einzelnen")
    assert [page.index(part) for part in parts] == sorted(page.index(part) for part in parts)
    assert page.count('<svg class="cc-scale"') >= 5 + 21
    assert len(re.findall(r"zwischen Stufe \d und \d", page)) >= 21
    assert page.count("ll-card cc-next") <= 3
    assert "Minuten" in page
    assert not re.search(r"\b(Note|Rang|durchgefallen|schlecht|ungenügend)\b", page)


def test_a_weak_result_is_told_kindly(house: House) -> None:
    run = finished(house.person("1"), how=unknown)
    page = house.browser("1").get(f"/kompetenzcheck/{run.uid}/ergebnis")
    assert page.status_code == 200
    assert "kern-alert--danger" not in page.text


def test_the_look_back_shows_own_answer_right_answer_and_why(house: House) -> None:
    run = finished(house.person("1"), how=lambda item: right(item) if item.id % 2 else unknown(item))
    browser = house.browser("1")
    for area in range(1, 6):
        page = browser.get(f"/kompetenzcheck/{run.uid}/rueckblick?bereich={area}")
        assert page.status_code == 200
        assert page.text.count("<article") >= 1
        assert page.text.count("Lösung</dt>") == page.text.count("<article")
    assert browser.get(f"/kompetenzcheck/{run.uid}/rueckblick?bereich=%00x").status_code == 200


def test_an_open_run_has_no_result_yet(house: House) -> None:
    run = answer_all(house.person("1"), only=3)
    browser = house.browser("1")
    for page in ("ergebnis", "rueckblick"):
        assert browser.get(f"/kompetenzcheck/{run.uid}/{page}").headers["Location"].endswith("/weiter")
    assert browser.post(f"/kompetenzcheck/{run.uid}/teilen").status_code == 403


def test_the_look_back_shows_a_task_as_it_was_asked(house: House) -> None:
    run = finished(house.person("1"))
    item = db.session.get_one(Item, run.item_order[21])
    old = item.body["prompt"]["de"].strip().splitlines()[0]
    with transaction():
        db.session.add(FormerItem(item_id=item.id, version=1, band=item.band, format=item.format, body=item.body))
        item.version = 2
        item.format = "short"
        item.body = {**item.body, "prompt": {"de": "Ganz anders?"}, "accept": {"de": ["x"]}}
    browser = house.browser("1")
    pages = "".join(browser.get(f"/kompetenzcheck/{run.uid}/rueckblick?bereich={area}").text for area in range(1, 6))
    assert str(Markup.escape(old))[:40] in pages
    assert "Ganz anders?" not in pages


def test_sharing_and_withdrawing_are_the_persons_act(house: House) -> None:
    run = finished(house.person("1"))
    browser = house.browser("1")
    assert run.shared_at is None
    browser.post(f"/kompetenzcheck/{run.uid}/teilen")
    assert db.session.get_one(Run, run.id).shared_at is not None
    assert "Nicht mehr mitzählen" in browser.get(f"/kompetenzcheck/{run.uid}/ergebnis").text
    browser.post(f"/kompetenzcheck/{run.uid}/zuruecknehmen")
    assert db.session.get_one(Run, run.id).shared_at is None


def test_deleting_leaves_nothing_of_the_run(house: House) -> None:
    page = f"/kompetenzcheck/{finished(house.person('1')).uid}/loeschen"
    browser = house.browser("1")
    assert "Endgültig löschen" in browser.get(page).text
    assert browser.post(page).status_code == 303
    for table in (Run, Answer, Estimate):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0
    assert browser.post(page).status_code == 404


def test_earlier_results_stay_and_the_latest_counts(house: House) -> None:
    person = house.person("1")
    first = finished(person, how=unknown)
    second = finished(person, how=right)
    levels = queries.latest_levels(person.id)
    assert levels is not None
    assert levels.run_uid == second.uid
    page = house.browser("1").get(f"/kompetenzcheck/{first.uid}/ergebnis").text
    assert "früheres Ergebnis" in page
    assert f"/kompetenzcheck/{second.uid}/ergebnis" in page


def test_the_result_and_the_look_back_need_few_queries(house: House) -> None:
    run = finished(house.person("1"))
    browser = house.browser("1")
    for page in ("ergebnis", "rueckblick", "loeschen"):
        with counted() as statements:
            assert browser.get(f"/kompetenzcheck/{run.uid}/{page}").status_code == 200
        assert len(statements) <= 12, (page, statements)


def test_other_packages_get_profiles_and_competences_as_values(house: House) -> None:
    names = queries.competences()
    assert [name.id for name in names][:4] == ["1.1", "1.2", "1.3", "2.1"]
    assert len(names) == 21
    profiles = queries.target_profiles()
    assert len(profiles) >= 4
    assert queries.target_profile(profiles[0].slug) == profiles[0]
    assert all(1 <= target.level <= 8 for profile in profiles for target in profile.targets.values())
    with pytest.raises(NotFound):
        queries.target_profile("gibt-es-nicht")
    assert queries.latest_levels(4711) is None
