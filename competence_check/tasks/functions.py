"""What the functions and signs of a spreadsheet do with values."""

import math
import re
from collections.abc import Callable

Result = float | str


class Bad(Exception):
    """The formula is none, or has no result."""


def _mean(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers)


_FUNCTIONS: dict[str, Callable[[list[float]], float]] = {
    "SUMME": sum, "SUM": sum, "MITTELWERT": _mean, "AVERAGE": _mean, "MIN": min, "MAX": max,
    "PRODUKT": math.prod, "PRODUCT": math.prod,
    "ANZAHL": lambda numbers: float(len(numbers)), "COUNT": lambda numbers: float(len(numbers)),
}  # fmt: skip


def called(name: str, arguments: list[list[Result]]) -> Result:
    """The result of a function for its arguments, each a list of values. Raises Bad."""
    if name in ("WENN", "IF") and len(arguments) == 3:
        return arguments[1][0] if number(arguments[0][0]) else arguments[2][0]
    if name in ("RUNDEN", "ROUND") and len(arguments) == 2:
        places = 10.0 ** int(number(arguments[1][0]))
        return math.floor(number(arguments[0][0]) * places + 0.5) / places
    if name in _CONDITIONAL and len(arguments) in (2, 3):
        return _conditional(name, arguments)
    numbers = [value for argument in arguments for value in argument if isinstance(value, float)]
    if name not in _FUNCTIONS or (not numbers and name not in ("SUMME", "SUM", "ANZAHL", "COUNT")):
        raise Bad
    return float(_FUNCTIONS[name](numbers))


_CONDITIONAL = ("SUMMEWENN", "SUMIF", "MITTELWERTWENN", "AVERAGEIF", "ZÄHLENWENN", "COUNTIF")


def _conditional(name: str, arguments: list[list[Result]]) -> Result:
    """Sum, mean or number of the cells for which a criterion such as ">0" holds; it may look at other cells."""
    looked_at, taken = arguments[0], arguments[-1] if len(arguments) > 2 else arguments[0]
    sign, wanted = _criterion(arguments[1][0])
    chosen = [value for cell, value in zip(looked_at, taken, strict=False) if holds(cell, sign, wanted)]
    if name in ("ZÄHLENWENN", "COUNTIF"):
        return float(len(chosen))
    numbers = [value for value in chosen if isinstance(value, float)]
    if not numbers and name in ("MITTELWERTWENN", "AVERAGEIF"):
        raise Bad
    return sum(numbers) / (len(numbers) if name in ("MITTELWERTWENN", "AVERAGEIF") else 1)


def _criterion(criterion: Result) -> tuple[str, Result]:
    found = re.match(r"(<=|>=|<>|[<>=]?)\s*(.*)", criterion) if isinstance(criterion, str) else None
    if found is None:
        return "=", criterion
    found_number = re.fullmatch(r"-?\d+(?:[.,]\d+)?", found[2])
    return found[1] or "=", float(found_number[0].replace(",", ".")) if found_number else found[2]


def holds(left: Result, sign: str, right: Result) -> bool:
    """Whether a comparison holds; a number and a text are only ever unequal."""
    if isinstance(left, float) and isinstance(right, float):
        order = (left > right) - (left < right)
    elif isinstance(left, str) and isinstance(right, str):
        order = (left.casefold() > right.casefold()) - (left.casefold() < right.casefold())
    else:
        return sign == "<>"
    return {"=": order == 0, "<>": order != 0, "<": order < 0, ">": order > 0, "<=": order <= 0, ">=": order >= 0}[sign]


def number(value: Result) -> float:
    """The value as a number; an empty cell is 0. Raises Bad."""
    if isinstance(value, float):
        return value
    if value == "":
        return 0.0
    raise Bad


def worded(value: Result) -> str:
    """The value as text."""
    return f"{value:g}" if isinstance(value, float) else value
