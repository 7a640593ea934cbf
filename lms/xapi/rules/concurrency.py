"""Whether a document may be changed, when others may have changed it meanwhile.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#31-concurrency
https://www.rfc-editor.org/rfc/rfc9110#section-13.1
"""

import re
from enum import Enum

from lms.xapi.rules.versions import Version

CONCURRENCY = "https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#31-concurrency"

_TAG = re.compile(r'(W/)?"([^"]*)"')


class Verdict(Enum):
    """What becomes of a request that would change a document."""

    GO_ON = "go on"
    UNSAID = "400"
    CONFLICT = "409"
    FAILED = "412"


class Blind(Enum):
    """What a request may do that says neither If-Match nor If-None-Match."""

    ALL = "all"
    CREATE = "create"
    NOTHING = "nothing"


def may_blindly(method: str, *, state: bool, version: Version) -> Blind:
    """What a request of this method may do to a state, or else a profile, without knowing what is there.

    In version 1 conflicts of states are held unlikely, and a profile is never put blindly; in version 2 all kinds
    are alike. https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#23-state-resource
    """
    if method != "PUT" or (state and version is Version.ONE):
        return Blind.ALL
    return Blind.NOTHING if version is Version.ONE else Blind.CREATE


def _names(header: str, etag: str | None) -> bool:
    """Whether the header names the document as it is now; `*` is any document, so none where there is none."""
    if etag is None:
        return False
    return header.strip() == "*" or etag in (tag for _weak, tag in _TAG.findall(header))


def verdict(etag: str | None, *, if_match: str | None, if_none_match: str | None, blind: Blind) -> Verdict:
    """Whether the request may go on. etag: of the document as it is; None if there is none."""
    if if_match is not None and not _names(if_match, etag):
        return Verdict.FAILED
    if if_none_match is not None and _names(if_none_match, etag):
        return Verdict.FAILED
    if if_match is not None or if_none_match is not None or blind is Blind.ALL:
        return Verdict.GO_ON
    if etag is not None:
        return Verdict.CONFLICT
    return Verdict.GO_ON if blind is Blind.CREATE else Verdict.UNSAID
