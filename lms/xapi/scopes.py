"""What a credential may do.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#42-oauth-10-authorization-scope
"""

from collections.abc import Iterable
from enum import StrEnum

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString


class Scope(StrEnum):
    """A permission of a credential. STATE and PROFILE are kept for the document resources."""

    WRITE = "statements/write"
    READ_MINE = "statements/read/mine"
    READ = "statements/read"
    STATE = "state"
    PROFILE = "profile"
    ALL_READ = "all/read"
    ALL = "all"


LABELS: dict[Scope, LazyString] = {
    Scope.WRITE: _("Lernnachweise schreiben"),
    Scope.READ_MINE: _("Selbst geschriebene Lernnachweise lesen"),
    Scope.READ: _("Alle Lernnachweise der Organisation lesen"),
    Scope.STATE: _("Zwischenstände lesen und schreiben"),
    Scope.PROFILE: _("Profile lesen und schreiben"),
    Scope.ALL_READ: _("Alles lesen"),
    Scope.ALL: _("Alles lesen und schreiben"),
}


def may_write(scopes: Iterable[str]) -> bool:
    """Whether statements may be written."""
    return not {Scope.WRITE, Scope.ALL}.isdisjoint(scopes)


def may_read_all(scopes: Iterable[str]) -> bool:
    """Whether all statements of the organisation may be read."""
    return not {Scope.READ, Scope.ALL_READ, Scope.ALL}.isdisjoint(scopes)


def may_read(scopes: Iterable[str]) -> bool:
    """Whether at least the credential's own statements may be read."""
    granted = set(scopes)
    return Scope.READ_MINE in granted or may_read_all(granted)
