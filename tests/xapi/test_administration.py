"""The pages of the administration."""

import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import quote
from uuid import uuid4

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.accounts.services import create_person
from lms.kernel import clock
from lms.kernel.access import Role
from lms.kernel.db import db, transaction
from lms.kernel.plugin import publish
from lms.kernel.tenancy import Organisation
from lms.xapi import targets
from lms.xapi.models import Credential, Delivery, DeliveryState, Target
from lms.xapi.reasons import Kind, Reason
from lms.xapi.targets import Wish
from tests.xapi import samples
from tests.xapi.conftest import counted_queries
from tests.xapi.facts import learn_lamps, lit
from tests.xapi.lrs import Lrs

pytestmark = pytest.mark.db

PASSWORD = "vier worte gut gemerkt"


@pytest.fixture
def admin(app: Flask, organisation: Organisation) -> FlaskClient:
    """The browser of an administrator."""
    with transaction():
        create_person(
            organisation_id=organisation.id,
            login="2001",
            name="Administration",
            unit_id=None,
            roles=frozenset({Role.ADMIN}),
            password=PASSWORD,
        )
    client = app.test_client()
    answer = client.post("/anmelden", data={"login": "2001", "password": PASSWORD})
    assert answer.status_code == 303, answer.text
    return client


@pytest.fixture
def target(organisation: Organisation) -> Target:
    """A target, not reachable."""
    with transaction():
        made = targets.add_target(
            organisation_id=organisation.id, wish=Wish("Land", "http://127.0.0.1:9", "k", "s", internal=True)
        )
    return made


def page(client: FlaskClient, path: str) -> str:
    """A page, made with at most twelve queries."""
    db.session.remove()
    with counted_queries() as queries:
        answer = client.get(path)
    assert answer.status_code == 200, answer.status
    assert len([query for query in queries if not query.startswith("BEGIN")]) <= 12
    return answer.text


def test_statements_read_as_sentences(lrs: Lrs, admin: FlaskClient) -> None:
    own = {"account": {"homePage": "http://localhost", "name": "5f0c12345678"}}
    lrs.store(
        samples.small(actor=own, object=samples.COURSE, result={"duration": "PT3M", "score": {"scaled": 0.8}}),
        samples.small(actor={"account": {"homePage": "http://localhost", "name": "visitor-9c1f"}}),
        samples.small(actor=samples.BEN, verb={"id": "urn:x/jumped"}),
        samples.about_a_plan(),
        samples.full(),
    )
    text = page(admin, "/lernnachweise")
    assert "Konto 5f0c1234 hat „Zoom“ abgeschlossen (3 Min., 80 %)" in text
    assert "Jemand ohne Anmeldung hat „" in text
    assert "ben@Example.org: jumped" in text
    assert "Team hat „Zoom“ abgeschlossen" in text


def test_statements_are_paged_and_each_has_its_json(lrs: Lrs, admin: FlaskClient) -> None:
    names = lrs.store(*(samples.small() for _ in range(60)))
    first = page(admin, "/lernnachweise")
    older = re.search(r'href="(/lernnachweise\?vor=\d+)"', first)
    assert older and first.count("/lernnachweise/") >= 50
    assert names[0] in page(admin, older[1])
    lrs.store(samples.voiding(names[0]))
    detail = page(admin, f"/lernnachweise/{names[0]}")
    assert "Für ungültig erklärt" in detail
    assert samples.COMPLETED in detail


