"""Engine and pages do not care which framework they are given: the check on digital culture, start to result."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from competence_check import finishing, queries, runs, services
from competence_check.models import Competence, Framework, Item, Run
from lms.kernel import clock
from lms.kernel.access import Role
from lms.kernel.db import db, transaction
from tests.competence_check.conftest import House, learner, next_question, once_of, right

pytestmark = pytest.mark.db

START = "/kompetenzcheck?rahmen=digitale-kultur"


def test_somebody_from_a_firm_takes_the_check_on_digital_culture(house: House) -> None:
    person = house.person("1")
    browser = house.browser("1")
    assert START in browser.get("/kompetenzcheck").text
    page = browser.get(START)
    assert "Digitale Kultur und neues Arbeiten" in page.text
    assert "8 kurze Selbsteinschätzungen" in page.text
    begun = browser.post(START, data={"once": once_of(page), "family": "sme-management"})
    assert begun.status_code == 303
    run = db.session.scalars(select(Run)).one()
    assert db.session.get_one(Framework, run.framework_id).slug == "digitale-kultur"

    with transaction():
        run = runs.own_run(person.id, run.uid, for_update=True)
        while (number := next_question(run)) is not None:
            item = runs.item_with_competence(number)
            services.answer(run=run, item=item, version=item.version, response=right(item))
    asked = db.session.execute(
        select(Competence.area_id, Competence.framework_id).join(Item).where(Item.id.in_(run.item_order))
    ).all()
    assert {framework for _area, framework in asked} == {run.framework_id}
    assert len({area for area, _framework in asked}) == 4

    assert browser.post(f"/kompetenzcheck/{run.uid}/abschliessen").status_code == 303
    result = browser.get(f"/kompetenzcheck/{run.uid}/ergebnis").text
    assert "Agil zusammenarbeiten" in result
    # Courses are sorted by the other framework: its “1.1” is not this one's.
    assert "Kurs öffnen" not in result
    assert "noch keine Kurse" in result
    # The roadmap says plainly that it plans with the usual framework.
    assert "Der Lernweg plant mit DigComp" in result
    assert "Der Lernweg plant mit DigComp" in browser.get("/roadmap/neu").text
    # The other check stays as it is: not begun, no result.
    assert "Ihr letztes Ergebnis" not in browser.get("/kompetenzcheck").text
    assert "Ihr letztes Ergebnis" in browser.get(START).text


def test_team_view_invitation_and_start_card_know_every_framework(house: House) -> None:
    slug = "digitale-kultur"
    people = [house.person(str(number)) for number in range(8)]
    framework = queries.framework_called(slug)
    assert framework is not None
    for person in people:
        with transaction():
            run = services.begin(learner=learner(person), framework=framework, family="")
            while (number := next_question(run)) is not None:
                item = runs.item_with_competence(number)
                services.answer(run=run, item=item, version=item.version, response=right(item))
            finishing.finish(run=run, learner=learner(person))
            finishing.share(run=run, learner=learner(person))
    start = house.browser("0").get("/").text
    assert "Wo stehe ich digital?" in start
    assert f"/kompetenzcheck/{runs.finished_runs(people[0].id, framework.id)[0][0].uid}/ergebnis" in start

    house.person("personal", role=Role.HR)
    hr = house.browser("personal")
    # Nobody took the usual check: its team view stays empty, the other one gets figures of its own competences.
    for address in ("/kompetenzcheck/team/stand", f"/kompetenzcheck/team/stand?rahmen={slug}"):
        assert hr.post(address).status_code == 303
    assert "noch kein Stand" in hr.get("/kompetenzcheck/team").text
    page = hr.get(f"/kompetenzcheck/team?rahmen={slug}").text
    assert "8 Personen" in page
    assert f"rahmen={slug}" in page
    file = hr.get(f"/kompetenzcheck/team/datei/csv?rahmen={slug}")
    assert file.status_code == 200
    assert hr.get("/kompetenzcheck/team/datei/csv").status_code == 404

    house.person("neu")
    invited = {"name": "Kultur", "ends_on": (clock.today() + timedelta(days=9)).isoformat(), "framework": slug}
    once = once_of(hr.get("/kompetenzcheck/einladungen"))
    assert hr.post("/kompetenzcheck/einladungen", data={**invited, "once": once}).status_code == 303
    assert START in house.browser("neu").get("/").text.split('id="einladung-titel"')[1].split("</section>")[0]
    # Those who took this check before the invitation began today have taken part; eight of ten are too many to tell.
    assert "Digitale Kultur" in hr.get("/kompetenzcheck/einladungen").text


def test_a_framework_that_nobody_knows_is_not_found(house: House) -> None:
    house.person("1")
    browser = house.browser("1")
    assert browser.get("/kompetenzcheck?rahmen=gibt-es-nicht").status_code == 404
    house.person("personal", role=Role.HR)
    assert house.browser("personal").get("/kompetenzcheck/team?rahmen=gibt-es-nicht").status_code == 404
    assert browser.post("/kompetenzcheck?rahmen=gibt-es-nicht", data={"family": ""}).status_code == 404
