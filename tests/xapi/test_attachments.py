"""Statements in parts: data of attachments, and signatures."""

from hashlib import sha256
from typing import Any

import orjson
import pytest
from joserfc import jws
from joserfc.jwk import OctKey, RSAKey

from lms.xapi.rules.multipart import NotInParts, split
from tests.xapi import samples
from tests.xapi.lrs import Lrs

pytestmark = pytest.mark.db

KEY = RSAKey.generate_key(2048)


def attachment(content: bytes, **changes: Any) -> dict[str, Any]:
    return {
        "usageType": "https://city.example/certificate",
        "display": {"de": "Urkunde"},
        "contentType": "application/pdf",
        "length": len(content),
        "sha2": sha256(content).hexdigest(),
        **changes,
    }


def in_parts(statements: Any, *contents: bytes, named: str | None = None) -> bytes:
    body = b"--x\r\nContent-Type: application/json\r\n\r\n" + orjson.dumps(statements) + b"\r\n"
    for content in contents:
        sha2 = named or sha256(content).hexdigest()
        head = f"--x\r\nContent-Transfer-Encoding: binary\r\nX-Experience-API-Hash: {sha2}\r\n\r\n"
        body += head.encode() + content + b"\r\n"
    return body + b"--x--\r\n"


def post(lrs: Lrs, body: bytes) -> Any:
    return lrs.send("POST", "statements", data=body, Content_Type="multipart/mixed; boundary=x")


def signed(statement: Any, algorithm: str = "RS256", key: Any = KEY, **header: Any) -> tuple[Any, bytes]:
    signature = jws.serialize_compact(
        {"alg": algorithm, **header}, orjson.dumps(statement), key, algorithms=[algorithm]
    ).encode()
    mark = attachment(
        signature, usageType="http://adlnet.gov/expapi/attachments/signature", contentType="application/octet-stream"
    )
    return {**statement, "attachments": [mark]}, signature


def test_data_comes_back_with_its_statement_when_asked_for(lrs: Lrs) -> None:
    content = b"\r\n--y\x00\xff\r\n"
    answer = post(lrs, in_parts(samples.small(attachments=[attachment(content)]), content))
    assert answer.status_code == 200, answer.text
    (name,) = answer.get_json()
    found = lrs.get(statementId=name, attachments="true")
    parts = split(found.data, found.mimetype_params["boundary"])
    assert orjson.loads(parts[0].content)["id"] == name
    assert [(part.content, part.headers["content-type"]) for part in parts[1:]] == [(content, "application/pdf")]
    assert lrs.get(statementId=name).mimetype == "application/json"
    assert len(split(*_body(lrs.get(attachments="true")))) == 2


def _body(answer: Any) -> tuple[bytes, str]:
    return answer.data, answer.mimetype_params["boundary"]


def test_the_same_data_of_two_tenants_stays_apart(lrs: Lrs, lrs_of_firm: Lrs) -> None:
    for each in (lrs, lrs_of_firm):
        assert post(each, in_parts([samples.small(attachments=[attachment(b"a")])] * 2, b"a")).status_code == 200
    assert len(split(*_body(lrs.get(attachments="true")))) == 2


@pytest.mark.parametrize(
    "body",
    [
        in_parts(samples.small(attachments=[attachment(b"a")])),
        in_parts(samples.small(attachments=[attachment(b"a")]), b"a", b"b"),
        in_parts(samples.small(attachments=[attachment(b"a")]), b"b", named=sha256(b"a").hexdigest()),
        in_parts(samples.small()).replace(b"application/json", b"text/plain"),
        in_parts(samples.small())[:-6],
        b"nothing",
    ],
)
def test_parts_that_do_not_fit_store_nothing(lrs: Lrs, body: bytes) -> None:
    assert post(lrs, body).status_code == 400
    assert lrs.ids() == []


@pytest.mark.parametrize("boundary", [None, "", "x" * 71, "ä", "not there"])
def test_a_body_without_its_boundary_is_refused(boundary: str | None) -> None:
    with pytest.raises(NotInParts):
        split(in_parts({}), boundary)


@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
def test_a_statement_with_a_good_signature_is_taken(lrs: Lrs, algorithm: str) -> None:
    statement, signature = signed(samples.small(), algorithm)
    assert post(lrs, in_parts(statement, signature)).status_code == 200


def test_a_signature_over_something_else_is_refused(lrs: Lrs) -> None:
    statement, signature = signed(samples.small())
    for changed in ({**statement, "actor": samples.BEN}, {**statement, "result": {"success": True}}):
        answer = post(lrs, in_parts(changed, signature))
        assert answer.get_json()["faults"][0]["path"] == "attachments[0]"


def test_a_signature_of_another_kind_or_without_data_is_refused(lrs: Lrs) -> None:
    secret, weak = signed(samples.small(), "HS256", OctKey.generate_key(256))
    assert post(lrs, in_parts(secret, weak)).status_code == 400
    statement, _signature = signed(samples.small())
    statement["attachments"][0]["fileUrl"] = "https://city.example/signature"
    assert lrs.post(statement).status_code == 400
    no_jws = attachment(
        b"x", usageType=statement["attachments"][0]["usageType"], contentType="application/octet-stream"
    )
    assert post(lrs, in_parts(samples.small(attachments=[no_jws]), b"x")).status_code == 400


def test_a_signature_with_an_unreadable_certificate_is_refused(lrs: Lrs) -> None:
    statement, signature = signed(samples.small(), x5c=["AAAA"])
    assert "x5c" in post(lrs, in_parts(statement, signature)).get_json()["message"]
