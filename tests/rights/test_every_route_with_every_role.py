"""The walk: every route, reading and writing, with every role and with nobody."""

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from lms.kernel.access import POLICY, Permission, Role, access_of
from lms.kernel.plugin import platform
from tests.rights.city import ASSIGNABLE, CITY, FIRM, City, Ids
from tests.rights.routes import Route, routes_of

pytestmark = pytest.mark.db

# What the specification wants everybody to be able to ask.
# https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#28-about-resource
OPEN_IN_THE_STORE = "xapi_lookup.about"

ANSWERS = {200, 204, 302, 303, 400, 404, 405, 409, 410, 422}


def call(app: Flask, browser: FlaskClient, route: Route, ids: Ids) -> TestResponse:
    """Call the route in a browser that keeps its session, whatever the answer says."""
    with app.test_request_context():
        address = url_for(route.endpoint, **route.values(ids))
    kept = browser.get_cookie("session")
    answer = browser.open(address, method=route.method, headers={"X-Experience-API-Version": "1.0.3"})
    if kept is not None:
        browser.set_cookie("session", kept.value)
    else:
        browser.delete_cookie("session")
    return answer


def asks_to_sign_in(answer: TestResponse) -> bool:
    """Whether the answer sends a visitor to the sign-in page."""
    to_page = answer.status_code == 303 and str(answer.location).startswith("/anmelden?next=")
    return to_page or (answer.status_code == 401 and "/anmelden" in answer.text)


def fault_of(route: Route, answer: TestResponse, role: Role) -> str:
    """What is wrong with the answer for somebody with `role`; empty if nothing is."""
    permission = route.access.permission
    if route.endpoint == OPEN_IN_THE_STORE:
        right = answer.status_code == 200
    elif permission is None:
        right = answer.status_code == 401 and "Basic" in answer.headers.get("WWW-Authenticate", "")
    elif role in POLICY[permission]:
        right = answer.status_code in ANSWERS and not asks_to_sign_in(answer)
    elif role is Role.NOBODY:
        right = asks_to_sign_in(answer)
    else:
        right = answer.status_code == 403
    return "" if right else f"{role}: {route.method} {route.rule} answered {answer.status}"


def walk(city: City, browser: FlaskClient, role: Role, ids: Ids) -> list[str]:
    """Call all routes; what is wrong."""
    faults = [fault_of(each, call(city.app, browser, each, ids), role) for each in routes_of(city.app)]
    assert len(faults) >= 80
    return [fault for fault in faults if fault]


@pytest.mark.parametrize("role", ASSIGNABLE)
def test_a_role_opens_what_the_table_of_rights_says_and_nothing_else(city: City, role: Role) -> None:
    uid = city.someone(role)
    assert walk(city, city.browser(uid), role, city.things(CITY, uid)) == []


def test_an_adviser_inside_a_firm_opens_what_the_table_says_and_nothing_else(city: City) -> None:
    browser = city.adviser()
    assert walk(city, browser, Role.ADVISER, city.things(FIRM, None)) == []


def test_nobody_opens_what_everybody_may_and_is_asked_to_sign_in_for_the_rest(city: City) -> None:
    assert walk(city, city.browser(None), Role.NOBODY, city.things(CITY, None)) == []


@pytest.mark.parametrize("role", [Role.NOBODY, Role.GUEST])
def test_nothing_is_written_by_those_who_have_no_right(city: City, role: Role) -> None:
    owner = city.someone(Role.ADMIN)
    ids = city.things(CITY, owner)
    browser = city.browser(None if role is Role.NOBODY else city.someone(role, but=owner))
    before = city.rows()
    for route in routes_of(city.app):
        permission = route.access.permission
        if permission is not None and role not in POLICY[permission]:
            call(city.app, browser, route, ids)
    assert city.rows() == before


def test_no_link_in_the_navigation_leads_to_a_refusal(city: City) -> None:
    with city.looking():
        for plugin in platform().plugins:
            for entry in plugin.navigation:
                asked = access_of(entry.endpoint).permission or Permission.EVERYBODY
                assert POLICY[entry.permission] <= POLICY[asked], entry.endpoint
