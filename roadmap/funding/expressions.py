"""The language in which funding rules are written: comparisons of facts with numbers, `and`, `or`, `not`, brackets.

    hours > 120
    azav_provider and azav_measure
    size < 500 and (age >= 45 or severely_disabled)

Nothing else is understood, so a content file can run no code. What is not known stays unknown (Kleene's strong
three-valued logic): `False and unknown` is False, `True and unknown` is unknown.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Facts = Mapping[str, float | bool]

_TOKEN = re.compile(r"\s*(?:(>=|<=|>|<|=|\(|\))|(\d+(?:\.\d+)?)|([a-z][a-z0-9_]*))")
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "=": operator.eq,
}
_WORDS = ("and", "or", "not")
_DEEPEST = 20


class ExpressionError(ValueError):
    """The text is not in the language; the message says why."""


@dataclass(frozen=True)
class Expression:
    """A condition. facts: the names it speaks of, in their order; numbers: those of them compared with numbers."""

    text: str
    facts: tuple[str, ...]
    numbers: frozenset[str]
    _value: Callable[[Facts], bool | None]

    def value(self, facts: Facts) -> bool | None:
        """True, False, or None where too little is known."""
        return self._value(facts)


def parse(text: str) -> Expression:
    """The condition that `text` states. Raises ExpressionError."""
    reader = _Reader(_tokens(text))
    value = reader.either(0)
    if reader.rest:
        raise ExpressionError(f"does not understand {reader.rest[0]!r} at this place")
    return Expression(text, tuple(dict.fromkeys(reader.facts)), frozenset(reader.numbers), value)


def _tokens(text: str) -> list[str]:
    found, at = [], 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ExpressionError(f"does not understand {text[at:].strip()[:20]!r}")
        found.append(match.group().strip())
        at = match.end()
    return found


class _Reader:
    """Reads tokens from left to right; `and` binds more tightly than `or`."""

    def __init__(self, tokens: list[str]) -> None:
        self.rest = tokens
        self.facts: list[str] = []
        self.numbers: set[str] = set()

    def either(self, depth: int) -> Callable[[Facts], bool | None]:
        parts = [self._all(depth)]
        while self._takes("or"):
            parts.append(self._all(depth))
        return parts[0] if len(parts) == 1 else lambda facts: _any([part(facts) for part in parts])

    def _all(self, depth: int) -> Callable[[Facts], bool | None]:
        parts = [self._one(depth)]
        while self._takes("and"):
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else lambda facts: _not(_any([_not(part(facts)) for part in parts]))

    def _one(self, depth: int) -> Callable[[Facts], bool | None]:
        if depth > _DEEPEST:
            raise ExpressionError("is nested too deeply")
        if self._takes("not"):
            inner = self._one(depth + 1)
            return lambda facts: _not(inner(facts))
        if self._takes("("):
            inside = self.either(depth + 1)
            if not self._takes(")"):
                raise ExpressionError("a bracket is not closed")
            return inside
        return self._fact()

    def _fact(self) -> Callable[[Facts], bool | None]:
        name = self._next("a fact")
        if not name[0].isalpha() or name in _WORDS:
            raise ExpressionError(f"needs the name of a fact, not {name!r}")
        self.facts.append(name)
        if not self.rest or self.rest[0] not in _COMPARISONS:
            return lambda facts: bool(facts[name]) if name in facts else None
        compare, number = _COMPARISONS[self._next("a comparison")], self._next("a number")
        if not number[0].isdigit():
            raise ExpressionError(f"compares {name!r} with {number!r}, which is no number")
        self.numbers.add(name)
        limit = float(number)
        return lambda facts: compare(float(facts[name]), limit) if name in facts else None

    def _takes(self, token: str) -> bool:
        if self.rest[:1] == [token]:
            self.rest = self.rest[1:]
            return True
        return False

    def _next(self, what: str) -> str:
        if not self.rest:
            raise ExpressionError(f"ends where {what} is needed")
        token, *self.rest = self.rest
        return token


def _any(values: list[bool | None]) -> bool | None:
    return True if True in values else None if None in values else False


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value
