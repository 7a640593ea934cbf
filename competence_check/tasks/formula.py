"""Formulas of a spreadsheet, German or English, for tasks: =SUMME(B2:B5), =IF(C2>10;C2*2;0).

A small part of what spreadsheets know: + - * / ^ & %, comparisons, references with or without $, and the functions
below. Numbers may have a comma or a point; arguments are parted by a semicolon, or by a comma that is not between
two digits.
"""

import re
from collections.abc import Callable

from competence_check.tasks.functions import Bad, Result, called, holds, number, worded

_TOKEN = re.compile(
    r'\s*(?:(?P<number>\d+(?:[.,]\d+)?)|(?P<cell>\$?[A-Z]\$?[1-9]\d?(?!\w))|(?P<name>[A-ZÄÖÜ]+)|(?P<text>"[^"]*")'
    r"|(?P<sign><=|>=|<>|[-+*/^&%()<>=;,:]))"
)
DEEPEST = 12


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
            left = float(holds(left, sign, right))
        return left

    def _joined(self) -> Result:
        left = self._sum()
        while self._next("&"):
            left = f"{worded(left)}{worded(self._sum())}"
        return left

    def _sum(self) -> Result:
        left = self._product()
        while sign := self._next("+", "-"):
            right = number(self._product())
            left = number(left) + (right if sign == "+" else -right)
        return left

    def _product(self) -> Result:
        left = self._power()
        while sign := self._next("*", "/"):
            right = number(self._power())
            if sign == "/" and right == 0:
                raise Bad
            left = number(left) * right if sign == "*" else number(left) / right
        return left

    def _power(self) -> Result:
        base = self._signed()
        if not self._next("^"):
            return base
        try:
            result = number(base) ** number(self._signed())
        except (OverflowError, ZeroDivisionError) as error:
            raise Bad from error
        if isinstance(result, complex):
            raise Bad
        return float(result)

    def _signed(self) -> Result:
        sign = self._next("+", "-")
        value = self._single()
        while self._next("%"):
            value = number(value) / 100
        return -number(value) if sign == "-" else value

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
        return called(name, arguments)

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
