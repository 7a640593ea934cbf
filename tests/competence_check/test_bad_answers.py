"""Answers twice, out of order, from two tabs, after the end, to changed tasks: a clear word, and nothing is lost."""

from functools import partial

import pytest
from sqlalchemy import func, select

from competence_check import finishing, runs, services
from competence_check.models import Answer, Item, ItemUse, Run
from lms.kernel.db import db, transaction
from tests.competence_check.conftest import House, answer_all, learner, next_question, unknown
from tests.learning.learners import at_the_same_moment

pytestmark = pytest.mark.db

DONT_KNOW = {"version": "1", "unknown": "1"}


def answers() -> dict[int, Answer]:
    return {answer.item_id: answer for answer in db.session.scalars(select(Answer))}


def fresh(run: Run) -> Run:
    db.session.expire_all()
    return db.session.get_one(Run, run.id)


def asked_in_all() -> int:
    return db.session.scalar(select(func.sum(ItemUse.asked))) or 0


def test_the_same_answer_twice_counts_once_and_asks_one_more_task(house: House) -> None:
    run = answer_all(house.person("1"), only=22)
    browser = house.browser("1")
    for _time in range(3):
        sent = browser.post(f"/kompetenzcheck/{run.uid}/frage/23", data=DONT_KNOW)
        assert sent.headers["Location"].endswith("/frage/24")
    assert len(fresh(run).item_order) == 24
    assert len(answers()) == 23
    assert asked_in_all() == 3


def test_an_answer_from_an_old_tab_replaces_and_leads_on(house: House) -> None:
    run = answer_all(house.person("1"), only=26)
    order = list(run.item_order)
    sent = house.browser("1").post(f"/kompetenzcheck/{run.uid}/frage/23", data=DONT_KNOW)
    assert sent.headers["Location"].endswith("/frage/24")
    assert answers()[order[22]].score == 0
    assert fresh(run).item_order == order


def test_two_tabs_that_send_at_the_same_moment_get_one_next_task(house: House) -> None:
    run = answer_all(house.person("1"), only=22)
    browsers = [house.browser("1"), house.browser("1")]
    acts = [partial(each.post, f"/kompetenzcheck/{run.uid}/frage/23", data=DONT_KNOW) for each in browsers]
    assert at_the_same_moment(house.app, *acts) == [303, 303]
    assert len(fresh(run).item_order) == 24
    assert len(answers()) == 23


def test_a_task_that_does_not_come_yet_leads_to_the_one_that_does(house: House) -> None:
    run = answer_all(house.person("1"), only=22)
    browser = house.browser("1")
    for number in (24, 40, 99999999999999999999):
        for act in (browser.get, browser.post):
            sent = act(f"/kompetenzcheck/{run.uid}/frage/{number}", data=DONT_KNOW)
            assert sent.headers["Location"].endswith("/frage/23")
            assert "noch nicht" in browser.get(sent.headers["Location"]).text
    assert len(answers()) == 22


def test_an_answer_to_another_task_than_the_one_at_its_place_is_not_taken(house: House) -> None:
    run = answer_all(house.person("1"), only=22)
    browser = house.browser("1")
    sent = browser.post(f"/kompetenzcheck/{run.uid}/frage/23", data={**DONT_KNOW, "item": str(run.item_order[21])})
    assert sent.headers["Location"].endswith("/frage/23")
    assert "gehört nicht mehr zu Ihrem Check" in browser.get(sent.headers["Location"]).text
    assert len(answers()) == 22


def test_a_task_that_was_revised_meanwhile_is_shown_again(house: House) -> None:
    run = answer_all(house.person("1"), only=22)
    with transaction():
        db.session.get_one(Item, run.item_order[22]).version = 2
    browser = house.browser("1")
    page = browser.post(f"/kompetenzcheck/{run.uid}/frage/23", data=DONT_KNOW)
    assert page.status_code == 422
    assert "gerade überarbeitet" in page.text
    assert 'name="version" type="hidden" value="2"' in page.text
    assert len(answers()) == 22
    assert browser.post(f"/kompetenzcheck/{run.uid}/frage/23", data={**DONT_KNOW, "version": "2"}).status_code == 303
    assert answers()[run.item_order[22]].item_version == 2


def test_a_task_that_was_withdrawn_meanwhile_makes_room_for_another(house: House) -> None:
    run = answer_all(house.person("1"), only=22)
    gone = run.item_order[22]
    with transaction():
        db.session.get_one(Item, gone).retired = True
    browser = house.browser("1")
    assert "gibt es nicht mehr" in browser.get(f"/kompetenzcheck/{run.uid}/frage/23").text
    sent = browser.post(f"/kompetenzcheck/{run.uid}/frage/23", data={**DONT_KNOW, "item": str(gone)})
    assert sent.headers["Location"].endswith("/frage/23")
    now = fresh(run).item_order
    assert len(now) == 23
    assert gone not in now
    assert len(answers()) == 22
    assert browser.get(f"/kompetenzcheck/{run.uid}/frage/23").status_code == 200


def test_an_answered_task_that_is_withdrawn_or_revised_later_still_counts_as_it_was(house: House) -> None:
    person = house.person("1")
    run = answer_all(person, only=30)
    with transaction():
        for number in run.item_order[21:30]:
            db.session.get_one(Item, number).retired = True
    browser = house.browser("1")
    assert browser.get(f"/kompetenzcheck/{run.uid}/frage/25").status_code == 200
    with transaction():
        finishing.finish(run=runs.own_run(person.id, run.uid, for_update=True), learner=learner(person))
    assert browser.get(f"/kompetenzcheck/{run.uid}/ergebnis").status_code == 200
    assert len(answers()) == 30


def test_a_bank_that_was_empty_for_a_while_does_not_end_the_run(house: House) -> None:
    person = house.person("1")
    run = answer_all(person, only=20)
    with transaction():
        for item in db.session.scalars(select(Item).where(Item.kind == "task")):
            item.retired = True
    run = answer_all(person)
    browser = house.browser("1")
    assert next_question(run) is None
    assert browser.get(f"/kompetenzcheck/{run.uid}/weiter").headers["Location"].endswith("/abschliessen")
    with transaction():
        for item in db.session.scalars(select(Item)):
            item.retired = False
    assert "fehlt noch" in browser.get(f"/kompetenzcheck/{run.uid}/abschliessen").text
    assert browser.post(f"/kompetenzcheck/{run.uid}/weiter").headers["Location"].endswith("/frage/22")


def test_nothing_can_be_added_to_a_run_of_somebody_else(house: House) -> None:
    owner, other = house.person("1"), house.person("2")
    run = answer_all(owner, only=22)
    answer_all(other, only=22)
    browser = house.browser("2")
    assert browser.post(f"/kompetenzcheck/{run.uid}/frage/23", data=DONT_KNOW).status_code == 404
    assert db.session.scalar(select(func.count()).where(Answer.run_id == run.id)) == 22


def test_the_same_answers_lead_to_the_same_next_task(house: House) -> None:
    person = house.person("1")
    run = answer_all(person, how=unknown, only=25)
    chosen = run.item_order[-1]
    with transaction():
        kept = db.session.get_one(Run, run.id)
        kept.item_order = run.item_order[:-1]
        services.go_further(kept)
        assert kept.item_order[-1] == chosen
