"""What is wrong with a statement, and where: the vocabulary in which all rules speak."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from lms.xapi.rules.versions import Version

DATA = "https://github.com/adlnet/xAPI-Spec/blob/master/xAPI-Data.md#"
NULLS = f"{DATA}22-formatting-requirements"
MOST_FAULTS = 1000
LONGEST_PATH = 1000


@dataclass(frozen=True)
class StatementFault:
    """A broken rule.

    path: of the property, as in `context.contextActivities.parent[0].id`; link: to the rule.
    """

    path: str
    message: str
    link: str


class Noted(list[StatementFault]):
    """What is wrong with one statement; left_out: how much more than is listed."""

    left_out = 0


class Place:
    """Where in a statement a rule looks, and the list in which it notes what is wrong there."""

    __slots__ = ("_key", "_parent", "found", "version")

    def __init__(
        self,
        found: list[StatementFault],
        version: Version,
        key: str | int = "",
        parent: "Place | None" = None,
    ):
        self.found = found
        self.version = version
        self._key = key
        self._parent = parent

    def at(self, key: str | int) -> "Place":
        """The place of a property, or of an item of a list."""
        return Place(self.found, self.version, key, self)

    def move(self, key: str | int) -> "Place":
        """This place, from now on that of the sibling `key`: one is enough for all properties of an object."""
        self._key = key
        return self

    @property
    def path(self) -> str:
        """How to get here from the statement; empty for the statement itself."""
        if self._parent is None:
            return ""
        before = self._parent.path
        if isinstance(self._key, int):
            return f"{before}[{self._key}]"
        return f"{before}.{self._key}" if before else self._key

    def fault(self, message: str, link: str) -> None:
        """Note that something is wrong here; from MOST_FAULTS on nobody reads on, so they are only counted."""
        if len(self.found) < MOST_FAULTS:
            self.found.append(StatementFault(self.path[:LONGEST_PATH], message, link))
        elif isinstance(self.found, Noted):
            self.found.left_out += 1


Rule = Callable[[Any, Place], None]


@dataclass(frozen=True)
class Shape:
    """An object of the specification: which properties it may have, which rule each obeys, which must be
    there."""

    link: str
    properties: Mapping[str, Rule]
    required: tuple[str, ...] = ()
    _lower: Mapping[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_lower", {name.lower(): name for name in self.properties})

    def check(self, value: Any, place: Place) -> dict[str, Any] | None:
        """Check `value` and what is in it; the value, or None where it is no object at all.

        Nulls are refused everywhere but inside extensions, and so is every property the specification does
        not name.
        """
        if not isinstance(value, dict):
            place.fault(f"must be an object, not {kind_of(value)}", self.link)
            return None
        here = place.at("")
        for name, content in value.items():
            rule = self.properties.get(name)
            if rule is None:
                here.move(name).fault(self._unknown(name), self.link)
            elif content is None:
                here.move(name).fault("must not be null; leave the property out", NULLS)
            else:
                rule(content, here.move(name))
        for name in self.required:
            if name not in value:
                place.at(name).fault("is missing", self.link)
        return value

    def _unknown(self, name: str) -> str:
        meant = self._lower.get(name.lower())
        return f"must be written {meant!r}" if meant else "is not a property that the specification knows here"


def list_of(rule: Rule, link: str) -> Rule:
    """A rule for lists whose items obey `rule`."""

    def check(value: Any, place: Place) -> None:
        if not isinstance(value, list):
            place.fault(f"must be a list, not {kind_of(value)}", link)
            return
        here = place.at(0)
        for index, item in enumerate(value):
            if item is None:
                here.move(index).fault("must not be null", NULLS)
            else:
                rule(item, here.move(index))

    return check


def kind_of(value: Any) -> str:
    """What JSON calls the kind of `value`, for messages."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    kinds = {str: "a string", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return kinds.get(type(value), type(value).__name__)
