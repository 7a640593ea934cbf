"""Formulas of a spreadsheet, German or English, for tasks: =SUMME(B2:B5), =IF(C2>10;C2*2;0).

A small part of what spreadsheets know: + - * / ^ & %, comparisons, references with or without $, and the functions
below. Numbers may have a comma or a point; arguments are parted by a semicolon, or by a comma that is not between
two digits.
"""

import math
import re
from collections.abc import Callable

Result = float | str


class Bad(Exception):
    """The formula is none, or has no result."""


_TOKEN = re.compile(
    r'\s*(?:(?P<number>\d+(?:[.,]\d+)?)|(?P<cell>\$?[A-Z]\$?[1-9]\d?(?!\w))|(?P<name>[A-ZÄÖÜ]+)|(?P<text>"[^"]*")'
    r"|(?P<sign><=|>=|<>|[-+*/^&%()<>=;,:]))"
)
DEEPEST = 12


def _mean(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers)


_FUNCTIONS: dict[str, Callable[[list[float]], float]] = {
    "SUMME": sum, "SUM": sum, "MITTELWERT": _mean, "AVERAGE": _mean, "MIN": min, "MAX": max,
    "PRODUKT": math.prod, "PRODUCT": math.prod,
    "ANZAHL": lambda numbers: float(len(numbers)), "COUNT": lambda numbers: float(len(numbers)),
}  # fmt: skip


def evaluate(formula: str, cell: Callable[[str], Result]) -> Result:
    """The result of a formula without its "="; `cell` knows the others. Raises Bad."""
    parser = _Parser(_tokens(formula), cell)
    try:
        result = parser.comparison()
    except (OverflowError, ValueError) as error:
        raise Bad from error
    if parser.rest:
        raise Bad
    return result


def _tokens(formula: str) -> list[str]:
    text, tokens, place = formula.strip(), [], 0
    while place < len(text):
        found = _TOKEN.match(text, place) or _TOKEN.match(text.upper(), place)
        if found is None or found.end() == place:
            raise Bad
        tokens.append(found[0].strip() if found["text"] else found[0].strip().upper())
        place = found.end()
    return tokens


class _Parser:
    """Reads from the left; each method one step of precedence."""

    def __init__(self, tokens: list[str], cell: Callable[[str], Result]) -> None:
        self.rest = tokens[::-1]
        self._cell = cell
        self._depth = 0

    def _next(self, *wanted: str) -> str:
        if self.rest and (not wanted or self.rest[-1] in wanted):
            return self.rest.pop()
        return ""

    def comparison(self) -> Result:
        """= <> < > <= >=, worth 1 or 0."""
        left = self._joined()
        while sign := self._next("=", "<>", "<", ">", "<=", ">="):
            right = self._joined()
            left = float(_holds(left, sign, right))
        return left

    def _joined(self) -> Result:
        left = self._sum()
        while self._next("&"):
            left = f"{_worded(left)}{_worded(self._sum())}"
        return left

    def _sum(self) -> Result:
        left = self._product()
        while sign := self._next("+", "-"):
            right = _number(self._product())
            left = _number(left) + (right if sign == "+" else -right)
        return left

    def _product(self) -> Result:
        left = self._power()
        while sign := self._next("*", "/"):
            right = _number(self._power())
            if sign == "/" and right == 0:
                raise Bad
            left = _number(left) * right if sign == "*" else _number(left) / right
        return left

    def _power(self) -> Result:
        base = self._signed()
        if not self._next("^"):
            return base
        try:
            result = _number(base) ** _number(self._signed())
        except (OverflowError, ZeroDivisionError) as error:
            raise Bad from error
        if isinstance(result, complex):
            raise Bad
        return float(result)

    def _signed(self) -> Result:
        sign = self._next("+", "-")
        value = self._single()
        while self._next("%"):
            value = _number(value) / 100
        return -_number(value) if sign == "-" else value

    def _single(self) -> Result:
        piece = self._next()
        if piece == "(":
            return self._inside()
        if piece[:1].isdigit():
            return float(piece.replace(",", "."))
        if piece.startswith('"'):
            return piece.strip('"')
        if _is_cell(piece):
            return self._cell(piece.replace("$", ""))
        if piece and self._next("("):
            return self._call(piece)
        raise Bad

    def _inside(self) -> Result:
        self._deeper()
        value = self.comparison()
        self._depth -= 1
        if not self._next(")"):
            raise Bad
        return value

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Bad

    def _call(self, name: str) -> Result:
        self._deeper()
        arguments = [self._argument()]
        while self._next(";", ","):
            arguments.append(self._argument())
        self._depth -= 1
        if not self._next(")"):
            raise Bad
        return _called(name, arguments)

    def _argument(self) -> list[Result]:
        is_range = len(self.rest) > 2 and self.rest[-2] == ":" and _is_cell(self.rest[-1])
        if not is_range:
            return [self.comparison()]
        first, _colon, last = self._next(), self._next(":"), self._next()
        if not _is_cell(last):
            raise Bad
        return [self._cell(cell) for cell in cells_between(first.replace("$", ""), last.replace("$", ""))]


def _is_cell(piece: str) -> bool:
    return bool(re.fullmatch(r"\$?[A-Z]\$?[1-9]\d?", piece))


def cells_between(first: str, last: str) -> list[str]:
    """All cells of a range such as B2:C5."""
    columns = sorted((first[0], last[0]))
    rows = sorted((int(first[1:]), int(last[1:])))
    return [
        f"{chr(column)}{row}"
        for row in range(rows[0], rows[1] + 1)
        for column in range(ord(columns[0]), ord(columns[1]) + 1)
    ]


def _called(name: str, arguments: list[list[Result]]) -> Result:
    if name in ("WENN", "IF") and len(arguments) == 3:
        return arguments[1][0] if _number(arguments[0][0]) else arguments[2][0]
    if name in ("RUNDEN", "ROUND") and len(arguments) == 2:
        places = 10.0 ** int(_number(arguments[1][0]))
        return math.floor(_number(arguments[0][0]) * places + 0.5) / places
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
    chosen = [value for cell, value in zip(looked_at, taken, strict=False) if _holds(cell, sign, wanted)]
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
    number = re.fullmatch(r"-?\d+(?:[.,]\d+)?", found[2])
    return found[1] or "=", float(number[0].replace(",", ".")) if number else found[2]


def _holds(left: Result, sign: str, right: Result) -> bool:
    if isinstance(left, float) and isinstance(right, float):
        order = (left > right) - (left < right)
    elif isinstance(left, str) and isinstance(right, str):
        order = (left.casefold() > right.casefold()) - (left.casefold() < right.casefold())
    else:
        return sign == "<>"
    return {"=": order == 0, "<>": order != 0, "<": order < 0, ">": order > 0, "<=": order <= 0, ">=": order >= 0}[sign]


def _number(value: Result) -> float:
    if isinstance(value, float):
        return value
    if value == "":
        return 0.0
    raise Bad


def _worded(value: Result) -> str:
    return f"{value:g}" if isinstance(value, float) else value
