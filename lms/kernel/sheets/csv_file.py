"""CSV as spreadsheets write it: UTF-8 or the Windows code page, separated by semicolon, comma or tab."""

import csv
from collections.abc import Iterator
from io import StringIO

from flask_babel import gettext as _

from lms.kernel.sheets.table import Limits, UnreadableSheet

SEPARATORS = ";,\t"


def csv_rows(content: bytes, limits: Limits, _sheet: str = "") -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of the line it begins on.

    Raises UnreadableSheet where the bytes are no text.
    """
    text = _text(content)
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    # Quotes that never close would make one field of the whole file; the module's own limit ends that.
    csv.field_size_limit(max(limits.cell * 4, 131_072))
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    line = 1
    try:
        for cells in reader:
            yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        message = _("In Zeile %(line)s ist die Datei nicht zu lesen. Schließt ein Anführungszeichen nicht?", line=line)
        raise UnreadableSheet(message) from error


def _text(content: bytes) -> str:
    if b"\x00" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableSheet(_("Das ist keine Tabelle. Speichern Sie sie als XLSX oder als CSV (UTF-8)."))
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What "CSV (Trennzeichen-getrennt)" means on a German Windows.
        return content.decode("cp1252", errors="replace")
