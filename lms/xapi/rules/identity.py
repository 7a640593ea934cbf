"""The one string by which an agent or a group is known.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#2423-inverse-functional-identifier
"""

from collections.abc import Iterator, Mapping
from typing import Any


def identity(actor: Mapping[str, Any] | None) -> str:
    """The identifier of a valid agent or group; empty for an anonymous group.

    Two actors are the same exactly when their identities are: the domain of a mail address knows no case.
    """
    if not actor:
        return ""
    if "mbox" in actor:
        name, _, domain = str(actor["mbox"]).rpartition("@")
        return f"mbox {name}@{domain.lower()}"
    if "mbox_sha1sum" in actor:
        return f"mbox_sha1sum {str(actor['mbox_sha1sum']).lower()}"
    if "openid" in actor:
        return f"openid {actor['openid']}"
    if "account" in actor:
        # An IRI has no spaces, so the first one ends the home page.
        return f"account {actor['account']['homePage']} {actor['account']['name']}"
    return ""


def identities(actor: Mapping[str, Any] | None) -> Iterator[str]:
    """The identity of `actor` and, if it is a group, those of its members."""
    if not actor:
        return
    own = identity(actor)
    if own:
        yield own
    for member in actor.get("member", ()):
        yield identity(member)
