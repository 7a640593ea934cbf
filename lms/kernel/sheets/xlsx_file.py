"""XLSX: the first sheet as text, after a look at how much would be unpacked."""

from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from defusedxml.common import DefusedXmlException
from flask_babel import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from lms.kernel.sheets.table import Limits, UnreadableSheet

MOST_PARTS = 2_000
STRICTEST = (BadZipFile, DefusedXmlException, InvalidFileException, ParseError, KeyError, ValueError, OSError)


def xlsx_rows(content: bytes, limits: Limits, name: str = "") -> Iterator[tuple[int, list[str]]]:
    """Each row of the sheet called `name`, or of the first, with its number.

    Raises UnreadableSheet where it is no workbook or a bomb.
    """
    try:
        _weigh(content, limits)
        book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
        if name and name not in book.sheetnames:
            raise UnreadableSheet(_("In der Datei fehlt das Blatt „%(name)s“.", name=name))
        sheet = book[name] if name else book.worksheets[0]
        for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=limits.columns + 1), start=1):
            if number > limits.rows * 2:
                raise UnreadableSheet(_("Die Datei hat zu viele Zeilen. Löschen Sie die leeren."))
            texts = [_text(cell) for cell in cells]
            while texts and not texts[-1]:
                texts.pop()
            yield number, texts
        book.close()
    except UnreadableSheet:
        raise
    except (*STRICTEST, IndexError, TypeError, EOFError) as error:
        message = _("Diese XLSX-Datei ist beschädigt oder enthält Unzulässiges. Speichern Sie sie neu, ohne Makros.")
        raise UnreadableSheet(message) from error


def _weigh(content: bytes, limits: Limits) -> None:
    with ZipFile(BytesIO(content)) as packed:
        parts = packed.infolist()
        size = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or size > limits.unpacked:
        raise UnreadableSheet(_("Ausgepackt wäre diese Datei zu groß. Speichern Sie nur die eine Tabelle."))


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
    return str(value).strip()
