"""What a credential may do.

https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Communication.md#42-oauth-10-authorization-scope
"""

from collections.abc import Iterable
from enum import StrEnum

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString


class Scope(StrEnum):
    """A permission of a credential. STATE and PROFILE are those of the document resources."""

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


_HOLDS: dict[str, frozenset[str]] = {
    Scope.READ: frozenset({Scope.READ_MINE}),
    Scope.ALL_READ: frozenset({Scope.READ, Scope.READ_MINE}),
    Scope.ALL: frozenset(Scope),
}


def both(granted: Iterable[str], asked: Iterable[str]) -> frozenset[str]:
    """What two sets of scopes allow together: each alone allows at least as much."""
    return _all_of(granted) & _all_of(asked)


def _all_of(scopes: Iterable[str]) -> frozenset[str]:
    named = frozenset(scopes)
    return named.union(*(_HOLDS.get(scope, frozenset()) for scope in named))


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


def may_use_documents(scopes: Iterable[str], *, state: bool, writes: bool) -> bool:
    """Whether documents (states, or else profiles) may be read, or also written."""
    needed = {Scope.STATE if state else Scope.PROFILE, Scope.ALL}
    return not (needed if writes else needed | {Scope.ALL_READ}).isdisjoint(scopes)


def may_look_up(scopes: Iterable[str]) -> bool:
    """Whether agents and activities may be looked up."""
    return may_read(scopes) or not {Scope.STATE, Scope.PROFILE}.isdisjoint(scopes)
