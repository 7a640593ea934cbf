"""Read a sheet that a stranger sent. What it is, the bytes say, not the name.

Formulas are refused with their place: what they would show is not what somebody wrote. An XLSX is a ZIP of XML, and
both can be bombs; so sizes are looked at before anything is unpacked, and XML with entities is refused
(openpyxl reads through defusedxml where that is installed, https://openpyxl.readthedocs.io/en/stable/#security).
"""

from collections.abc import Collection, Iterable
from pkgutil import resolve_name
from typing import BinaryIO

from flask_babel import gettext as _

from lms.kernel.sheets.csv_file import csv_rows
from lms.kernel.sheets.table import Limits, Row, Table, UnreadableSheet

ZIP = b"PK\x03\x04"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LIMITS = Limits()


def read_table(stream: BinaryIO, *, needed: Collection[str] = (), limits: Limits = LIMITS, sheet: str = "") -> Table:
    """A sheet of a CSV or XLSX file, its first row being the headings.

    needed: headings that must be there. sheet: which one of a workbook; the first without it.
    Raises UnreadableSheet where the file as a whole cannot be taken: empty, too large, not a sheet, hostile, a
    heading missing or there twice.
    """
    content = stream.read(limits.bytes + 1)
    if len(content) > limits.bytes:
        size = limits.bytes // 1_000_000
        raise UnreadableSheet(_("Die Datei ist größer als %(size)s MB. Teilen Sie sie auf.", size=size))
    # Named and not imported: openpyxl brings numpy, and a web process starts without it.
    read = resolve_name("lms.kernel.sheets.xlsx_file:xlsx_rows") if content.startswith(ZIP) else csv_rows
    rows = read(content, limits, sheet)
    return _table(rows, needed, limits)


def _table(rows: Iterable[tuple[int, list[str]]], needed: Collection[str], limits: Limits) -> Table:
    numbered = iter(rows)
    columns = _headings(next(numbered, (0, []))[1], needed, limits)
    table = Table(columns)
    for number, cells in numbered:
        if not any(cells):
            continue
        if len(table.rows) + len(table.faults) >= limits.rows:
            raise UnreadableSheet(_("Die Datei hat mehr als %(rows)s Zeilen. Teilen Sie sie auf.", rows=limits.rows))
        _take(table, number, cells, limits)
    return table


def _take(table: Table, number: int, cells: list[str], limits: Limits) -> None:
    before = len(table.faults)
    for column, cell in zip(table.columns, cells, strict=False):
        if len(cell) > limits.cell:
            table.fault(number, column, _("Der Text ist länger als %(size)s Zeichen.", size=limits.cell))
        elif is_formula(cell):
            table.fault(number, column, _("Hier steht eine Formel. Schreiben Sie den Wert selbst hinein."))
    if any(cells[len(table.columns) :]):
        table.fault(number, "", _("Diese Zeile hat mehr Felder als Überschriften. Fehlen Anführungszeichen?"))
    if len(table.faults) == before:
        filled = [_without_guard(cell) for cell in cells] + [""] * (len(table.columns) - len(cells))
        table.rows.append(Row(number, dict(zip(table.columns, filled, strict=False))))


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would compute the text instead of showing it; plain numbers such as -3,5 are none."""
    return cell.startswith(FORMULA) and not _is_number(cell)


def _is_number(cell: str) -> bool:
    digits = cell[1:].replace(".", "").replace(",", "").replace(" ", "")
    return cell[0] in "+-" and digits.isascii() and digits.isdigit()


def _without_guard(cell: str) -> str:
    # The apostrophe that `writing` sets before what looks like a formula.
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _headings(cells: list[str], needed: Collection[str], limits: Limits) -> tuple[str, ...]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    if not cells:
        raise UnreadableSheet(_("Die Datei ist leer. Die erste Zeile muss die Überschriften enthalten."))
    if len(cells) > limits.columns:
        raise UnreadableSheet(_("Die Datei hat mehr als %(columns)s Spalten.", columns=limits.columns))
    twice = sorted({cell for cell in cells if cell and cells.count(cell) > 1})
    if twice:
        raise UnreadableSheet(_("Diese Überschriften gibt es zweimal: %(names)s.", names=", ".join(twice)))
    missing = [name for name in needed if name not in cells]
    if missing:
        raise UnreadableSheet(_("Diese Überschriften fehlen in der ersten Zeile: %(names)s.", names=", ".join(missing)))
    return tuple(cells)
