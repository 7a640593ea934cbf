"""Bodies that are meant to harm, or that only a broken client sends: refused with a sentence, and nothing is stored."""

from io import BytesIO
from uuid import uuid4

import pytest
from flask import Flask

from lms.kernel.db import db
from lms.xapi.batches import MOST_IN_FULL, MOST_STATEMENTS
from lms.xapi.models import Statement
from lms.xapi.rules.faults import MOST_FAULTS
from tests.xapi import samples
from tests.xapi.lrs import URL, Lrs

pytestmark = pytest.mark.db

MEGABYTE = 1 << 20
START = b'{"actor":{"mbox":"mailto:a@b.example"},"verb":{"id":"urn:v"},"object":{"id":"urn:o"}'
BODIES = {
    "nested lists": b"[" * 100_000 + b"]" * 100_000,
    "nested objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "nested extensions": START + b',"result":{"extensions":{"urn:e":' + b"[" * 300 + b"]" * 300 + b"}}}",
    "a million objects": b"[" + b",".join([b"{}"] * 1_000_000) + b"]",
    "too many statements": b"[" + b",".join([b"{}"] * 20_001) + b"]",
    "bad UTF-8": START + b',"result":{"response":"\xc3\x28"}}',
    "overlong UTF-8": START + b',"result":{"response":"\xc0\x80"}}',
    "NUL": START + b',"result":{"response":"\x00"}}',
    "NUL in a mail address": START.replace(b"a@b", b"a\\u0000@b") + b"}",
    "NUL in an IRI": START.replace(b"urn:o", b"urn:\\u0000") + b"}",
    "a lone surrogate": START + b',"result":{"response":"\\udc00"}}',
    "a lone surrogate as a name": START + b',"\\ud800":1}',
    "a number that is infinite": START + b',"result":{"score":{"raw":1e999}}}',
    "a number of many digits": START + b',"result":{"score":{"raw":' + b"9" * 100_000 + b"}}}",
    "a property twice": START + b',"verb":{"id":"urn:w"}}',
    "half a statement": START,
    "two statements in a row": START + b"}" + START + b"}",
    "a byte order mark": b"\xef\xbb\xbf" + START + b"}",
}


@pytest.mark.parametrize("name", BODIES)
def test_a_harmful_body_is_refused_with_a_sentence(lrs: Lrs, name: str) -> None:
    answer = lrs.post(BODIES[name])
    assert answer.status_code == 400
    fault = answer.get_json()["faults"][0]
    assert fault["message"]
    assert fault["link"].startswith("https://")
    assert db.session.query(Statement).count() == 0


def test_a_large_body_of_unknown_length_is_refused_and_not_cut_off(lrs: Lrs) -> None:
    # With blanks at its end even what is left of it would be a statement.
    body = BytesIO(START + b"}" + b" " * (20 * MEGABYTE))
    answer = lrs.client.post(
        URL,
        input_stream=body,
        content_type="application/json",
        headers=lrs.headers,
        environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
    )
    assert answer.status_code == 413
    assert "8 MB" in answer.get_json()["message"]
    # Read to its end, so that the client sees the answer instead of a broken connection.
    assert body.read() == b""


def test_every_faulty_statement_of_a_batch_is_named_with_all_its_faults(lrs: Lrs) -> None:
    bad = {"id": str(uuid4()), "actor": samples.ADA, "verb": {"id": "no iri"}, "p": 1}
    answer = lrs.post([samples.small(), *[bad | {"id": str(uuid4())} for _ in range(3000)]])
    assert answer.status_code == 400
    faults = answer.get_json()["faults"]
    assert {fault["index"] for fault in faults} == set(range(1, 3001))
    assert {fault["path"] for fault in faults if fault["index"] == 3000} == {"verb.id", "p", "object"}
    assert len({fault["id"] for fault in faults}) == 3000
    assert len(faults) == 9000


def test_where_there_are_too_many_faults_to_list_every_statement_is_named_and_the_rest_counted(lrs: Lrs) -> None:
    answer = lrs.post({f"p{number}": 1 for number in range(50_000)})
    faults = answer.get_json()["faults"]
    assert len(faults) == MOST_FAULTS
    # Those that are missing (actor, verb, object) count, too.
    assert faults[-1]["left_out"] == 50_003 - MOST_FAULTS
    answer = lrs.post([{}] * MOST_STATEMENTS)
    faults = answer.get_json()["faults"]
    assert {fault["index"] for fault in faults} == set(range(MOST_STATEMENTS))
    assert len(faults) + sum(fault.get("left_out", 0) for fault in faults) == 3 * MOST_STATEMENTS
    assert len(faults) < MOST_IN_FULL + MOST_STATEMENTS


def test_a_full_disk_is_told_and_nothing_is_half_stored(app: Flask, lrs: Lrs) -> None:
    if db.engine.dialect.name == "sqlite":
        pages = db.session.scalar(db.text("PRAGMA page_count"))
        db.session.execute(db.text(f"PRAGMA max_page_count = {pages + 20}"))
        # The limit belongs to the connection: the request must get this one.
        db.session.remove()
    else:
        # What PostgreSQL says where there is no room, said by PostgreSQL.
        db.session.execute(
            db.text(
                "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
                "'could not extend file \"base/1\": No space left on device' USING ERRCODE = 'disk_full'; END $$"
            )
        )
        db.session.execute(
            db.text("CREATE TRIGGER no_room BEFORE INSERT ON statement_relation EXECUTE FUNCTION no_room()")
        )
        db.session.commit()
    many = [samples.small(context={"team": samples.TEAM}, result={"response": "x" * 3000}) for _ in range(300)]
    answer = lrs.post(many)
    assert answer.status_code == 507
    assert "nothing of this request was stored" in answer.get_json()["message"]
    assert lrs.ids() == []
