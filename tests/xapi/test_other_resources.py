"""Agents, Activities, About, references between statements, the alternate syntax, and pages of other origins."""

from itertools import pairwise
from runpy import run_path
from uuid import uuid4

import orjson
import pytest
from sqlalchemy import delete, select, text

from lms.kernel.db import db
from lms.xapi.document_models import StatementReach
from lms.xapi.lookup import LOOKED_AT
from tests.databases import ROOT
from tests.xapi import samples
from tests.xapi.lrs import URL, Lrs

pytestmark = pytest.mark.db


def test_an_agent_is_a_person_with_all_the_names_it_acted_under(lrs: Lrs, lrs_of_firm: Lrs) -> None:
    lrs.store(samples.small(actor={**samples.ADA, "name": "Ada"}), samples.small(actor={**samples.ADA, "name": "A."}))
    lrs_of_firm.store(samples.small(actor={**samples.ADA, "name": "Secret"}))
    answer = lrs.send("GET", "agents", {"agent": samples.ADA})
    assert answer.get_json() == {"objectType": "Person", "name": ["A.", "Ada"], "account": [samples.ADA["account"]]}
    assert lrs.send("GET", "agents", {"agent": "x"}).status_code == 400
    assert lrs.send("GET", "agents").status_code == 400


def test_an_activity_adds_up_what_statements_say(lrs: Lrs, lrs_of_firm: Lrs) -> None:
    for language in ("de", "fr"):
        lrs.store(samples.small(object={"id": "urn:a", "definition": {"name": {language: language}, "type": "urn:t"}}))
    found = lrs.send("GET", "activities", {"activityId": "urn:a"}).get_json()
    assert found["definition"] == {"name": {"de": "de", "fr": "fr"}, "type": "urn:t"}
    elsewhere = lrs_of_firm.send("GET", "activities", {"activityId": "urn:a"})
    assert elsewhere.get_json() == {"objectType": "Activity", "id": "urn:a"}


def test_what_is_known_is_told_however_long_ago_it_was_said(lrs: Lrs) -> None:
    definition = {"type": "urn:t", "name": {"de": "Alt\u0000"}}
    lrs.store(samples.small(actor={**samples.ADA, "name": "Früher"}, object={"id": "urn:a", "definition": definition}))
    lrs.store(*(samples.small(object={"id": "urn:a"}) for _ in range(150)))
    lrs.store(samples.small(object={"id": "urn:a", "definition": {"type": "urn:newer"}}))
    found = lrs.send("GET", "activities", {"activityId": "urn:a"}).get_json()
    assert found["definition"]["type"] == "urn:newer"
    assert found["definition"]["name"]["de"].startswith("Alt")
    assert lrs.send("GET", "agents", {"agent": samples.ADA}).get_json()["name"] == ["Früher"]


def test_references_of_statements_from_before_they_were_kept_are_noted_by_the_migration(lrs: Lrs) -> None:
    names = [str(uuid4()) for _ in range(103)]
    circle = [str(uuid4()) for _ in range(2)]
    lrs.store(samples.small(id=names[0]))
    lrs.store(*(samples.small(id=name, object=_reference(to)) for to, name in pairwise(names)))
    lrs.store(*(samples.small(id=circle[each], object=_reference(circle[1 - each])) for each in range(2)))
    pairs = select(StatementReach.seq, StatementReach.reached)
    before = set(db.session.execute(pairs).all())
    db.session.execute(delete(StatementReach).where(StatementReach.seq != 5))
    db.session.execute(text(_backfill()))
    after = set(db.session.execute(pairs).all())
    db.session.rollback()
    assert len(before) == 5252
    assert after == before


def _backfill() -> str:
    (file,) = (ROOT / "migrations/versions").glob("*_note_references_of_earlier_statements.py")
    return str(run_path(str(file))["BACKFILL"])


