"""The command learns from the answers of finished checks; checks that began before keep what they began with."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from competence_check import bank, queries
from competence_check.calibration.models import CalibratedItem
from competence_check.models import Run
from competence_check.standing import given_in, learnt_for
from lms.kernel.db import db

pytestmark = pytest.mark.db


def test_new_parameters_hold_for_new_checks_and_old_ones_keep_theirs(city: Flask, tmp_path: Path) -> None:
    framework = queries.framework_called()
    assert framework is not None
    run = db.session.scalars(select(Run).order_by(Run.id).limit(1)).one()
    before = {task.id: task.parameters for task in bank.tasks_in_use(framework.id)}
    scored = [given.scored for given in given_in(run, learnt_for(run))]
    runner, file = city.test_cli_runner(), tmp_path / "bericht.md"
    tried = runner.invoke(args=["check", "calibrate", "--report", str(file)])
    assert tried.exit_code == 0, tried.output
    assert "ohne Namen" in file.read_text(encoding="utf-8")
    assert db.session.scalars(select(CalibratedItem)).first() is None
    done = runner.invoke(args=["check", "calibrate", "--report", str(file), "--apply"])
    assert done.exit_code == 0, done.output
    learnt = {row.item_id: row.difficulty for row in db.session.scalars(select(CalibratedItem))}
    after = {task.id: task.parameters for task in bank.tasks_in_use(framework.id)}
    assert learnt
    assert {item: after[item].difficulty for item in learnt} == learnt
    assert all(after[item] == before[item] for item in after if item not in learnt)
    assert [given.scored for given in given_in(run, learnt_for(run))] == scored
    assert {task.id: task.parameters for task in bank.tasks_in_use(framework.id, learnt_for(run))} == before
