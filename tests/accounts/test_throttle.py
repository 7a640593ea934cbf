"""Guessing passwords is slowed down, per account and per address, for all processes together."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from lms.accounts.models import AttemptWindow
from lms.accounts.throttle import PER_ACCOUNT, PER_ADDRESS
from lms.kernel import clock
from lms.kernel.db import db
from tests.accounts.town import ADMIN, EMPLOYEE, PASSWORD, Town, sign_in
from tests.databases import application, forget

pytestmark = pytest.mark.db

MOMENT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def guess(app: Flask, login: str, times: int, address: str = "10.0.0.1") -> list[int]:
    """Try wrong passwords; the statuses of the answers."""
    form = {"login": login, "password": "falsch"}
    return [
        app.test_client().post("/anmelden", data=form, environ_base={"REMOTE_ADDR": address}).status_code
        for _each in range(times)
    ]


def test_after_ten_wrong_passwords_an_account_waits_even_with_the_right_one(town: Town) -> None:
    assert guess(town.app, EMPLOYEE, PER_ACCOUNT.amount) == [422] * PER_ACCOUNT.amount
    answer = sign_in(town.browser(), EMPLOYEE)
    assert answer.status_code == 429
    assert "Das waren zu viele Versuche" in answer.text
    assert sign_in(town.browser(), ADMIN).status_code == 303


def test_the_same_account_in_other_letters_counts_as_one(town: Town) -> None:
    for login in ("Anna@Stadt.example", " anna@stadt.example", "ANNA@stadt.example "):
        guess(town.app, login, 4)
    assert sign_in(town.browser(), "anna@stadt.example").status_code == 429


def test_an_account_that_does_not_exist_waits_just_the_same(town: Town) -> None:
    assert guess(town.app, "gibt-es-nicht", PER_ACCOUNT.amount + 1)[-1] == 429


def test_the_right_password_forgets_the_wrong_ones(town: Town) -> None:
    guess(town.app, EMPLOYEE, PER_ACCOUNT.amount - 1)
    assert sign_in(town.browser(), EMPLOYEE).status_code == 303
    assert guess(town.app, EMPLOYEE, PER_ACCOUNT.amount - 1)[-1] == 422


def test_two_processes_count_together(town: Town, tmp_path: Path) -> None:
    other = application(tmp_path, town.app.config["SQLALCHEMY_DATABASE_URI"])
    half = PER_ACCOUNT.amount // 2
    try:
        assert guess(town.app, EMPLOYEE, half) + guess(other, EMPLOYEE, half) == [422] * PER_ACCOUNT.amount
        assert guess(town.app, EMPLOYEE, 1) == guess(other, EMPLOYEE, 1) == [429]
    finally:
        forget(other)


def test_the_account_may_try_again_when_the_window_has_passed(town: Town) -> None:
    with clock.at(MOMENT):
        guess(town.app, EMPLOYEE, PER_ACCOUNT.amount)
    with clock.at(MOMENT + timedelta(minutes=14)):
        assert sign_in(town.browser(), EMPLOYEE).status_code == 429
    with clock.at(MOMENT + timedelta(minutes=15, seconds=1)):
        assert guess(town.app, EMPLOYEE, 1) == [422]
        assert sign_in(town.browser(), EMPLOYEE).status_code == 303


def test_an_address_that_tries_many_accounts_waits_and_others_do_not(town: Town) -> None:
    with clock.at(MOMENT):
        for number in range(PER_ADDRESS.amount // 4):
            guess(town.app, f"konto-{number}", 4)
        form = {"login": EMPLOYEE, "password": PASSWORD}
        for address, status in (("10.0.0.1", 429), ("10.0.0.2", 303)):
            answer = town.browser().post("/anmelden", data=form, environ_base={"REMOTE_ADDR": address})
            assert answer.status_code == status


def test_windows_hold_no_names_and_no_addresses_and_old_ones_are_removed(town: Town) -> None:
    with clock.at(MOMENT):
        guess(town.app, EMPLOYEE, 1)
    with town.looking():
        keys = db.session.scalars(select(AttemptWindow.key)).all()
        assert len(keys) == 2
        assert not any(EMPLOYEE in key or "10.0.0.1" in key for key in keys)
    with clock.at(MOMENT + timedelta(hours=1)):
        guess(town.app, ADMIN, 1, address="10.0.0.9")
    with town.looking():
        assert db.session.scalar(select(func.count()).select_from(AttemptWindow)) == 2