def test_a_statement_is_found_by_what_it_refers_to_in_any_order_of_arrival(lrs: Lrs) -> None:
    first, second, third = (str(uuid4()) for _ in range(3))

    def about(target: str, name: str) -> samples.Json:
        return samples.small(id=name, actor=samples.BEN, verb={"id": "urn:about"}, object=_reference(target))

    lrs.store(about(second, third))
    lrs.store(samples.small(id=first))
    lrs.store(about(first, second))
    assert set(lrs.ids(agent=samples.ADA)) == {first, second, third}
    assert set(lrs.ids(verb=samples.COMPLETED, activity=samples.STEP["id"])) == {first, second, third}
    assert lrs.ids(agent=samples.ADA, verb="urn:about") == []
    lrs.store(samples.voiding(first))
    assert first not in lrs.ids(verb=samples.COMPLETED)
    assert {second, third} < set(lrs.ids(verb=samples.COMPLETED))


def test_references_in_a_circle_end(lrs: Lrs) -> None:
    one, other = str(uuid4()), str(uuid4())
    lrs.store(samples.small(id=one, object=_reference(other)), samples.small(id=other, object=_reference(one)))
    assert set(lrs.ids(agent=samples.ADA)) == {one, other}


def _reference(name: str) -> samples.Json:
    return {"objectType": "StatementRef", "id": name}


def test_of_a_popular_activity_the_latest_statements_count(lrs: Lrs) -> None:
    def about(**names: str) -> samples.Json:
        return samples.small(object={"id": "urn:popular", "definition": {"name": names}})

    lrs.store(about(fr="Réunion"), about(de="Alt", en="Old"))
    asked = {"activityId": "urn:popular"}
    assert lrs.send("GET", "activities", asked).get_json()["definition"]["name"] == {
        "fr": "Réunion",
        "de": "Alt",
        "en": "Old",
    }
    lrs.store(*(about(de="Neu") for _ in range(LOOKED_AT - 1)))
    known = lrs.send("GET", "activities", asked).get_json()
    assert known["definition"]["name"] == {"de": "Neu", "en": "Old"}


def test_a_form_stands_for_another_request_in_version_1(lrs: Lrs) -> None:
    name = str(uuid4())
    form = {
        "statementId": name,
        "content": orjson.dumps(samples.small()).decode(),
        "Authorization": lrs.headers["Authorization"],
        "X-Experience-API-Version": "1.0.3",
    }
    assert lrs.client.post(f"{URL}?method=PUT", data=form).status_code == 204
    answer = lrs.client.post(f"{URL}?method=GET", data={"statementId": name}, headers=lrs.headers)
    assert answer.get_json()["id"] == name
    agents = lrs.client.post(
        "/xapi/agents?method=GET", data={"agent": orjson.dumps(samples.ADA).decode()}, headers=lrs.headers
    )
    assert agents.get_json()["objectType"] == "Person"


@pytest.mark.parametrize("form", [{}, {"content": "{"}, {"content": "{}", "X-Experience-API-Version": "2.0.0"}])
def test_a_form_that_stands_for_nothing_is_refused(lrs: Lrs, form: dict[str, str]) -> None:
    assert lrs.client.post(f"{URL}?method=PUT", data=form, headers=lrs.headers).status_code == 400
    assert lrs.client.post(f"{URL}?method=PUT&x=1", data={"content": "{}"}, headers=lrs.headers).status_code == 400


def test_version_2_has_no_alternate_syntax(lrs: Lrs) -> None:
    lrs.version = "2.0.0"
    assert lrs.client.post(f"{URL}?method=GET", data={"limit": "1"}, headers=lrs.headers).status_code == 400


@pytest.mark.parametrize("path", ["statements", "agents", "activities", "activities/state", "agents/profile"])
def test_who_names_no_version_is_answered_as_the_last_one_without_a_header(lrs: Lrs, path: str) -> None:
    answer = lrs.client.get(f"/xapi/{path}", headers={"Authorization": lrs.headers["Authorization"]})
    assert (answer.status_code, answer.headers["X-Experience-API-Version"]) == (400, "0.9")


def test_pages_of_other_origins_may_ask_but_never_with_cookies(lrs: Lrs) -> None:
    for path in ("statements", "about", "activities/profile"):
        answer = lrs.client.options(f"/xapi/{path}", headers={"Origin": "https://content.example"})
        assert answer.status_code == 200
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
        assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Access-Control-Allow-Origin" not in lrs.client.get("/").headers
