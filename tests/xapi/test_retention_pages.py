"""The pages of retention and of removing a person."""

import re
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.accounts.models import Person
from lms.jobs.models import Job
from lms.jobs.work import work_once
from lms.kernel import clock
from lms.kernel.db import db
from lms.xapi.models import Statement
from lms.xapi.retention_models import RecordAudit, RetentionRule
from tests.xapi import samples
from tests.xapi.lrs import Lrs
from tests.xapi.test_administration import admin, page

__all__ = ["admin"]

pytestmark = pytest.mark.db

RULES = "/lernnachweise/aufbewahrung"
FORGET = "/lernnachweise/person-entfernen"


def test_a_rule_is_made_counted_applied_and_removed_on_the_page(lrs: Lrs, admin: FlaskClient) -> None:
    with clock.at(datetime(2024, 1, 1, tzinfo=UTC)):
        lrs.store(samples.small(), samples.small())
    empty = page(admin, RULES)
    assert "Für ungültig erklären löscht nichts" in empty
    assert 'list="verb-liste"' in empty and '<option value="abgeschlossen">' in empty
    form = {"kept": "statements", "verb": "Abgeschlossen", "months": "12", "action": "pseudonymise"}
    assert admin.post(RULES, data=form).status_code == 303
    counted = page(admin, RULES)
    assert re.search(r'Jetzt fällig">2<', counted) and "Regeln jetzt anwenden" in counted
    assert admin.post(f"{RULES}/anwenden").status_code == 303
    asked = page(admin, RULES)
    assert "Die Regeln werden gerade angewendet" in asked and "Regeln jetzt anwenden" not in asked
    assert re.search(r'Jetzt fällig">2<', asked)
    assert work_once()
    after = page(admin, RULES)
    assert "pseudonymisiert: 2" in after and re.search(r'Jetzt fällig">0<', after)
    assert "Jemand (" in page(admin, "/lernnachweise")
    uid = db.session.query(Person.uid).scalar()
    assert db.session.scalars(select(Job.told)).one() == "2 Einträge sind erledigt."
    assert [(entry.what, entry.by) for entry in db.session.query(RecordAudit)] == [("retention", uid)]
    number = db.session.query(RetentionRule.id).scalar()
    assert admin.post(f"{RULES}/{number}/entfernen").status_code == 303
    assert "Es gibt keine Regel" in page(admin, RULES)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"months": "0"}, "1 bis 1200"),
        ({"months": "x"}, "Bitte prüfen"),
        ({"kept": "documents", "action": "pseudonymise"}, "Nur Lernnachweise können"),
        ({"kept": "documents", "action": "delete", "verb": "urn:x"}, "Eine Tätigkeit haben nur Lernnachweise"),
        ({"verb": "kein verb"}, "Diese Tätigkeit kennen wir nicht"),
        ({"kept": "alles"}, "Bitte prüfen"),
    ],
)
def test_a_rule_without_sense_comes_back_with_the_form(admin: FlaskClient, change: dict[str, str], said: str) -> None:
    form = {"kept": "statements", "verb": "", "months": "12", "action": "delete", **change}
    answer = admin.post(RULES, data=form)
    assert answer.status_code == 422 and said in answer.text
    assert db.session.query(RetentionRule).count() == 0


def test_removing_a_person_says_first_what_it_touches(app: Flask, lrs: Lrs, admin: FlaskClient) -> None:
    lrs.store(samples.small(actor=samples.BEN), samples.small())
    assert "1 Lernnachweis" in page(admin, f"{FORGET}?wer=ben@example.org,%20ben.other@example.org")
    assert "gibt es hier nichts" in page(admin, f"{FORGET}?wer=nobody@example.org")
    assert "Person entfernen" in page(admin, FORGET)
    for wrong in ("", "{", "lernlotse", "x" * 3000):
        assert admin.get(FORGET, query_string={"wer": wrong}).status_code == 422
        assert admin.post(FORGET, data={"wer": wrong}).status_code == 422
    assert db.session.query(RecordAudit).count() == 0
    assert admin.post(FORGET, data={"wer": "ben@example.org"}).status_code == 303
    assert not [row for row in db.session.query(Statement.payload) if "ben@" in row.payload.lower()]
    assert "Person entfernt" in page(admin, RULES)


def test_a_user_of_the_platform_is_removed_from_their_page(lrs: Lrs, admin: FlaskClient) -> None:
    uid = db.session.query(Person.uid).scalar()
    lrs.store(samples.small(actor={"account": {"homePage": "http://localhost", "name": uid}}))
    link = re.search(r'href="(/lernnachweise/person-entfernen\?wer=[^"]+)"', page(admin, f"/personen/{uid}"))
    assert link and "1 Lernnachweis" in page(admin, link[1])
