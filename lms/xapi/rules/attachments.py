"""What the JSON of a statement says about its attachments.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#2411-attachments
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from lms.xapi.rules.faults import DATA, Place, Shape, list_of
from lms.xapi.rules.iris import iri
from lms.xapi.rules.languages import language_map

ATTACHMENTS = f"{DATA}2411-attachments"
DATA_OF_ATTACHMENTS = "https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#152-multipartmixed"

_NAME = r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+"
_MEDIA_TYPE = re.compile(rf"{_NAME}/{_NAME}(\s*;\s*{_NAME}=(?:{_NAME}|\"[^\"]*\"))*")
_SHA2 = re.compile(r"[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128}", re.IGNORECASE)


def _media_type(value: Any, place: Place) -> None:
    if not isinstance(value, str) or not _MEDIA_TYPE.fullmatch(value):
        place.fault("must be a media type, such as application/pdf", ATTACHMENTS)


def _length(value: Any, place: Place) -> None:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        place.fault("must be a whole number of bytes", ATTACHMENTS)


def _sha2(value: Any, place: Place) -> None:
    if not isinstance(value, str) or not _SHA2.fullmatch(value):
        place.fault("must be a SHA-2 hash in hexadecimal", ATTACHMENTS)


_ATTACHMENT = Shape(
    ATTACHMENTS,
    {
        "usageType": iri,
        "display": language_map,
        "description": language_map,
        "contentType": _media_type,
        "length": _length,
        "sha2": _sha2,
        "fileUrl": iri,
    },
    required=("usageType", "display", "contentType", "length", "sha2"),
)


def _attachment(value: Any, place: Place) -> None:
    _ATTACHMENT.check(value, place)


attachments = list_of(_attachment, ATTACHMENTS)


def missing_data(statement: dict[str, Any], place: Place, received: Collection[str]) -> None:
    """Note attachments that have no fileUrl and whose data did not come with the request (`received`
    hashes)."""
    carriers = [("attachments", statement)]
    if isinstance(statement.get("object"), dict):
        carriers.append(("object.attachments", statement["object"]))
    for name, carrier in carriers:
        listed = carrier.get("attachments")
        for index, attachment in enumerate(listed if isinstance(listed, list) else ()):
            if (
                isinstance(attachment, dict)
                and "fileUrl" not in attachment
                and str(attachment.get("sha2")).lower() not in received
            ):
                place.at(name).at(index).fault("has no fileUrl, and its data did not come along", DATA_OF_ATTACHMENTS)


def attachments_of(statement: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The attachments of a valid statement, and those of the statement within it."""
    yield from statement.get("attachments", ())
    if statement["object"].get("objectType") == "SubStatement":
        yield from statement["object"].get("attachments", ())


def hashes_of(statement: Mapping[str, Any]) -> set[str]:
    """The hashes of all attachments of a valid statement, in lower case."""
    return {str(each["sha2"]).lower() for each in attachments_of(statement)}
