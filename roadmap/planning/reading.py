"""Reading JSON so that every fault names its place, such as `courses[3].minutes`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

LARGEST = 10**9


class InstanceError(ValueError):
    """Something in the input cannot be planned with; `path` says where, `problem` what."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}" if path else problem)
        self.path = path
        self.problem = problem


@dataclass(frozen=True)
class Place:
    """A value of the input and the path that leads to it. All getters raise InstanceError."""

    value: Any
    path: str = ""

    def fault(self, problem: str) -> InstanceError:
        """The error that names this place."""
        return InstanceError(self.path, problem)

    def fields(self, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, "Place"]:
        """The fields of an object that has all of `required` and nothing beyond `optional`."""
        if not isinstance(self.value, dict):
            raise self.fault("must be an object")
        for name in self.value:
            if name not in required and name not in optional:
                raise self._below(name).fault(f"unknown field; known are: {', '.join((*required, *optional))}")
        for name in required:
            if name not in self.value:
                raise self._below(name).fault("is missing")
        return {name: self._below(name) for name in self.value}

    def _below(self, name: str) -> "Place":
        return Place(self.value.get(name), f"{self.path}.{name}" if self.path else str(name))

    def items(self, most: int = 100_000) -> Iterator["Place"]:
        """The entries of a list."""
        if not isinstance(self.value, list):
            raise self.fault("must be a list")
        if len(self.value) > most:
            raise self.fault(f"has more than {most} entries")
        for number, item in enumerate(self.value):
            yield Place(item, f"{self.path}[{number}]")

    def entries(self) -> Iterator[tuple[str, "Place"]]:
        """The entries of an object, with their names."""
        if not isinstance(self.value, dict):
            raise self.fault("must be an object")
        for name in self.value:
            yield str(name), self._below(name)

    def text(self) -> str:
        """A text that is not empty, at most 200 characters."""
        if not isinstance(self.value, str) or not self.value.strip() or len(self.value) > 200:
            raise self.fault("must be a text of 1 to 200 characters")
        return self.value

    def texts(self) -> tuple[str, ...]:
        """A list of texts, each once."""
        found: dict[str, None] = {}
        for item in self.items():
            if item.text() in found:
                raise item.fault(f"{item.value!r} stands here twice")
            found[item.value] = None
        return tuple(found)

    def flag(self) -> bool:
        """True or false."""
        if not isinstance(self.value, bool):
            raise self.fault("must be true or false")
        return self.value

    def whole(self) -> int:
        """A whole number."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self.fault("must be a whole number")
        return self.value

    def number(self) -> float:
        """A number with or without decimals."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float) or not abs(self.value) <= LARGEST:
            raise self.fault(f"must be a number of at most {LARGEST}")
        return float(self.value)

    def time_of_day(self) -> time:
        """A time such as "08:30"."""
        try:
            if len(self.value) != 5:
                raise ValueError
            return time.fromisoformat(self.value)
        except (TypeError, ValueError):
            raise self.fault('must be a time such as "08:30"') from None

    def day(self) -> date:
        """A day such as "2026-11-16"."""
        try:
            return date.fromisoformat(self.value)
        except (TypeError, ValueError):
            raise self.fault('must be a day such as "2026-11-16"') from None


def is_same(told: object, true: object) -> bool:
    """Whether a told value is the true one; numbers may differ by rounding."""
    if isinstance(told, int | float) and isinstance(true, int | float):
        return abs(told - true) <= 1e-6 * max(1.0, abs(true))
    return told == true
