"""Signing in and out."""

import pytest
from argon2 import PasswordHasher

from lms.accounts import passwords
from tests.accounts.town import BY_MAIL, EMPLOYEE, PASSWORD, Town, is_signed_in, person, sign_in

pytestmark = pytest.mark.db

DO_NOT_MATCH = "passen nicht zusammen"


@pytest.mark.parametrize("login", [EMPLOYEE, BY_MAIL, f"  {BY_MAIL.upper()} "])
def test_a_personnel_number_or_an_address_in_any_case_signs_in(town: Town, login: str) -> None:
    browser = town.browser()
    answer = sign_in(browser, login)
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_signed_in(browser)


@pytest.mark.parametrize("login, password", [(EMPLOYEE, PASSWORD.upper()), ("gibt-es-nicht", PASSWORD)])
def test_a_wrong_password_and_an_unknown_account_get_the_same_sentence(town: Town, login: str, password: str) -> None:
    browser = town.browser()
    answer = sign_in(browser, login, password)
    assert answer.status_code == 422
    assert DO_NOT_MATCH in answer.text
    assert password not in answer.text
    assert not is_signed_in(browser)


def test_an_account_without_a_password_lets_nobody_in(town: Town) -> None:
    with town.changing():
        person(EMPLOYEE).password_hash = None
    for password in ("", "nobody has this password", PASSWORD):
        assert sign_in(town.browser(), EMPLOYEE, password).status_code == 422


@pytest.mark.parametrize("login", [EMPLOYEE, "gibt-es-nicht"])
def test_an_unknown_account_costs_as_many_hashes_as_a_known_one(
    town: Town, login: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(town.browser(), "before", "the dummy hash is made once")
    verified: list[str] = []
    real = passwords._hasher

    class Counting:
        def verify(self, hashed: str, password: str) -> bool:
            verified.append(hashed)
            return real.verify(hashed, password)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    assert sign_in(town.browser(), login, "falsch").status_code == 422
    assert len(verified) == 1
    assert verified[0].startswith("$argon2id$")


def test_an_inactive_account_cannot_sign_in_and_open_sessions_end(town: Town) -> None:
    browser = town.signed_in(EMPLOYEE)
    with town.changing():
        person(EMPLOYEE).active = False
    assert not is_signed_in(browser)
    answer = sign_in(town.browser(), EMPLOYEE)
    assert answer.status_code == 422
    assert DO_NOT_MATCH in answer.text


def test_signing_out_ends_the_session(town: Town) -> None:
    browser = town.signed_in(EMPLOYEE)
    assert browser.post("/abmelden").status_code == 303
    assert not is_signed_in(browser)


def test_a_get_signs_nobody_out(town: Town) -> None:
    browser = town.signed_in(EMPLOYEE)
    assert browser.get("/abmelden").status_code == 405
    assert is_signed_in(browser)


def test_a_visitor_is_sent_to_sign_in_and_comes_back(town: Town) -> None:
    browser = town.browser()
    answer = browser.get("/konto?von=hier")
    assert (answer.status_code, answer.location) == (303, "/anmelden?next=/konto?von%3Dhier")
    assert sign_in(browser, EMPLOYEE, next="/konto?von=hier").location == "/konto?von=hier"


def test_who_is_signed_in_already_goes_on_at_once(town: Town) -> None:
    assert town.signed_in(EMPLOYEE).get("/anmelden?next=/hilfe").location == "/hilfe"


FOREIGN = [
    "//boese.example",
    "https://boese.example/",
    "/\\boese.example",
    "javascript:alert(1)",
    "",
    "http://[",
    "//[",
]


@pytest.mark.parametrize("address", FOREIGN)
def test_nobody_is_sent_to_another_site_after_signing_in(town: Town, address: str) -> None:
    browser = town.browser()
    assert sign_in(browser, EMPLOYEE, next=address).location == "/"
    assert browser.get("/anmelden", query_string={"next": address}).location == "/"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"login": EMPLOYEE},
        {"login": "x" * 201, "password": PASSWORD},
        {"login": EMPLOYEE, "password": "x" * 201},
        {"login": "nul\x00", "password": PASSWORD},
        {"login": EMPLOYEE, "password": "nul\x00nul\x00nul\x00"},
        {"login": "\udcff\u202e", "password": "🙂" * 20},
    ],
)
def test_a_broken_form_comes_back_with_its_faults(town: Town, data: dict[str, str]) -> None:
    body = {name: value.encode("utf-8", "surrogatepass") for name, value in data.items()}
    answer = town.browser().post("/anmelden", data=body)
    assert answer.status_code == 422
    assert "Bitte prüfen Sie Ihre Angaben" in answer.text


def test_passwords_cost_at_least_what_the_standards_ask_for(real_hashes: PasswordHasher) -> None:
    """https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id: 19 MiB, two rounds."""
    assert real_hashes.hash(PASSWORD).startswith("$argon2id$")
    assert (real_hashes.memory_cost >= 19 * 1024, real_hashes.time_cost >= 2) == (True, True)


def test_hashes_made_with_weaker_parameters_are_renewed_at_sign_in(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    stronger = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", stronger)
    assert sign_in(town.browser(), EMPLOYEE).status_code == 303
    with town.looking():
        assert "t=2" in (person(EMPLOYEE).password_hash or "")
    assert sign_in(town.browser(), EMPLOYEE).status_code == 303
