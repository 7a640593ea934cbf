"""Consultants enter firms that let them in, see what advisers see there, and are out the moment the firm says so."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.accounts.models import Admission
from lms.accounts.services import change_person
from lms.accounts.viewer import find_active
from lms.kernel.access import Permission, Role, may, viewer
from lms.kernel.db import db
from tests.accounts.town import (
    CITY,
    CONSULTANT,
    EMPLOYEE,
    FIRM,
    FIRM_ADMIN,
    HR,
    OTHER_FIRM,
    OTHER_FIRM_ADMIN,
    Town,
    organisation,
    person,
)

pytestmark = pytest.mark.db


@contextmanager
def in_place_of(town: Town, browser: FlaskClient) -> Iterator[None]:
    """Inside a request of the browser, after it has looked at a page."""
    browser.get("/betriebe")
    cookie = browser.get_cookie("session")
    with town.app.test_request_context("/", headers={"Cookie": f"session={cookie.value}" if cookie else ""}):
        yield


def where(town: Town, browser: FlaskClient) -> tuple[str, frozenset[Role], str]:
    """In which organisation, with which roles and at home where the browser's person acts."""
    with in_place_of(town, browser):
        slugs = {found.id: found.slug for found in (organisation(CITY), organisation(FIRM), organisation(OTHER_FIRM))}
        return slugs[viewer().organisation_id], viewer().roles, slugs[viewer().home_organisation_id]


AT_HOME = (CITY, frozenset({Role.EMPLOYEE, Role.HR, Role.CONSULTANT}), CITY)
INSIDE = (FIRM, frozenset({Role.ADVISER}), CITY)


def test_a_firm_lets_a_consultant_in_by_their_login(town: Town) -> None:
    firm = town.signed_in(FIRM_ADMIN)
    answer = firm.post("/beratung", data={"login": f" {CONSULTANT} "})
    assert (answer.status_code, answer.location) == (303, "/beratung")
    assert "Beratung" in firm.get("/beratung").text
    assert 'action="/betriebe/metallbau/betreten"' in town.signed_in(CONSULTANT).get("/betriebe").text


def test_letting_the_same_consultant_in_twice_changes_nothing(town: Town) -> None:
    firm = town.signed_in(FIRM_ADMIN)
    for _each in range(2):
        assert firm.post("/beratung", data={"login": CONSULTANT}).status_code == 303
    with town.looking():
        assert len(db.session.scalars(select(Admission)).all()) == 1


@pytest.mark.parametrize("login", [EMPLOYEE, "gibt-es-nicht", "", "x" * 201, "nul\x00"])
def test_only_consultants_can_be_let_in_and_nothing_tells_which_accounts_exist(town: Town, login: str) -> None:
    firm = town.signed_in(FIRM_ADMIN)
    answer = firm.post("/beratung", data={"login": login})
    assert answer.status_code == 422
    if login in (EMPLOYEE, "gibt-es-nicht"):
        assert "Unter dieser Anmeldung kennen wir keine Beratungsperson." in answer.text


def test_the_consultants_own_organisation_needs_no_admission(town: Town) -> None:
    answer = town.signed_in(HR).post("/beratung", data={"login": CONSULTANT})
    assert answer.status_code == 422
    assert "gehört schon zu Ihrer Organisation" in answer.text


def test_inside_a_firm_a_consultant_is_an_adviser_and_nothing_else(town: Town) -> None:
    town.admit()
    browser = town.signed_in(CONSULTANT)
    assert where(town, browser) == AT_HOME
    assert browser.post(f"/betriebe/{FIRM}/betreten").status_code == 303
    assert where(town, browser) == INSIDE
    assert browser.get("/beratung").status_code == 403
    with in_place_of(town, browser):
        held = {permission for permission in Permission if may(permission)}
    assert Permission.TEAM_GAPS in held
    assert not held & {Permission.MANAGE_PEOPLE, Permission.MANAGE_RECORDS, Permission.ADMIT_CONSULTANTS}


def test_leaving_brings_the_consultant_back_home_with_their_own_rights(town: Town) -> None:
    town.admit()
    browser = town.signed_in(CONSULTANT)
    browser.post(f"/betriebe/{FIRM}/betreten")
    assert browser.post("/betriebe/verlassen").status_code == 303
    assert where(town, browser) == AT_HOME


def test_a_consultant_goes_from_one_firm_to_the_next(town: Town) -> None:
    town.admit(FIRM)
    town.admit(OTHER_FIRM)
    browser = town.signed_in(CONSULTANT)
    for slug in (FIRM, OTHER_FIRM):
        browser.post(f"/betriebe/{slug}/betreten")
        assert where(town, browser)[0] == slug


@pytest.mark.parametrize("slug", [OTHER_FIRM, CITY, "gibt-es-nicht", "x" * 300])
def test_a_firm_that_did_not_admit_does_not_exist_for_a_consultant(town: Town, slug: str) -> None:
    town.admit(FIRM)
    browser = town.signed_in(CONSULTANT)
    assert browser.post(f"/betriebe/{slug}/betreten").status_code == 404
    assert where(town, browser) == AT_HOME
    assert OTHER_FIRM.title() not in browser.get("/betriebe").text


@pytest.mark.parametrize("planted", ["other", "text", -1, None])
def test_whatever_the_session_claims_only_an_admission_opens_a_firm(town: Town, planted: object) -> None:
    browser = town.signed_in(CONSULTANT)
    with town.looking():
        firm = organisation(OTHER_FIRM).id
    with browser.session_transaction() as session:
        session["firm"] = firm if planted == "other" else planted
    assert where(town, browser) == AT_HOME


def test_a_consultant_is_out_at_once_when_the_firm_ends_the_admission(town: Town) -> None:
    admission = town.admit()
    browser = town.signed_in(CONSULTANT)
    browser.post(f"/betriebe/{FIRM}/betreten")
    assert town.signed_in(FIRM_ADMIN).post(f"/beratung/{admission}/beenden").status_code == 303
    assert where(town, browser) == AT_HOME
    assert browser.post(f"/betriebe/{FIRM}/betreten").status_code == 404


def test_being_admitted_again_does_not_carry_an_old_session_back_in(town: Town) -> None:
    admission = town.admit()
    browser = town.signed_in(CONSULTANT)
    browser.post(f"/betriebe/{FIRM}/betreten")
    town.signed_in(FIRM_ADMIN).post(f"/beratung/{admission}/beenden")
    assert where(town, browser) == AT_HOME
    town.admit()
    assert where(town, browser) == AT_HOME


def test_a_consultant_who_is_one_no_longer_is_out_at_once(town: Town) -> None:
    town.admit()
    browser = town.signed_in(CONSULTANT)
    browser.post(f"/betriebe/{FIRM}/betreten")
    with town.changing():
        someone = find_active(type(person(CONSULTANT)).login == CONSULTANT)
        assert someone is not None
        change_person(someone, name="-", unit_id=None, roles=frozenset({Role.EMPLOYEE}), active=True, by=0)
    assert browser.get("/betriebe").status_code == 403
    with in_place_of(town, browser):
        assert viewer().roles == {Role.EMPLOYEE}


def test_only_the_firm_itself_can_end_its_admissions(town: Town) -> None:
    admission = town.admit()
    for login in (OTHER_FIRM_ADMIN, HR):
        assert town.signed_in(login).post(f"/beratung/{admission}/beenden").status_code == 404
    for number in (0, 2**31, 10**30):
        assert town.signed_in(FIRM_ADMIN).post(f"/beratung/{number}/beenden").status_code == 404
    with town.looking():
        assert db.session.get_one(Admission, admission).ended_at is None
