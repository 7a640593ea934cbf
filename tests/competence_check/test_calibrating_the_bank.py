"""The command learns from the answers of finished checks; checks that began before keep what they began with."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from competence_check import bank, queries
from competence_check.calibration.models import CalibratedItem, CalibrationRun
from competence_check.calibration.parameters import learnt_before
from competence_check.calibration.proposals import KIND
from competence_check.models import Run
from competence_check.scoring.assumptions import START
from competence_check.standing import given_in, learnt_for
from lms.accounts.demo import DEMO_PASSWORD
from lms.jobs.models import Job
from lms.jobs.work import work_once
from lms.kernel import clock
from lms.kernel.db import db
from tests.competence_check.conftest import counted

pytestmark = pytest.mark.db
PAGE = "/kompetenzcheck/messguete"


def signed_in(city: Flask, login: str) -> FlaskClient:
    """A browser in which the demo account is signed in."""
    browser = city.test_client()
    assert browser.post("/anmelden", data={"login": login, "password": DEMO_PASSWORD}).status_code == 303
    return browser


def test_the_command_reports_without_names_and_changes_nothing_unless_told_to(city: Flask, tmp_path: Path) -> None:
    runner, file = city.test_cli_runner(), tmp_path / "bericht.md"
    tried = runner.invoke(args=["check", "calibrate", "--report", str(file)])
    assert tried.exit_code == 0, tried.output
    assert "ohne Namen" in file.read_text(encoding="utf-8")
    assert db.session.scalars(select(CalibrationRun)).first() is None
    done = runner.invoke(args=["check", "calibrate", "--report", str(file), "--apply"])
    assert done.exit_code == 0, done.output
    assert db.session.scalars(select(CalibrationRun)).one().taken_at is not None
    assert db.session.scalars(select(CalibratedItem)).first() is not None


def test_hr_has_the_tasks_calibrated_reads_what_was_found_and_takes_the_new_values(city: Flask) -> None:
    framework = queries.framework_called()
    assert framework is not None
    run = db.session.scalars(select(Run).order_by(Run.id).limit(1)).one()
    before = {task.id: task.parameters for task in bank.tasks_in_use(framework.id)}
    scored = [given.scored for given in given_in(run, learnt_for(run))]
    hr = signed_in(city, "personal")
    assert "Aufgaben nachrechnen" in hr.get(PAGE).text
    for _time in range(2):
        assert hr.post(f"{PAGE}/nachrechnen?rahmen={framework.slug}").status_code == 303
    assert len(db.session.scalars(select(Job).where(Job.kind == KIND)).all()) == 1
    assert "data-job" in hr.get(PAGE).text
    assert "data-job" not in signed_in(city, "admin").get(PAGE).text
    while work_once():
        pass
    with counted() as statements:
        page = hr.get(PAGE).text
    assert len(statements) <= 12, statements
    made = db.session.scalars(select(CalibrationRun)).one()
    assert "Neue Werte übernehmen" in page
    assert made.findings["calibrated"] > 0
    # Nothing changes before somebody takes it.
    assert {task.id: task.parameters for task in bank.tasks_in_use(framework.id)} == before
    take, which = f"{PAGE}/uebernehmen?rahmen={framework.slug}", {"fassung": made.uid}
    assert signed_in(city, "mitarbeit").post(take, data=which).status_code == 403
    assert hr.post(take, data={"fassung": "\0"}).status_code == 404
    assert hr.post(take, data=which).status_code == 303
    assert "In Gebrauch seit" in hr.get(PAGE).text
    learnt = {row.item_id: row.difficulty for row in db.session.scalars(select(CalibratedItem))}
    after = {task.id: task.parameters for task in bank.tasks_in_use(framework.id)}
    assert learnt
    assert {item: after[item].difficulty for item in learnt} == learnt
    assert all(after[item] == before[item] for item in after if item not in learnt)
    found = db.session.scalars(select(CalibrationRun)).one().findings
    now = learnt_before(framework.id, clock.now()).assumptions
    assert (now.between, now.within, now.reliance) == (found["between"], found["within"], found["reliance"])
    assert learnt_for(run).assumptions == START
    assert [given.scored for given in given_in(run, learnt_for(run))] == scored
    assert {task.id: task.parameters for task in bank.tasks_in_use(framework.id, learnt_for(run))} == before
