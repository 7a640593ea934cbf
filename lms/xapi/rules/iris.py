"""Internationalized resource identifiers and what is keyed by them.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#43-iris
"""

import re
from typing import Any

from lms.xapi.rules.faults import DATA, Place, kind_of

IRIS = f"{DATA}43-iris"
EXTENSIONS = f"{DATA}41-extensions"

# A scheme, a colon, and none of the characters that RFC 3987 forbids everywhere.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s\x00-\x20<>\"{}|\\^`\x7f]+")


def is_iri(value: Any) -> bool:
    """Whether `value` is an absolute IRI, as far as its characters tell."""
    return isinstance(value, str) and _IRI.fullmatch(value) is not None


def iri(value: Any, place: Place) -> None:
    """An IRI with its scheme, such as http://adlnet.gov/expapi/verbs/completed."""
    if not is_iri(value):
        place.fault("must be an IRI with a scheme, such as https://example.org/…", IRIS)


def extensions(value: Any, place: Place) -> None:
    """A map whose keys are IRIs. Its values are nobody's business, nulls included.

    https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#41-extensions
    """
    if not isinstance(value, dict):
        place.fault(f"must be an object, not {kind_of(value)}", EXTENSIONS)
        return
    for key in value:
        if not is_iri(key):
            place.at(key).fault("the name of an extension must be an IRI", EXTENSIONS)
