"""How long records are kept, and taking a person out of them: nothing of the person stays, and counts stay right."""

from datetime import UTC, datetime
from hashlib import sha1

import orjson
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select, text

from lms.kernel import clock
from lms.kernel.db import db, transaction
from lms.kernel.tenancy import Organisation
from lms.xapi.completing import all_but_stored
from lms.xapi.document_models import AttachmentData
from lms.xapi.models import Delivery, DeliveryState, Statement
from lms.xapi.pseudonyms import Person, Run, of_nobody, without_person
from lms.xapi.reasons import Kind, Reason
from lms.xapi.retention import months_before
from lms.xapi.retention_models import RecordAudit
from lms.xapi.rules.statement import faults
from lms.xapi.rules.versions import Version
from lms.xapi.targets import Wish, add_target
from tests.xapi import samples
from tests.xapi.lrs import Lrs
from tests.xapi.test_attachments import attachment, in_parts, post

HERE = ("--organisation", "stadt")
ADA_ID = "account https://city.example ada-lovelace"
ADA = {"objectType": "Agent", "name": "Ada", "account": {"homePage": "https://city.example", "name": "ada-lovelace"}}


def run(app: Flask, *arguments: str) -> Result:
    result = app.test_cli_runner().invoke(args=["xapi", *arguments])
    db.session.rollback()
    assert result.exit_code == 0, result.output
    return result


def everything() -> str:
    """All that is stored, as text, without what says who may come in."""
    found = []
    for table in db.metadata.sorted_tables:
        if table.name not in ("xapi_credential", "xapi_target"):
            found += [str(tuple(row)) for row in db.session.execute(select(table))]
    db.session.rollback()
    return "\n".join(found)


def test_somebody_becomes_one_pseudonym_everywhere_and_the_statement_stays_valid() -> None:
    whom = Person(frozenset({ADA_ID, "mbox mailto:ada@example.org"}))
    statement = {
        **samples.full(),
        "actor": {"objectType": "Group", "member": [ADA, samples.BEN]},
        "object": {
            "id": "https://city.example/of/ADA-Lovelace",
            "definition": {"description": {"de": "an ada@example.org"}},
        },
    }
    statement["context"] = {**statement["context"], "instructor": {"mbox": "mailto:ada@example.org"}}
    statement["context"]["team"] = {**samples.TEAM, "member": [ADA]}
    statement = all_but_stored(statement, authority=samples.BEN, version=Version.ONE)
    made = without_person(statement, whom, Run("https://x.example"))
    assert faults(made) == []
    told = orjson.dumps(made).decode().lower()
    assert "lovelace" not in told and "ada@" not in told and '"name":"ada"' not in told
    member, instructor = made["actor"]["member"][0]["account"], made["context"]["instructor"]["account"]
    assert member == instructor
    assert made["actor"]["member"][1] == samples.BEN
    assert made["id"] == statement["id"]
    assert "attachments" not in made and "response" not in made["result"]
    assert made["context"]["registration"] != statement["context"]["registration"]
    again = without_person(statement, whom, Run("https://x.example"))
    assert again["actor"]["member"][0] != made["actor"]["member"][0]


def test_what_others_answered_stays_when_their_instructor_is_removed() -> None:
    statement = all_but_stored(
        {**samples.full(), "context": {"instructor": ADA}}, authority=samples.BEN, version=Version.ONE
    )
    made = without_person(statement, Person(frozenset({ADA_ID})), Run("https://x.example"))
    assert made["result"] == statement["result"] and made["attachments"] == statement["attachments"]
    assert made["context"]["instructor"]["account"]["homePage"] == "https://x.example/pseudonym"


@pytest.mark.parametrize("statement", [samples.small(), samples.full(), samples.about_a_plan()])
def test_a_statement_of_nobody_is_valid_and_names_nobody(statement: samples.Json) -> None:
    made = of_nobody(all_but_stored(statement, authority=ADA, version=Version.ONE), Run("https://x.example"))
    assert faults(made) == []
    told = orjson.dumps({**made, "authority": 0}).decode()
    assert "ben@" not in told and '"ada"' not in told and "team.example" not in told
    assert made["authority"] == ADA


@pytest.mark.parametrize(
    ("months", "expected"), [(1, "2026-02-28"), (3, "2025-12-31"), (13, "2025-02-28"), (25, "2024-02-29")]
)
def test_months_are_those_of_the_calendar(months: int, expected: str) -> None:
    assert months_before(datetime(2026, 3, 31, tzinfo=UTC), months).date().isoformat() == expected


