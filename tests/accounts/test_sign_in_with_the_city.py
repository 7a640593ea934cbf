"""Signing in with the city's own accounts, against a real OpenID Connect provider."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey
from requests.adapters import HTTPAdapter
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lms.accounts.models import Person
from lms.kernel.db import db
from tests.accounts.provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.accounts.town import (
    ADMIN,
    EMPLOYEE,
    FIRM_EMPLOYEE,
    PASSWORD,
    Town,
    build_town,
    is_signed_in,
    person,
    sign_in,
)
from tests.databases import Templates

pytestmark = pytest.mark.db

NO_ACCOUNT = "Für Sie ist hier noch kein Konto angelegt."
NOT_REACHABLE = "Die Anmeldung der Stadt ist gerade nicht erreichbar."
FAILED = "Die Anmeldung mit der Stadt hat nicht geklappt."
BACK = "/anmelden/stadt/zurueck"


@pytest.fixture(scope="module")
def running_provider() -> Iterator[Provider]:
    """The provider, for all tests of this file."""
    provider = Provider()
    provider.start()
    yield provider
    provider.stop()


@pytest.fixture
def provider(running_provider: Provider) -> Provider:
    """The provider, honest and with an employee of the city signed in."""
    running_provider.forget()
    running_provider.claims = {"sub": "subject-1", "preferred_username": EMPLOYEE}
    return running_provider


@contextmanager
def town_with(templates: Templates, issuer: str) -> Iterator[Town]:
    """The town, with sign-in by the provider at `issuer`."""
    setting = {"OIDC_ISSUER": issuer, "OIDC_CLIENT_ID": CLIENT_ID, "OIDC_CLIENT_SECRET": CLIENT_SECRET}
    with templates.copy("town", build_town, **setting) as app:
        yield Town(app)


@pytest.fixture
def town(templates: Templates, provider: Provider) -> Iterator[Town]:
    """The town, with sign-in by the provider."""
    with town_with(templates, provider.issuer) as town:
        yield town


def to_the_city(browser: FlaskClient, **asked: str) -> str:
    """Press the button and let the city approve; the address to which it sends the browser back."""
    begun = browser.get("/anmelden/stadt", query_string=asked)
    assert begun.status_code == 302
    approved = requests.get(begun.location, allow_redirects=False, timeout=5)
    assert approved.status_code == 302, approved.text
    return approved.headers["Location"]


def through_the_city(browser: FlaskClient, **asked: str) -> TestResponse:
    """The whole way, to the page on which the browser comes to rest."""
    return browser.get(to_the_city(browser, **asked), follow_redirects=True)


def subject_of(town: Town, login: str) -> str | None:
    """The subject that is bound to the account."""
    with town.looking():
        return person(login).oidc_subject


def test_the_first_time_the_personnel_number_says_who_it_is_and_the_subject_is_bound(town: Town) -> None:
    browser = town.browser()
    assert "Mit dem Konto der Stadt anmelden" in browser.get("/anmelden").text
    assert through_the_city(browser).request.path == "/"
    assert is_signed_in(browser)
    assert subject_of(town, EMPLOYEE) == "subject-1"
    assert subject_of(town, ADMIN) is None


def test_later_the_subject_says_who_it_is_even_if_the_number_changed(town: Town, provider: Provider) -> None:
    through_the_city(town.browser())
    provider.claims = {"sub": "subject-1", "preferred_username": ADMIN}
    browser = town.browser()
    through_the_city(browser)
    assert is_signed_in(browser)
    assert browser.get("/personen").status_code == 403
    assert subject_of(town, ADMIN) is None


def test_an_account_bound_to_another_subject_is_not_handed_over(town: Town, provider: Provider) -> None:
    through_the_city(town.browser())
    provider.claims = {"sub": "subject-2", "preferred_username": EMPLOYEE}
    browser = town.browser()
    assert NO_ACCOUNT in through_the_city(browser).text
    assert not is_signed_in(browser)
    assert subject_of(town, EMPLOYEE) == "subject-1"


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "subject-9", "preferred_username": "gibt-es-nicht"},
        {"sub": "subject-9"},
        {"sub": "subject-9", "preferred_username": ""},
        {"sub": "subject-9", "email": "anna@stadt.example"},
        {"sub": "subject-9", "preferred_username": FIRM_EMPLOYEE},
        {"sub": "x" * 300, "preferred_username": EMPLOYEE},
    ],
    ids=["unknown", "no number", "empty number", "by e-mail", "person of a firm", "endless subject"],
)
def test_whom_we_do_not_know_gets_a_friendly_page(town: Town, provider: Provider, claims: dict[str, str]) -> None:
    provider.claims = claims
    browser = town.browser()
    answer = through_the_city(browser)
    assert answer.request.path == "/anmelden"
    assert NO_ACCOUNT in answer.text
    assert not is_signed_in(browser)
    with town.looking():
        query = select(func.count()).where(Person.oidc_subject.is_not(None))
        assert db.session.scalar(query) == 0


def test_an_inactive_account_stays_closed(town: Town) -> None:
    through_the_city(town.browser())
    with town.changing():
        person(EMPLOYEE).active = False
    browser = town.browser()
    assert NO_ACCOUNT in through_the_city(browser).text
    assert not is_signed_in(browser)


def test_the_person_comes_to_the_page_they_wanted_but_never_to_another_site(town: Town) -> None:
    assert through_the_city(town.browser(), next="/konto").request.path == "/konto"
    assert through_the_city(town.browser(), next="//boese.example/").request.path == "/"


def test_nothing_that_was_in_the_session_before_survives(town: Town) -> None:
    browser = town.browser()
    with browser.session_transaction() as session:
        session["planted"] = "by somebody else"
    through_the_city(browser)
    with browser.session_transaction() as session:
        assert "planted" not in session
        assert not any(name.startswith(("_state_city", "oidc")) for name in session)


def test_we_ask_for_no_more_than_needed_and_with_proof_of_possession(town: Town, provider: Provider) -> None:
    through_the_city(town.browser())
    asked = provider.asked[-1]
    assert asked["scope"] == "openid profile"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"http://localhost{BACK}"
    assert asked["nonce"] and asked["state"]


def test_the_password_still_works_beside_it(town: Town) -> None:
    assert sign_in(town.browser(), EMPLOYEE, PASSWORD).status_code == 303


@pytest.mark.parametrize("changed", ["state", "code"])
def test_a_tampered_answer_is_refused(town: Town, changed: str) -> None:
    browser = town.browser()
    address = urlsplit(to_the_city(browser))
    fields = {name: values[0] for name, values in parse_qs(address.query).items()} | {changed: "tampered"}
    answer = browser.get(f"{BACK}?{urlencode(fields)}", follow_redirects=True)
    assert FAILED in answer.text
    assert not is_signed_in(browser)


def test_an_answer_that_another_browser_asked_for_is_refused(town: Town) -> None:
    victim = town.browser()
    answer = victim.get(to_the_city(town.browser()), follow_redirects=True)
    assert FAILED in answer.text
    assert not is_signed_in(victim)


def test_an_answer_counts_once(town: Town) -> None:
    browser = town.browser()
    address = to_the_city(browser)
    browser.get(address)
    browser.post("/abmelden")
    assert FAILED in browser.get(address, follow_redirects=True).text
    assert not is_signed_in(browser)


@pytest.mark.parametrize(
    "query", ["", "code=x", "state=x", "error=access_denied&error_description=nein", "code=&state="]
)
def test_coming_back_with_nothing_useful_leads_to_a_friendly_page(town: Town, query: str) -> None:
    assert FAILED in town.browser().get(f"{BACK}?{query}", follow_redirects=True).text


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "of another request"},
        {"aud": ["somebody-else"]},
        {"iss": "https://boese.example"},
        {"exp": int(time.time()) - 3600},
        {"iat": "gestern"},
        {"at_hash": "of another token"},
    ],
    ids=lambda lies: next(iter(lies)),
)
def test_a_token_that_is_not_meant_for_us_now_is_refused(
    town: Town, provider: Provider, lies: dict[str, object]
) -> None:
    provider.lies = lies
    browser = town.browser()
    assert FAILED in through_the_city(browser).text
    assert not is_signed_in(browser)


def test_a_token_signed_with_another_key_is_refused(town: Town, provider: Provider) -> None:
    provider.signing = RSAKey.generate_key(2048)
    browser = town.browser()
    assert FAILED in through_the_city(browser).text
    assert not is_signed_in(browser)


def test_a_provider_that_is_down_leads_to_a_friendly_page(templates: Templates) -> None:
    provider = Provider()
    provider.start()
    issuer = provider.issuer
    provider.stop()
    with town_with(templates, issuer) as town:
        answer = town.browser().get("/anmelden/stadt", follow_redirects=True)
        assert (answer.status_code, answer.request.path) == (200, "/anmelden")
        assert NOT_REACHABLE in answer.text


def test_a_provider_that_dies_on_the_way_leads_to_a_friendly_page(templates: Templates) -> None:
    provider = Provider(claims={"sub": "subject-1", "preferred_username": EMPLOYEE})
    provider.start()
    with town_with(templates, provider.issuer) as town:
        browser = town.browser()
        address = to_the_city(browser)
        provider.stop()
        assert FAILED in browser.get(address, follow_redirects=True).text
        assert not is_signed_in(browser)


@pytest.mark.parametrize("document", [{}, {"issuer": "x"}, [], "kaputt"], ids=str)
def test_a_provider_that_talks_rubbish_leads_to_a_friendly_page(
    town: Town, provider: Provider, document: dict[str, object]
) -> None:
    provider.document = document
    answer = town.browser().get("/anmelden/stadt", follow_redirects=True)
    assert answer.status_code == 200
    assert NOT_REACHABLE in answer.text
    provider.document = None
    browser = town.browser()
    through_the_city(browser)
    assert is_signed_in(browser)


def test_no_request_to_the_provider_waits_for_ever(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[object] = []
    real = HTTPAdapter.send

    def send(self: HTTPAdapter, *args: object, **named: object) -> requests.Response:
        waits.append(named.get("timeout"))
        return real(self, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(HTTPAdapter, "send", send)
    through_the_city(town.browser())
    assert len(waits) == 4  # discovery, the browser of the test itself, token, keys
    assert all(waits)


def test_without_the_setting_there_is_no_such_address(templates: Templates) -> None:
    with templates.copy("town", build_town) as app:
        browser = app.test_client()
        assert browser.get("/anmelden/stadt").status_code == 404
        assert browser.get(BACK).status_code == 404
        assert "Konto der Stadt" not in browser.get("/anmelden").text
