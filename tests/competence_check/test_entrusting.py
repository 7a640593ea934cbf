"""A result is opened to one adviser, for a time, by the person alone; who looked and when is told, and it can end."""

import json
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from competence_check import runs
from competence_check.models import Grant, Run, Viewing
from competence_check.queries import competences
from competence_check.result_page import result_page
from competence_check.result_paper import values_for_adviser
from lms.accounts.models import Admission, Person
from lms.accounts.services import admit_consultant, create_organisation, create_unit, end_admission
from lms.kernel import clock
from lms.kernel.access import Role
from lms.kernel.db import db, transaction
from lms.kernel.tenancy import OrganisationKind
from lms.xapi.models import Statement
from tests.competence_check.conftest import House, answer_all, counted
from tests.web.test_papers import plain

pytestmark = pytest.mark.db


def finished(house: House) -> tuple[Run, FlaskClient]:
    run = answer_all(house.person("1"))
    browser = house.browser("1")
    browser.post(f"/kompetenzcheck/{run.uid}/abschliessen")
    return run, browser


def entrust(browser: FlaskClient, run: Run, login: str, days: str = "30") -> str:
    """As the pages do it: say who, see who that is, confirm. The text of the last page."""
    form = {"login": login, "days": days}
    page = browser.post(f"/kompetenzcheck/{run.uid}/freigeben", data=form)
    found = re.search(r'name="confirmed"[^>]*value="([^"]+)"', page.text)
    if found is None or page.status_code != 200:
        return page.text
    assert db.session.scalars(select(Grant)).first() is None
    sent = browser.post(f"/kompetenzcheck/{run.uid}/freigeben", data={**form, "confirmed": found[1]})
    assert sent.status_code == 303
    return browser.get(sent.headers["Location"]).text


def test_the_adviser_sees_it_after_opening_and_the_person_sees_when(house: House) -> None:
    house.person("beraten", role=Role.HR)
    run, browser = finished(house)
    assert "noch nicht angesehen" in entrust(browser, run, " BERATEN ")
    adviser = house.browser("beraten")
    grant = db.session.scalars(select(Grant)).one()
    assert adviser.get(f"/freigaben/{grant.uid}").headers["Location"].endswith("/freigaben")
    assert "Ergebnis öffnen" in adviser.get("/freigaben").text
    assert adviser.post(f"/freigaben/{grant.uid}/oeffnen").status_code == 303
    page = adviser.get(f"/freigaben/{grant.uid}").text
    assert "Die Kompetenzen im Einzelnen" in page
    assert "Selbsteinschätzung" not in page
    assert "angesehen am" in browser.get(f"/kompetenzcheck/{run.uid}/ergebnis").text
    assert len(db.session.scalars(select(Viewing)).all()) == 1


def test_taken_back_it_is_gone_and_the_person_still_sees_who_looked(house: House) -> None:
    house.person("beraten", role=Role.CONSULTANT)
    run, browser = finished(house)
    entrust(browser, run, "beraten")
    adviser = house.browser("beraten")
    grant = db.session.scalars(select(Grant)).one()
    adviser.post(f"/freigaben/{grant.uid}/oeffnen")
    for _time in range(2):
        assert browser.post(f"/kompetenzcheck/freigabe/{grant.uid}/beenden").status_code == 303
    assert adviser.get(f"/freigaben/{grant.uid}").status_code == 404
    assert adviser.post(f"/freigaben/{grant.uid}/oeffnen").status_code == 404
    assert "Zurzeit hat niemand" in adviser.get("/freigaben").text
    page = browser.get(f"/kompetenzcheck/{run.uid}/ergebnis").text
    assert "zurückgenommen am" in page
    assert "angesehen am" in page


def test_it_ends_by_itself(house: House) -> None:
    house.person("beraten", role=Role.HR)
    run, browser = finished(house)
    entrust(browser, run, "beraten", days="7")
    grant = db.session.scalars(select(Grant)).one()
    assert timedelta(days=6) < grant.expires_at - clock.now() <= timedelta(days=7)
    adviser = house.browser("beraten")
    adviser.post(f"/freigaben/{grant.uid}/oeffnen")
    with transaction():
        grant.expires_at = clock.now() - timedelta(seconds=1)
    assert adviser.get(f"/freigaben/{grant.uid}").status_code == 404
    assert "abgelaufen am" in browser.get(f"/kompetenzcheck/{run.uid}/ergebnis").text


def test_it_ends_with_the_admission_of_the_consultant_and_does_not_come_back_with_a_new_one(house: House) -> None:
    with transaction():
        academy = create_organisation(slug="akademie", name="Akademie", kind=OrganisationKind.FIRM)
        unit = create_unit(academy, code="X", name="Beratung")
    House(house.app, academy.id, (unit.id,)).person("beraten", role=Role.CONSULTANT)
    run, browser = finished(house)
    owner = db.session.get_one(Person, run.person_id)
    with transaction():
        admission = admit_consultant(organisation_id=house.organisation_id, login="beraten", by=owner.id)
    assert "noch nicht angesehen" in entrust(browser, run, "beraten")
    grant = db.session.scalars(select(Grant)).one()
    adviser = house.browser("beraten")
    adviser.post(f"/freigaben/{grant.uid}/oeffnen")
    assert adviser.get(f"/freigaben/{grant.uid}").status_code == 200
    for _time in range(2):
        with transaction():
            end_admission(db.session.get_one(Admission, admission.id), by=owner.uid)
    assert adviser.get(f"/freigaben/{grant.uid}").status_code == 404
    assert "Zurzeit hat niemand" in adviser.get("/freigaben").text
    with transaction():
        admit_consultant(organisation_id=house.organisation_id, login="beraten", by=owner.id)
    assert adviser.post(f"/freigaben/{grant.uid}/oeffnen").status_code == 404
    own_page = browser.get(f"/kompetenzcheck/{run.uid}/ergebnis").text
    # The person took nothing back: they are told what happened.
    assert "Die Beratung ist im Haus nicht mehr zugelassen" in own_page
    assert "zurückgenommen am" not in own_page


