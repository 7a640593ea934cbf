"""What belongs to another organisation, or to another person, does not exist: neither to read nor to write."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from lms.accounts.models import Unit
from lms.accounts.queries import organisation_by_slug
from lms.kernel.access import Role
from lms.kernel.db import db, transaction
from lms.xapi.credentials import IssuedCredential, issue_credential
from tests.rights.city import ASSIGNABLE, CITY, FIRM, City, Ids
from tests.rights.routes import Route, routes_of
from tests.rights.test_every_route_with_every_role import call

pytestmark = pytest.mark.db

# What a person has to themselves, whatever the organisation.
PERSONAL = ("competence_check", "roadmap")
# What a consultant works on with a firm: its joint plans and its target profiles.
WITH_A_FIRM = ("groups", "profiles")
# The thing is there, even if an empty form or a finished check is not enough to change it.
FOUND = {200, 302, 303, 409, 422}


def with_ids(city: City) -> list[Route]:
    """The routes that name something that belongs to somebody."""
    return [each for each in routes_of(city.app) if each.has_id()]


def answers(city: City, browser: FlaskClient, ids: Ids) -> dict[str, int]:
    """The statuses of all routes with an id."""
    return {f"{route.method} {route.rule}": call(city.app, browser, route, ids).status_code for route in with_ids(city)}


def test_every_route_with_an_id_is_asked_for_something_that_exists(city: City) -> None:
    ids = city.things(FIRM, city.someone(*ASSIGNABLE, slug=FIRM))
    for route in with_ids(city):
        feature = route.endpoint.partition(".")[0]
        names = {feature if name == "uid" else name for name in route.rule.arguments}
        assert all(ids.get(name) for name in names), f"say in City.things what {names} of {route.rule} are"


@pytest.mark.parametrize("own, foreign", [(CITY, FIRM), (FIRM, CITY)])
def test_things_of_another_organisation_answer_404_and_stay_as_they_are(city: City, own: str, foreign: str) -> None:
    browser = city.browser(city.someone(*ASSIGNABLE, slug=own))
    ids = city.things(foreign, city.someone(Role.EMPLOYEE, slug=foreign))
    before = city.rows()
    assert {where: status for where, status in answers(city, browser, ids).items() if status != 404} == {}
    assert city.rows() == before


def test_their_owners_find_them(city: City) -> None:
    uid = city.someone(*ASSIGNABLE, slug=FIRM)
    found = answers(city, city.browser(uid), city.things(FIRM, uid))
    assert {where: status for where, status in found.items() if status not in FOUND} == {}


def test_an_adviser_inside_a_firm_reaches_nothing_there_by_its_id_but_its_plans_and_profiles(city: City) -> None:
    browser = city.adviser()
    ids = city.things(FIRM, city.someone(Role.EMPLOYEE, slug=FIRM))
    before = city.rows()
    others = [each for each in with_ids(city) if not each.endpoint.startswith(WITH_A_FIRM)]
    found = {f"{each.method} {each.rule}": call(city.app, browser, each, ids).status_code for each in others}
    assert set(found.values()) == {403, 404}
    assert all(status == 404 for where, status in found.items() if any(f"/{name}" in where for name in PERSONAL))
    assert city.rows() == before


def test_checks_and_roadmaps_of_a_colleague_do_not_exist_not_even_for_the_administration(city: City) -> None:
    owner = city.someone(Role.EMPLOYEE)
    ids = city.things(CITY, owner)
    browser = city.browser(city.someone(*ASSIGNABLE, but=owner))
    before = city.rows()
    personal = [route for route in with_ids(city) if route.endpoint.startswith(PERSONAL)]
    assert len(personal) > 10
    assert {call(city.app, browser, route, ids).status_code for route in personal} == {404}
    assert city.rows() == before


def test_the_team_view_names_units_of_ones_own_organisation_only(city: City) -> None:
    with city.looking():
        firm = organisation_by_slug(FIRM)
        assert firm is not None
        inside = db.session.scalars(select(Unit.name).where(Unit.organisation_id == firm.id)).all()
        outside = db.session.scalars(select(Unit.name).where(Unit.organisation_id != firm.id)).all()
    page = city.adviser().get("/kompetenzcheck/team").text
    assert "Metallbau Nord" in page
    assert not [name for name in outside if name in page and name not in inside]


def test_a_credential_reads_nothing_of_another_organisation(city: City) -> None:
    with city.looking(), transaction():
        own = organisation_by_slug(CITY)
        assert own is not None
        issued = issue_credential(organisation_id=own.id, name="Leser", scopes=["statements/read"])
    ids = city.things(FIRM, None)
    assert read(city, issued, str(city.things(CITY, None)["statement_id"])) == 200
    assert read(city, issued, str(ids["statement_id"])) == 404


def read(city: City, issued: IssuedCredential, statement_id: str) -> int:
    """Ask the store for one statement; the status."""
    answer = city.browser(None).get(
        "/xapi/statements",
        query_string={"statementId": statement_id},
        auth=(issued.key, issued.secret),
        headers={"X-Experience-API-Version": "1.0.3"},
    )
    return answer.status_code
