"""Signed statements: the signature is a JSON web signature over the statement as it was before.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#26-signed-statements
"""

import base64
import binascii
from collections.abc import Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import load_der_x509_certificate
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from lms.xapi.rules.equivalence import equivalent
from lms.xapi.rules.faults import DATA, Place, StatementFault
from lms.xapi.rules.reading import Unreadable, read_json
from lms.xapi.rules.statement import check_statement

SIGNED = f"{DATA}26-signed-statements"
USAGE = "http://adlnet.gov/expapi/attachments/signature"
CONTENT_TYPE = "application/octet-stream"
ALGORITHMS = ["RS256", "RS384", "RS512"]


class BadSignature(ValueError):
    """The signature does not hold; the message says why."""


def is_signature(attachment: Any) -> bool:
    """Whether an attachment says that it signs its statement."""
    return isinstance(attachment, dict) and attachment.get("usageType") == USAGE


def check_signatures(statement: dict[str, Any], place: Place, data: Mapping[str, bytes]) -> None:
    """Note every signature of a valid statement that does not hold. data: what came along, by hash."""
    for index, attachment in enumerate(statement.get("attachments", ())):
        if not is_signature(attachment):
            continue
        here = place.at("attachments").at(index)
        signature = data.get(attachment["sha2"].lower())
        if attachment["contentType"] != CONTENT_TYPE:
            here.at("contentType").fault(f"must be {CONTENT_TYPE}, for it is a signature", SIGNED)
        elif signature is None:
            here.fault("is a signature, so its data must come along", SIGNED)
        else:
            try:
                _check(signature, statement, place)
            except BadSignature as error:
                here.fault(str(error), SIGNED)


def _check(signature: bytes, statement: dict[str, Any], place: Place) -> None:
    try:
        found = jws.extract_compact(signature)
        header, payload = found.headers(), found.payload
    except (JoseError, ValueError, TypeError):
        raise BadSignature("is no JSON web signature in compact serialization") from None
    if header.get("alg") not in ALGORITHMS:
        raise BadSignature(f"must be signed with one of {', '.join(ALGORITHMS)}")
    if "x5c" in header:
        _check_against(header["x5c"], signature)
    signed = _statement_in(payload, place)
    if str(signed.get("id", "")).lower() not in ("", str(statement.get("id", "")).lower()):
        raise BadSignature("signs a statement with another id")
    if not equivalent(unsigned(statement), unsigned(signed)):
        raise BadSignature("signs another statement than this one")


def _check_against(chain: Any, signature: bytes) -> None:
    """Check the signature against the first certificate of the chain; whom to trust is for readers to decide."""
    try:
        key = load_der_x509_certificate(base64.b64decode(chain[0], validate=True)).public_key()
    except (ValueError, TypeError, LookupError, binascii.Error):
        raise BadSignature("has no certificate in x5c that can be read") from None
    if not isinstance(key, RSAPublicKey):
        raise BadSignature("has a certificate in x5c whose key is not RSA")
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    try:
        jws.deserialize_compact(signature, RSAKey.import_key(pem), ALGORITHMS)
    except (JoseError, ValueError):
        raise BadSignature("was not made with the key of its certificate") from None


def _statement_in(payload: bytes, place: Place) -> dict[str, Any]:
    try:
        signed = read_json(payload)
    except Unreadable as error:
        raise BadSignature(f"signs something that is no JSON: {error}") from None
    found: list[StatementFault] = []
    check_statement(signed, Place(found, place.version))
    if found:
        raise BadSignature(f"signs something that is no statement: {found[0].path} {found[0].message}")
    return dict(signed)


def unsigned(statement: Mapping[str, Any]) -> dict[str, Any]:
    """The statement without its signatures, as it was before it was signed."""
    kept = [each for each in statement.get("attachments", ()) if not is_signature(each)]
    bare = {name: value for name, value in statement.items() if name != "attachments"}
    return bare | ({"attachments": kept} if kept else {})