def test_statements_are_chosen_by_person_activity_verb_time_source_and_state(
    app: Flask, lrs: Lrs, admin: FlaskClient
) -> None:
    learn_lamps(app)
    with clock.at(datetime(2026, 1, 10, 23, 30, tzinfo=UTC)):
        (old,) = lrs.store(samples.small())
    ben, about = lrs.store(samples.small(actor=samples.BEN, verb={"id": "urn:x/jumped"}), samples.full())
    lrs.store(samples.voiding(ben))
    with transaction():
        publish(lit(db.session.query(Organisation).one()))
    own = lrs.ids(limit=1)[0]

    def found(**asked: str) -> set[str]:
        query = "&".join(f"{name}={quote(value)}" for name, value in asked.items())
        text = page(admin, f"/lernnachweise?{query}")
        return set(re.findall(r'href="/lernnachweise/([0-9a-fA-F-]{36})"', text))

    assert found(wer="ben@example.org") == {ben, about}
    assert found(wer="5f0c") == {own}
    assert found(was=samples.COURSE["id"]) == {about}
    assert found(was="/lampen") == {own}
    assert found(verb="urn:x/jumped") == {ben}
    assert found(von="2026-01-11", bis="2026-01-11") == {old}
    assert found(bis="2026-01-10") == set()
    assert own not in found(quelle=str(db.session.query(Credential).one().id))
    assert found(quelle="0") == {own}
    assert found(ungueltig="ja") == {ben}
    assert ben not in found(ungueltig="nein", was=samples.STEP["id"]) and old in found(ungueltig="nein")
    assert found(wer="ben@example.org", was=samples.COURSE["id"], ungueltig="nein") == {about}
    detail = page(admin, f"/lernnachweise/{about}")
    follow = re.findall(r'href="(/lernnachweise\?[^"]+)"', detail)
    assert len(follow) == 4
    assert all(about in page(admin, unescape(address)) for address in follow)


@pytest.mark.parametrize("wrong", ["wer={", "wer=%00", "von=gestern", "quelle=999", "ungueltig=x", "wer=" + 3000 * "x"])
def test_a_choice_that_makes_no_sense_is_told_at_the_field(lrs: Lrs, admin: FlaskClient, wrong: str) -> None:
    lrs.store(samples.small())
    answer = admin.get(f"/lernnachweise?{wrong}")
    assert answer.status_code == 422
    assert "Bitte prüfen Sie Ihre Angaben" in answer.text
    assert admin.get(f"/lernnachweise/ausfuhr?{wrong}").status_code == 422


def test_what_was_chosen_can_be_taken_away_and_goes_on_where_it_broke_off(lrs: Lrs, admin: FlaskClient) -> None:
    names = lrs.store(*(samples.small() for _ in range(1001)), samples.small(actor=samples.BEN))
    whole = admin.get("/lernnachweise/ausfuhr")
    assert whole.mimetype == "application/x-ndjson" and "attachment" in whole.headers["Content-Disposition"]
    assert [orjson.loads(line)["id"] for line in whole.text.splitlines()] == names
    rest = admin.get("/lernnachweise/ausfuhr", query_string={"nach": names[999]})
    assert rest.text == "".join(whole.text.splitlines(keepends=True)[1000:])
    table = admin.get("/lernnachweise/ausfuhr", query_string={"form": "csv", "wer": "ben@example.org"})
    assert len(table.text.splitlines()) == 2 and names[-1] in table.text
    assert admin.get("/lernnachweise/ausfuhr", query_string={"nach": str(uuid4())}).status_code == 404


@pytest.mark.parametrize("asked", ["x", "-1", "9" * 30, "٣", "0"])
def test_a_page_number_that_is_none_does_no_harm(lrs: Lrs, admin: FlaskClient, asked: str) -> None:
    lrs.store(samples.small())
    assert admin.get("/lernnachweise", query_string={"vor": asked}).status_code == 200


