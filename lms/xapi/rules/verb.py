"""What was done.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#243-verb
"""

from typing import Any

from lms.xapi.rules.faults import DATA, Place, Shape
from lms.xapi.rules.iris import iri
from lms.xapi.rules.languages import language_map

VERB = f"{DATA}243-verb"
VOIDING = f"{DATA}232-voiding"
VOIDED = "http://adlnet.gov/expapi/verbs/voided"

_VERB = Shape(VERB, {"id": iri, "display": language_map}, required=("id",))


def verb(value: Any, place: Place) -> None:
    """A verb: its IRI, and how it reads in the languages of people."""
    _VERB.check(value, place)
