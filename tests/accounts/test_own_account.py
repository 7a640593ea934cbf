"""One's own account: password and language."""

import pytest
from werkzeug.test import TestResponse

from tests.accounts.town import BY_MAIL, EMPLOYEE, PASSWORD, Town, is_signed_in, person, sign_in

pytestmark = pytest.mark.db

NEW = "fünf ganz neue worte hier"


def change(town: Town, login: str = EMPLOYEE, **fields: str) -> TestResponse:
    """Send the form from a signed-in browser; `fields` replace what is right."""
    form = {"current_password": PASSWORD, "new_password": NEW, "repeated_password": NEW} | fields
    return town.signed_in(login).post("/konto/passwort", data=form)


def test_a_new_password_ends_all_other_sessions_and_keeps_this_one(town: Town) -> None:
    here, elsewhere = town.signed_in(EMPLOYEE), town.signed_in(EMPLOYEE)
    form = {"current_password": PASSWORD, "new_password": NEW, "repeated_password": NEW}
    answer = here.post("/konto/passwort", data=form)
    assert (answer.status_code, answer.location) == (303, "/konto")
    assert is_signed_in(here)
    assert not is_signed_in(elsewhere)
    assert sign_in(town.browser(), EMPLOYEE).status_code == 422
    assert sign_in(town.browser(), EMPLOYEE, NEW).status_code == 303


def test_a_stolen_cookie_is_worth_nothing_after_the_password_changed(town: Town) -> None:
    browser = town.signed_in(EMPLOYEE)
    stolen = browser.get_cookie("session")
    assert stolen is not None
    form = {"current_password": PASSWORD, "new_password": NEW, "repeated_password": NEW}
    browser.post("/konto/passwort", data=form)
    thief = town.browser()
    thief.set_cookie("session", stolen.value)
    assert not is_signed_in(thief)


@pytest.mark.parametrize(
    "fields, sentence",
    [
        ({"current_password": "falsch"}, "Das ist nicht Ihr jetziges Passwort."),
        ({"new_password": "kurz", "repeated_password": "kurz"}, "Nehmen Sie mindestens 12 Zeichen"),
        ({"repeated_password": "etwas anderes als das neue"}, "Die beiden neuen Passwörter sind verschieden."),
        ({"new_password": "", "repeated_password": ""}, "Bitte füllen Sie dieses Feld aus."),
        ({"new_password": "x" * 201, "repeated_password": "x" * 201}, "Bitte kürzen Sie auf höchstens 200 Zeichen."),
    ],
)
def test_a_password_against_the_rules_is_refused_with_a_sentence(
    town: Town, fields: dict[str, str], sentence: str
) -> None:
    answer = change(town, **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert NEW not in answer.text
    assert sign_in(town.browser(), EMPLOYEE).status_code == 303


def test_a_password_must_not_contain_the_login_in_any_case(town: Town) -> None:
    new = f"mein {BY_MAIL.upper()}"
    answer = change(town, BY_MAIL, new_password=new, repeated_password=new)
    assert answer.status_code == 422
    assert "darf Ihre Anmeldung nicht enthalten" in answer.text


def test_passwords_may_hold_any_characters(town: Town) -> None:
    new = "  ümläute 🙂 und leerzeichen  "
    assert change(town, new_password=new, repeated_password=new).status_code == 303
    assert sign_in(town.browser(), EMPLOYEE, new).status_code == 303


def test_guessing_the_present_password_in_an_open_session_is_slowed_down_too(town: Town) -> None:
    browser = town.signed_in(EMPLOYEE)
    form = {"current_password": "falsch", "new_password": NEW, "repeated_password": NEW}
    statuses = [browser.post("/konto/passwort", data=form).status_code for _each in range(11)]
    assert statuses == [422] * 10 + [429]


def test_the_language_of_the_account_wins_over_cookie_and_browser(town: Town) -> None:
    browser = town.signed_in(EMPLOYEE)
    english = {"Accept-Language": "en-GB,en;q=0.9"}

    def spoken() -> str:
        return browser.get("/konto", headers=english).text.partition('<html lang="')[2][:2]

    assert spoken() == "en"
    browser.post("/sprache", data={"sprache": "de"})
    assert spoken() == "de"
    browser.post("/konto/sprache", data={"language": "en"})
    assert spoken() == "en"
    browser.post("/konto/sprache", data={"language": ""})
    assert spoken() == "de"


def test_the_language_of_the_account_follows_the_person_to_another_browser(town: Town) -> None:
    town.signed_in(EMPLOYEE).post("/konto/sprache", data={"language": "en"})
    assert '<html lang="en"' in town.signed_in(EMPLOYEE).get("/konto").text


@pytest.mark.parametrize("language", ["fr", "de\x00", "x" * 500])
def test_a_language_that_we_do_not_speak_is_refused(town: Town, language: str) -> None:
    assert town.signed_in(EMPLOYEE).post("/konto/sprache", data={"language": language}).status_code == 422
    with town.looking():
        assert person(EMPLOYEE).language is None


def test_the_language_button_on_every_page_changes_the_account_and_leads_back(town: Town) -> None:
    browser = town.signed_in(EMPLOYEE)
    browser.post("/konto/sprache", data={"language": "de"})
    page = browser.get("/kurse").get_data(as_text=True)
    assert 'action="/konto/sprache"' in page
    assert 'name="language" value="en"' in page
    answer = browser.post("/konto/sprache", data={"language": "en", "next": "/kurse"})
    assert (answer.status_code, answer.location) == (303, "/kurse")
    assert '<html lang="en"' in browser.get("/kurse").get_data(as_text=True)
    assert browser.post("/konto/sprache", data={"language": "de", "next": "//evil.example"}).location == "/"