def test_a_secret_is_shown_once_and_a_reload_makes_no_second_credential(admin: FlaskClient, app: Flask) -> None:
    form = {"once": str(uuid4()), "name": "Moodle", "scopes": ["statements/write"], "expires": "2999-12-31"}
    shown = admin.post("/lernnachweise/zugaenge/neu", data=form)
    assert shown.status_code == 200
    key, secret = re.findall(r"<code>([^<]+)</code>", shown.text)[1:3]
    assert Lrs(app.test_client(), key, secret).post(samples.small()).status_code == 200
    again = admin.post("/lernnachweise/zugaenge/neu", data=form)
    assert again.status_code == 303
    assert re.fullmatch(r"/lernnachweise/zugaenge/\d+", again.location)
    assert db.session.query(Credential).count() == 1
    listed = page(admin, "/lernnachweise/zugaenge")
    assert "Moodle" in listed and key in listed and secret not in listed


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"scopes": []},
        {"scopes": ["root"]},
        {"expires": "2001-01-01"},
        {"expires": "x"},
        {"name": "x" * 101},
    ],
)
def test_a_wrong_entry_comes_back_with_the_form(admin: FlaskClient, change: dict[str, object]) -> None:
    form = {"once": str(uuid4()), "name": "Moodle", "scopes": ["all"], "expires": "", **change}
    answer = admin.post("/lernnachweise/zugaenge/neu", data=form)
    assert answer.status_code == 422
    assert db.session.query(Credential).count() == 0


def test_a_credential_is_revoked_after_a_question(admin: FlaskClient, lrs: Lrs, lrs_of_firm: Lrs) -> None:
    mine, theirs = (db.session.query(Credential).filter_by(key=each.key).one().id for each in (lrs, lrs_of_firm))
    address = f"/lernnachweise/zugaenge/{mine}/widerrufen"
    assert "widerrufen?" in page(admin, address)
    assert lrs.get().status_code == 200
    assert admin.post(address).status_code == 303
    assert lrs.get().status_code == 401
    assert "widerrufen" in page(admin, "/lernnachweise/zugaenge")
    for number in (theirs, 2**70):
        assert admin.get(f"/lernnachweise/zugaenge/{number}/widerrufen").status_code == 404
        assert admin.post(f"/lernnachweise/zugaenge/{number}/widerrufen").status_code == 404
    assert lrs_of_firm.get().status_code == 200


def test_what_a_target_did_not_take_is_shown_with_the_reason_and_sent_again(
    admin: FlaskClient, lrs: Lrs, target: Target
) -> None:
    lrs.store(samples.small(), samples.small())
    number = target.id
    with transaction():
        reason = Reason(Kind.REFUSED, "400 nein").stored
        db.session.query(Delivery).update({"state": DeliveryState.GIVEN_UP, "reason": reason, "attempts": 1})
    assert "Land" in page(admin, "/lernnachweise/weiterleitung")
    text = page(admin, f"/lernnachweise/weiterleitung/{number}")
    assert "Das Ziel nimmt diesen Lernnachweis nicht an. (400 nein)" in text
    one = db.session.query(Delivery).first()
    assert one is not None
    sent = admin.post(f"/lernnachweise/weiterleitung/{number}/nachsenden", data={"zustellung": str(one.id)})
    assert sent.status_code == 303
    assert db.session.query(Delivery).filter_by(state="due").count() == 1
    admin.post(f"/lernnachweise/weiterleitung/{number}/nachsenden")
    assert db.session.query(Delivery).filter_by(state="due").count() == 2


def test_targets_and_statements_of_another_tenant_do_not_exist(
    admin: FlaskClient, lrs_of_firm: Lrs, firm: Organisation
) -> None:
    (name,) = lrs_of_firm.store(samples.small())
    with transaction():
        theirs = targets.add_target(organisation_id=firm.id, wish=Wish("x", "https://x.example", "k", "s")).id
    assert admin.get(f"/lernnachweise/{name}").status_code == 404
    assert name not in page(admin, "/lernnachweise")
    assert admin.get(f"/lernnachweise/weiterleitung/{theirs}").status_code == 404
    assert admin.post(f"/lernnachweise/weiterleitung/{theirs}/nachsenden").status_code == 404
    assert admin.get(f"/lernnachweise/weiterleitung/{2**70}").status_code == 404
