"""Cells of a small table: what they show, and whether two formulas always give the same."""

import re
from collections.abc import Mapping, Sequence

from competence_check.tasks.formula import evaluate
from competence_check.tasks.functions import Bad, Result
from competence_check.tasks.typed import normal_text, readings

Grid = Sequence[Sequence[str]]

_CELL = re.compile(r"([A-Z])([1-9]\d?)")


def place_of(cell: str) -> tuple[int, int]:
    """Row and column, from 0, of a cell such as "B6". Raises ValueError."""
    found = _CELL.fullmatch(cell)
    if found is None:
        raise ValueError(cell)
    return int(found[2]) - 1, ord(found[1]) - ord("A")


class Sheet:
    """A table of cells as typed: numbers, words and formulas."""

    def __init__(self, cells: Grid) -> None:
        self._cells = [list(row) for row in cells]
        self._open: set[tuple[int, int]] = set()

    def put(self, cell: str, typed: str) -> None:
        """Type something into a cell that exists."""
        row, column = place_of(cell)
        self._cells[row][column] = typed

    def value(self, row: int, column: int) -> Result:
        """What a cell is worth; empty and outside are "". Raises Bad for errors and circles."""
        if row >= len(self._cells) or column >= len(self._cells[row]):
            return ""
        typed = self._cells[row][column].strip()
        if not typed.startswith("="):
            return number_of(typed)
        if (row, column) in self._open:
            raise Bad
        self._open.add((row, column))
        try:
            return evaluate(typed[1:], lambda cell: self.value(*place_of(cell)))
        finally:
            self._open.discard((row, column))

    def shifted(self) -> "Sheet":
        """The same table with other numbers, zeros as they are: a formula that is only right by chance fails on it."""
        other = Sheet(self._cells)
        for row, line in enumerate(other._cells):
            for column, typed in enumerate(line):
                value = number_of(typed)
                if isinstance(value, float) and value:
                    line[column] = f"{value + 7 * row + 3 * column + 1:.2f}"
        return other


def number_of(typed: str) -> Result:
    """A number where `typed` is one, with or without a currency or per cent sign, else the text itself."""
    bare = typed.strip().removesuffix("€").strip()
    percent = bare.endswith("%")
    found = sorted(readings(bare.rstrip("% ")))
    if not found:
        return typed.strip()
    # "1.234" can mean two things; in a table of whole amounts it is the larger one.
    return found[-1] / 100 if percent else found[-1]


def shown(sheet: Sheet, row: int, column: int, language: str) -> str:
    """The value of a formula as the table shows it, such as "1234,5"; "#WERT!" for an error."""
    try:
        value = sheet.value(row, column)
    except Bad:
        return "#WERT!" if language == "de" else "#VALUE!"
    if isinstance(value, float):
        number = f"{round(value, 2):g}" if abs(value) < 1e5 else f"{round(value, 2):.0f}"
        return number.replace(".", ",") if language == "de" else number
    return value


def same_result(cells: Mapping[str, Grid], cell: str, typed: str, right: str) -> bool:
    """Whether `typed` in the cell gives what `right` gives, also after other numbers change."""
    if not right.startswith("="):
        return normal_text(typed) == normal_text(right) or bool(readings(typed) & readings(right))
    return typed.strip().startswith("=") and _results(cells["de"], cell, typed) == _results(cells["de"], cell, right)


def _results(cells: Grid, cell: str, formula: str) -> list[Result | None]:
    found: list[Result | None] = []
    first = Sheet(cells)
    for sheet in (first, first.shifted()):
        sheet.put(cell, formula)
        try:
            value = sheet.value(*place_of(cell))
            found.append(round(value, 6) if isinstance(value, float) else value)
        except Bad:
            return [None, formula]
    return found
