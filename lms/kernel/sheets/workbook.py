"""XLSX as it is written: text stays text, whatever it begins with."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from lms.kernel.clock import LOCAL
from lms.kernel.sheets.writing import Sheet

WIDEST = 60
CONTROL = dict.fromkeys(set(range(32)) - {9, 10, 13})


def write(sheets: Sequence[Sheet]) -> bytes:
    """The bytes of a workbook with `sheets` in order."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _fill(book.create_sheet(_title(sheet.title)), sheet)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _title(title: str) -> str:
    return "".join(" " if letter in r"[]:*?/\ " else letter for letter in title)[:31]


def _fill(page: Worksheet, sheet: Sheet) -> None:
    for number, row in enumerate((sheet.columns, *sheet.rows), start=1):
        for place, value in enumerate(row, start=1):
            cell = page.cell(number, place)
            if isinstance(value, str):
                cell.value = value.translate(CONTROL)
                cell.data_type = "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
            elif isinstance(value, datetime):
                # Spreadsheets know no time zones.
                cell.value = value.astimezone(LOCAL).replace(tzinfo=None)
            else:
                cell.value = value
            if number == 1:
                cell.font = Font(bold=True)
    page.freeze_panes = "A2"
    for place in range(1, len(sheet.columns) + 1):
        longest = max((len(str(row[place - 1] or "")) for row in (sheet.columns, *sheet.rows)), default=8)
        page.column_dimensions[get_column_letter(place)].width = min(max(longest + 2, 8), WIDEST)
