"""Who did it: agents and groups.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#242-actor
"""

import re
from typing import Any

from lms.xapi.rules.faults import DATA, Place, Shape, list_of
from lms.xapi.rules.iris import iri
from lms.xapi.rules.values import one_of, text

AGENT = f"{DATA}2421-when-the-actor-objecttype-is-agent"
GROUP = f"{DATA}2422-when-the-actor-objecttype-is-group"
IDENTIFIER = f"{DATA}2423-inverse-functional-identifier"
ACCOUNT = f"{DATA}2424-account-object"

IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")

_MAILTO = re.compile(r"mailto:[^\s\x00-\x20@<>\"]+@[^\s\x00-\x20@<>\"]+")
_SHA1 = re.compile(r"[0-9a-f]{40}", re.IGNORECASE)


def mbox(value: Any, place: Place) -> None:
    """A mail address as mailto: IRI."""
    if not isinstance(value, str) or not _MAILTO.fullmatch(value):
        place.fault("must be a mail address with mailto:, such as mailto:name@example.org", IDENTIFIER)


def mbox_sha1sum(value: Any, place: Place) -> None:
    """The SHA-1 hash of a mailto: IRI, in hexadecimal."""
    if not isinstance(value, str) or not _SHA1.fullmatch(value):
        place.fault("must be 40 hexadecimal digits", IDENTIFIER)


def _account_name(value: Any, place: Place) -> None:
    text(value, place)
    if isinstance(value, str) and "\x00" in value:
        place.fault("must not contain the character NUL", ACCOUNT)


_ACCOUNT = Shape(ACCOUNT, {"homePage": iri, "name": _account_name}, required=("homePage", "name"))


def account(value: Any, place: Place) -> None:
    """An account: the system and the name in it."""
    _ACCOUNT.check(value, place)


_IDENTIFIED = {"name": text, "mbox": mbox, "mbox_sha1sum": mbox_sha1sum, "openid": iri, "account": account}
_AGENT = Shape(AGENT, {"objectType": one_of(AGENT, "Agent"), **_IDENTIFIED})


def _identifiers(value: dict[str, Any]) -> int:
    return sum(name in value for name in IDENTIFIERS)


def agent(value: Any, place: Place) -> None:
    """One person or system, with exactly one identifier."""
    found = _AGENT.check(value, place)
    if found is not None and _identifiers(found) != 1:
        place.fault(f"an agent needs exactly one of {', '.join(IDENTIFIERS)}", IDENTIFIER)


_GROUP = Shape(
    GROUP,
    {"objectType": one_of(GROUP, "Group"), "member": list_of(agent, GROUP), **_IDENTIFIED},
    required=("objectType",),
)


def group(value: Any, place: Place) -> None:
    """Several agents; with one identifier, or anonymous and then with its members named.

    Groups do not nest.
    """
    found = _GROUP.check(value, place)
    if found is None:
        return
    if _identifiers(found) > 1:
        place.fault(f"a group has at most one of {', '.join(IDENTIFIERS)}", IDENTIFIER)
    if _identifiers(found) == 0 and not found.get("member"):
        place.fault("a group without identifier needs its members in 'member'", GROUP)


def actor(value: Any, place: Place) -> None:
    """An agent, or a group where objectType says so."""
    if isinstance(value, dict) and value.get("objectType") == "Group":
        group(value, place)
    else:
        agent(value, place)
