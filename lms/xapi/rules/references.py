"""References from one statement to another.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#statement-references
"""

from typing import Any

from lms.xapi.rules.faults import DATA, Place, Shape
from lms.xapi.rules.values import one_of, uuid

REFERENCES = f"{DATA}statement-references"

_REFERENCE = Shape(
    REFERENCES,
    {"objectType": one_of(REFERENCES, "StatementRef"), "id": uuid},
    required=("objectType", "id"),
)


def statement_reference(value: Any, place: Place) -> None:
    """The id of another statement, which need not be here yet."""
    _REFERENCE.check(value, place)