@pytest.mark.db
def test_a_person_is_removed_from_everywhere_and_counts_stay(
    app: Flask, lrs: Lrs, lrs_of_firm: Lrs, organisation: Organisation
) -> None:
    with transaction():
        add_target(organisation_id=organisation.id, wish=Wish("Land", "https://x.example", "k", "s"))
    photo = b"a photo of Ada"
    hashed = {"mbox_sha1sum": sha1(b"mailto:ada@example.org", usedforsecurity=False).hexdigest()}
    first, second, third, fourth = lrs.store(
        samples.small(actor=ADA, context={"registration": "ec531277-b57b-4c15-8d91-d292c5b2b8f7"}),
        samples.small(actor=samples.BEN, context={"instructor": ADA}),
        samples.small(actor=hashed),
        samples.small(object={"id": "urn:x", "definition": {"description": {"de": "für ADA-LOVELACE"}}}),
    )
    assert post(lrs, in_parts(samples.small(actor=ADA, attachments=[attachment(photo)]), photo)).status_code == 200
    (voids,) = lrs.store(samples.voiding(third))
    lrs_of_firm.store(samples.small(actor={"mbox": "mailto:firm@example.org"}))
    state = {"activityId": "urn:x", "agent": ADA, "stateId": "s"}
    assert lrs.send("PUT", "activities/state", state, {"ada": 1}, If_None_Match="*").status_code == 204
    with transaction():
        quoted = Reason(Kind.REFUSED, "no ada-lovelace here").stored
        db.session.query(Delivery).filter_by(seq=1).update({"state": DeliveryState.GIVEN_UP, "reason": quoted})
        db.session.query(Delivery).filter_by(seq=2).update({"state": DeliveryState.DELIVERED})
    before = sorted(row.seq for row in db.session.query(Statement.seq))
    agents = (ADA_ID, "ada@example.org")
    counted = run(app, "erase", *agents, *HERE).output
    assert "5 statements, 1 documents" in counted and "Land has received 1" in counted
    assert "lovelace" in everything().lower()
    assert "pseudonymised 5, documents 1, attachments 1" in run(app, "erase", *agents, *HERE, "--apply").output
    left = everything()
    assert "lovelace" not in left.lower() and hashed["mbox_sha1sum"] not in left and "Ada" not in left
    assert sorted(row.seq for row in db.session.query(Statement.seq)) == before
    assert lrs.ids(agent=ADA) == lrs.ids(agent=hashed) == []
    pseudonym = lrs.get(statementId=first).get_json()["actor"]
    assert set(pseudonym) == {"objectType", "account"}
    assert first in lrs.ids(agent=pseudonym) and second in lrs.ids(agent=pseudonym, related_agents="true")
    assert lrs.get(voidedStatementId=third).get_json()["actor"] == pseudonym
    assert voids in lrs.ids() and lrs.get(statementId=fourth).status_code == 200
    assert lrs.ids(registration="ec531277-b57b-4c15-8d91-d292c5b2b8f7") == []
    reasons = {row.reason for row in db.session.query(Delivery.reason)}
    assert reasons == {None, "refused\t"}
    (entry,) = db.session.query(RecordAudit).all()
    assert (entry.what, entry.by) == ("erasure", "terminal")
    assert entry.counts == {"pseudonymised": 5, "documents": 1, "attachments": 1}
    assert "0 statements, 0 documents" in run(app, "erase", *agents, *HERE).output


@pytest.mark.db
def test_the_platform_itself_cannot_be_removed(app: Flask, organisation: Organisation) -> None:
    result = app.test_cli_runner().invoke(args=["xapi", "erase", "lernlotse", *HERE, "--apply"])
    assert result.exit_code == 1 and "keine Person" in result.output


@pytest.mark.db
def test_rules_say_what_they_would_do_and_then_do_it(
    app: Flask, lrs: Lrs, lrs_of_firm: Lrs, organisation: Organisation
) -> None:
    photo = b"photo"
    with clock.at(datetime(2024, 1, 31, tzinfo=UTC)):
        jumped, other, target = lrs.store(
            samples.small(verb={"id": "urn:x/jumped"}), samples.small(actor=samples.full()["actor"]), samples.small()
        )
        lrs.store(samples.voiding(target))
        assert post(lrs, in_parts(samples.small(attachments=[attachment(photo)]), photo)).status_code == 200
        lrs.send("PUT", "agents/profile", {"agent": ADA, "profileId": "p"}, {"a": 1}, If_None_Match="*")
        lrs_of_firm.store(samples.small(verb={"id": "urn:x/jumped"}))
    (new,) = lrs.store(samples.small(verb={"id": "urn:x/jumped"}))
    run(app, "rule", "add", *HERE, "--months", "12", "--action", "delete", "--verb", "urn:x/jumped")
    run(app, "rule", "add", *HERE, "--months", "24", "--action", "pseudonymise")
    run(app, "rule", "add", *HERE, "--months", "12", "--action", "delete", "--kept", "documents")
    run(app, "rule", "add", *HERE, "--months", "12", "--action", "delete", "--kept", "attachments")
    twice = ("rule", "add", *HERE, "--months", "6", "--action", "delete")
    assert "schon eine Regel" in app.test_cli_runner().invoke(args=["xapi", *twice]).output
    dry = run(app, "retention").output
    assert [line.rpartition(": ")[2] for line in dry.splitlines()] == ["4", "1", "1", "1"]
    assert db.session.query(Statement).count() == 7
    done = run(app, "retention", "--apply").output
    for said in ("pseudonymised 4", "deleted 1", "documents 1", "attachments 1"):
        assert said in done
    assert [line.rpartition(": ")[2] for line in run(app, "retention").output.splitlines()] == ["0"] * 4
    assert "nothing" in run(app, "retention", "--apply").output
    assert lrs.get(statementId=jumped).status_code == 404 and lrs.get(statementId=new).status_code == 200
    assert lrs.get(voidedStatementId=target).status_code == 200
    assert "pseudonym" in lrs.get(statementId=other).text and "ben@" not in lrs.get(statementId=other).text.lower()
    assert len(lrs_of_firm.ids()) == 1
    assert db.session.query(AttachmentData).count() == 0
    assert db.session.scalar(text("SELECT count(*) FROM statement_relation WHERE value LIKE '%ben@%'")) == 0
    assert [entry.what for entry in db.session.query(RecordAudit)] == ["retention"]
    number = run(app, "rule", "list", *HERE).output.split()[0]
    run(app, "rule", "remove", number, *HERE)
    assert len(run(app, "rule", "list", *HERE).output.splitlines()) == 3
