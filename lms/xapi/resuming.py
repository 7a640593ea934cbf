"""Where an export that stopped has to go on: after the last line that is whole."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from lms.kernel.errors import Invalid
from lms.xapi.rules.reading import Unreadable, read_json
from lms.xapi.rules.values import is_uuid

BLOCK = 64 * 1024


def last_id_in(file: Path, *, as_csv: bool) -> str | None:
    """The id of the last statement in `file`, from which a line without its end is cut off; None where there is none.

    Raises Invalid where the last whole line is no statement.
    """
    end = _end_of_whole_rows(file) if as_csv else _end_of_lines(file)
    line = _last_row(file, end) if as_csv else _last_line(file, end)
    found = line if as_csv else _id_in(line)
    if line and not is_uuid(found):
        raise Invalid(f"The last whole line of {file} is no statement of an export. Is it the right file?")
    with file.open("r+b") as opened:
        # Headings alone are written anew.
        opened.truncate(end if line else 0)
    return found or None


def _end_of_lines(file: Path) -> int:
    """Where the last line that has its end ends: read from behind, however large the file."""
    with file.open("rb") as opened:
        end = opened.seek(0, 2)
        while end > 0:
            start = max(0, end - BLOCK)
            opened.seek(start)
            found = opened.read(end - start).rfind(b"\n")
            if found >= 0:
                return start + found + 1
            end = start
    return 0


def _last_line(file: Path, end: int) -> str:
    """The line that ends at `end`, read from behind."""
    with file.open("rb") as opened:
        start, text = end, b""
        while start > 0 and b"\n" not in text[:-1]:
            size = min(BLOCK, start)
            start -= size
            opened.seek(start)
            text = opened.read(size) + text
    return text.rstrip(b"\n").rpartition(b"\n")[2].decode("utf-8", "replace")


def _id_in(line: str) -> str:
    try:
        value = read_json(line.encode())
    except Unreadable:
        return ""
    return str(value.get("id", "")) if isinstance(value, dict) else ""


def _end_of_whole_rows(file: Path) -> int:
    """Where the last row ends that is whole: a quoted cell may hold line ends, so rows are read from the beginning."""
    end = place = 0
    quoted = False
    with file.open("rb") as opened:
        for line in opened:
            place += len(line)
            quoted ^= line.count(b'"') % 2 == 1
            if not quoted and line.endswith(b"\r\n"):
                end = place
    return end


def _last_row(file: Path, end: int) -> str:
    """The first cell of the last whole row below the headings."""
    last = ""
    with file.open("rb") as opened:
        for number, row in enumerate(csv.reader(_whole_lines(opened, end), delimiter=";")):
            last = row[0] if number and row else last
    return last


def _whole_lines(opened: BinaryIO, end: int) -> Iterator[str]:
    place = 0
    for line in opened:
        place += len(line)
        if place > end:
            return
        yield line.decode("utf-8", "replace")