def test_the_adviser_gets_the_paper_only_while_it_is_open_and_without_name_and_self_rating(house: House) -> None:
    for login in ("beraten", "andere"):
        house.person(login, role=Role.HR)
    run, browser = finished(house)
    entrust(browser, run, "beraten")
    grant = db.session.scalars(select(Grant)).one()
    where, adviser = f"/freigaben/{grant.uid}/ergebnis.pdf", house.browser("beraten")
    # Not before it was opened, for that is what the person sees.
    assert adviser.get(where).headers["Location"].endswith("/freigaben")
    adviser.post(f"/freigaben/{grant.uid}/oeffnen")
    assert where in adviser.get(f"/freigaben/{grant.uid}").text
    with counted() as statements:
        paper = adviser.get(where)
    assert len(statements) <= 12, statements
    assert paper.headers["Content-Type"] == "application/pdf"
    assert b"pdfuaid" in plain(paper.data)
    shown = values_for_adviser(result_page(runs.own_run(run.person_id, run.uid), []), runs.framework_of(run))
    assert shown["groups"]
    assert not {"own"} & {name for group in shown["groups"] for row in group["rows"] for name in row}
    assert "Selbsteinschätzung" not in json.dumps(shown, ensure_ascii=False)
    assert house.browser("andere").get(where).status_code == 404
    assert browser.get(where).status_code == 403
    browser.post(f"/kompetenzcheck/freigabe/{grant.uid}/beenden")
    assert adviser.get(where).status_code == 404


def test_nobody_but_an_adviser_can_be_chosen_and_all_others_get_the_same_words(house: House) -> None:
    for login, role in (("chefin", Role.MANAGER), ("kollege", Role.EMPLOYEE), ("verwaltung", Role.ADMIN)):
        house.person(login, role=role)
    run, browser = finished(house)
    for login in ("chefin", "kollege", "verwaltung", "1", "gibt-es-nicht"):
        assert "niemanden aus Beratung oder Personalentwicklung" in entrust(browser, run, login)
    assert browser.post(f"/kompetenzcheck/{run.uid}/freigeben", data={"login": "", "days": "30"}).status_code == 422
    assert browser.post(f"/kompetenzcheck/{run.uid}/freigeben", data={"login": "x", "days": "999"}).status_code == 422
    assert db.session.scalars(select(Grant)).all() == []


def test_an_adviser_sees_nothing_that_was_opened_to_another_and_others_have_no_such_page(house: House) -> None:
    for login in ("beraten", "andere"):
        house.person(login, role=Role.HR)
    run, browser = finished(house)
    entrust(browser, run, "beraten")
    grant = db.session.scalars(select(Grant)).one()
    other = house.browser("andere")
    assert other.get(f"/freigaben/{grant.uid}").status_code == 404
    assert other.post(f"/freigaben/{grant.uid}/oeffnen").status_code == 404
    assert other.post(f"/kompetenzcheck/freigabe/{grant.uid}/beenden").status_code == 404
    assert browser.get(f"/freigaben/{grant.uid}").status_code == 403


def test_deleting_the_run_ends_everything(house: House) -> None:
    house.person("beraten", role=Role.HR)
    run, browser = finished(house)
    entrust(browser, run, "beraten")
    grant = db.session.scalars(select(Grant)).one()
    house.browser("beraten").post(f"/freigaben/{grant.uid}/oeffnen")
    browser.post(f"/kompetenzcheck/{run.uid}/loeschen")
    db.session.expire_all()
    assert [*db.session.scalars(select(Grant)), *db.session.scalars(select(Viewing))] == []


def test_the_learning_record_says_that_it_was_opened_and_not_to_whom(house: House) -> None:
    adviser = house.person("beraten", role=Role.HR)
    run, browser = finished(house)
    entrust(browser, run, "beraten")
    payload = db.session.scalars(select(Statement.payload).order_by(Statement.seq.desc())).first()
    assert payload is not None
    assert json.loads(payload)["verb"]["id"].endswith("/shared")
    assert adviser.uid not in payload


def test_the_file_names_every_competence_with_its_esco_address_and_no_person(house: House) -> None:
    run, browser = finished(house)
    answer = browser.get(f"/kompetenzcheck/{run.uid}/ergebnis.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    found = answer.json
    assert found is not None
    assert len(found["competences"]) == 21
    assert len(found["areas"]) == 5
    named = [each["esco_uri"] for each in found["competences"] if each["esco_uri"]]
    assert len(named) == sum(bool(name.esco_uri) for name in competences()) > 10
    assert all(uri.startswith("http://data.europa.eu/esco/") for uri in named)
    assert all(0 <= each["low"] <= each["level"] <= each["high"] <= 8 for each in found["competences"])
    assert '"1"' not in json.dumps({key: found[key] for key in ("run", "format", "engine", "bank")})
