"""Parameters that several resources share: agents in JSON, and texts that PostgreSQL can hold.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#20-resources
"""

from typing import Any

from lms.xapi.rules.actor import actor
from lms.xapi.rules.faults import Place
from lms.xapi.rules.identity import identity
from lms.xapi.rules.reading import Unreadable, read_json

RESOURCES = "https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#20-resources"


def agent_in_json(value: Any, place: Place) -> None:
    """An agent or a group with an identifier, as JSON."""
    try:
        found = read_json(value.encode())
    except (Unreadable, UnicodeEncodeError) as error:
        place.fault(f"must be an agent in JSON: {error}", RESOURCES)
        return
    before = len(place.found)
    actor(found, place)
    if len(place.found) == before and not identity(found):
        place.fault("must have an identifier", RESOURCES)


def name_of_document(value: Any, place: Place) -> None:
    """What a document is called: any text but one that no database holds."""
    if not value or "\x00" in value:
        place.fault("must be a name, and without the character NUL", RESOURCES)
    elif any("\ud800" <= character <= "\udfff" for character in value):
        place.fault("holds half a character (a lone surrogate)", RESOURCES)
