"""Three more tasks make a competence clearer: they are asked, they count, and the result stays until they do."""

import re
from collections.abc import Callable
from functools import partial

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from competence_check.models import Answer, Estimate, Item, Run
from competence_check.rules import ENGINE
from competence_check.tasks.format import Response
from lms.kernel.db import db, transaction
from tests.competence_check.conftest import House, answer_all, counted, right, unknown

pytestmark = pytest.mark.db

CODE = "4.3"


def up_to(bands: tuple[str, ...], item: Item) -> Response:
    """Somebody who can do the tasks of some bands."""
    return right(item) if item.band in ("", *bands) else unknown(item)


def finished(house: House, how: Callable[[Item], Response] = unknown) -> tuple[Run, FlaskClient]:
    run = answer_all(house.person("1"), how=how)
    browser = house.browser("1")
    browser.post(f"/kompetenzcheck/{run.uid}/abschliessen")
    return run, browser


def estimate(run: Run, code: str = CODE) -> Estimate:
    db.session.expire_all()
    return db.session.scalars(
        select(Estimate).where(Estimate.run_id == run.id, Estimate.code == code, Estimate.scope == "competence")
    ).one()


def test_three_more_tasks_about_one_competence_change_its_level_and_its_error(house: House) -> None:
    run, browser = finished(house, how=partial(up_to, ("basic", "intermediate")))
    before = estimate(run)
    theta, se, tasks = before.theta, before.se, before.tasks
    where = browser.post(f"/kompetenzcheck/{run.uid}/klarer", data={"kompetenz": CODE}).headers["Location"]
    assert where.endswith("/weiter")
    for number in range(1, 4):
        where = browser.get(f"/kompetenzcheck/{run.uid}/weiter").headers["Location"]
        page = browser.get(where).text
        assert f"Aufgabe {number} von 3" in page
        assert (estimate(run).theta, estimate(run).tasks) == (theta, tasks)
        place = int(where.rpartition("/")[2])
        item = db.session.get_one(Item, db.session.get_one(Run, run.id).item_order[place - 1])
        with transaction():
            # The easiest way to a right answer: the form of every format is tried elsewhere.
            item.format, item.body = "short", {**item.body, "accept": {"de": ["ja"]}}
        said = {"text": "ja"} if item.band in ("basic", "intermediate") else {"unknown": "1"}
        sent = browser.post(where, data={"version": "1", "item": str(item.id), **said})
        assert sent.status_code == 303
    assert sent.headers["Location"].endswith(f"/ergebnis#kompetenz-{CODE}")
    after = estimate(run)
    assert after.tasks == tasks + 3
    assert after.se < se
    assert after.theta != theta
    kept = db.session.get_one(Run, run.id)
    assert (kept.clarifying, kept.engine) == ("", ENGINE)
    assert kept.clarified_at is not None
    answers = db.session.scalars(select(Answer).where(Answer.run_id == run.id)).all()
    assert len({answer.item_id for answer in answers}) == len(answers) == len(kept.item_order)


def test_stopping_half_way_keeps_what_was_answered(house: House) -> None:
    run, browser = finished(house)
    tasks = estimate(run).tasks
    browser.post(f"/kompetenzcheck/{run.uid}/klarer", data={"kompetenz": CODE})
    where = browser.get(f"/kompetenzcheck/{run.uid}/weiter").headers["Location"]
    browser.post(where, data={"version": "1", "unknown": "1"})
    assert "Sie haben Aufgaben begonnen" in browser.get(f"/kompetenzcheck/{run.uid}/ergebnis").text
    for _time in range(2):
        sent = browser.post(f"/kompetenzcheck/{run.uid}/klarer/fertig")
        assert sent.status_code == 303
    assert estimate(run).tasks == tasks + 1
    assert db.session.get_one(Run, run.id).clarifying == ""


def test_answers_given_before_the_end_stay_closed_meanwhile(house: House) -> None:
    run, browser = finished(house)
    browser.post(f"/kompetenzcheck/{run.uid}/klarer", data={"kompetenz": CODE})
    for number in (1, 22, 53):
        assert browser.get(f"/kompetenzcheck/{run.uid}/frage/{number}").status_code == 409
        assert browser.post(f"/kompetenzcheck/{run.uid}/frage/{number}", data={"unknown": "1"}).status_code == 409


def test_it_ends_where_the_person_has_met_all_tasks_and_does_not_exist_for_what_there_is_not(house: House) -> None:
    run, browser = finished(house)
    assert browser.post(f"/kompetenzcheck/{run.uid}/klarer", data={"kompetenz": "9.9"}).status_code == 404
    asked = 0
    for _round in range(10):
        sent = browser.post(f"/kompetenzcheck/{run.uid}/klarer", data={"kompetenz": CODE})
        if not sent.headers["Location"].endswith("/weiter"):
            break
        while "frage" in (where := browser.get(f"/kompetenzcheck/{run.uid}/weiter").headers["Location"]):
            browser.post(where, data={"version": "1", "unknown": "1"})
            asked += 1
        browser.post(f"/kompetenzcheck/{run.uid}/klarer/fertig")
    assert asked >= 6
    assert "schon alle Aufgaben gesehen" in browser.get(sent.headers["Location"]).text


def test_the_result_offers_it_for_what_is_not_clear_yet(house: House) -> None:
    run, browser = finished(house)
    with counted() as statements:
        page = browser.get(f"/kompetenzcheck/{run.uid}/ergebnis").text
    assert len(statements) <= 12, statements
    offered = re.findall(r'name="kompetenz" value="([\d.]+)"', page)
    clear = page.count("cc-status--firm") - 1
    assert len(offered) == 21 - clear
