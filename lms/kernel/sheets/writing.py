"""Write sheets that people open in their spreadsheet, without letting a cell become a formula.

Text that begins like a formula stays text: in XLSX by the type of the cell, in CSV, which has no types, by an
apostrophe in front (https://owasp.org/www-community/attacks/CSV_Injection); `reading` takes it off again.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from itertools import chain
from pkgutil import resolve_name

from lms.kernel.clock import LOCAL
from lms.kernel.sheets.reading import is_formula

Cell = str | int | float | date | datetime | None
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Sheet:
    """A sheet to be written: title (31 characters at most), headings, rows."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def csv_lines(columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, separator: str = ";") -> Iterator[str]:
    """The lines of a CSV file one by one, UTF-8 with the mark by which spreadsheets know it."""
    line = StringIO()
    writer = csv.writer(line, delimiter=separator, lineterminator="\r\n")
    yield BYTE_ORDER_MARK
    for row in chain((columns,), rows):
        writer.writerow([_guarded(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def xlsx(sheets: Sequence[Sheet]) -> bytes:
    """A workbook with bold headings that stay in view."""
    # Named and not imported: openpyxl brings numpy, and a web process starts without it.
    written: bytes = resolve_name("lms.kernel.sheets.workbook:write")(sheets)
    return written


def _guarded(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return f"'{cell}" if is_formula(cell) else cell
    return cell.astimezone(LOCAL).isoformat(timespec="minutes") if isinstance(cell, datetime) else cell
