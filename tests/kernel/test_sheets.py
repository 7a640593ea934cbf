"""Sheets that people bring are read with the place of every fault; sheets that they take away hold no formulas."""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from lms.kernel.sheets.reading import read_table
from lms.kernel.sheets.table import Limits, Table, UnreadableSheet
from lms.kernel.sheets.writing import Sheet, csv_lines, xlsx

BOMB = b"""<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">
<c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=20)


@pytest.fixture(autouse=True, scope="module")
def language() -> Iterator[None]:
    """Messages are German."""
    app = Flask("sheets")
    Babel(app, default_locale="de")
    with app.test_request_context():
        yield


def read(content: bytes, *needed: str, limits: Limits | None = None) -> Table:
    """The table in `content`."""
    return read_table(BytesIO(content), needed=needed, limits=limits or Limits())


def workbook(*rows: tuple[str | float | None, ...]) -> bytes:
    """An XLSX as a spreadsheet saves it."""
    book, target = Workbook(), BytesIO()
    page = book.worksheets[0]
    for row in rows:
        page.append(row)
    book.save(target)
    return target.getvalue()


def repacked(content: bytes, part: str, replacement: bytes) -> bytes:
    """The XLSX with one part replaced."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, replacement if name == part else old.read(name))
    return target.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_is_read_however_a_spreadsheet_saved_it(encoding: str, separator: str) -> None:
    text = f"Name{separator}Größe\r\nMüller{separator}3\r\n"
    table = read(text.encode(encoding))
    assert [dict(row.cells) for row in table.rows] == [{"Name": "Müller", "Größe": "3"}]


def test_rows_keep_the_number_they_have_in_the_spreadsheet() -> None:
    table = read(b'a;b\n"two\nlines";1\n\nlast;2\n')
    assert [(row.number, row["a"]) for row in table.rows] == [(2, "two\nlines"), (5, "last")]


def test_xlsx_is_read_as_text_with_dates_as_in_the_calendar() -> None:
    table = read(workbook(("Titel", "Stunden"), ("Kurs", 8.0), (None, None), ("Zweiter", 2.5)))
    assert [(row.number, row["Titel"], row["Stunden"]) for row in table.rows] == [
        (2, "Kurs", "8"),
        (4, "Zweiter", "2.5"),
    ]


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd"])
def test_a_formula_is_refused_with_row_and_column(cell: str) -> None:
    for content in (f'a;b\nx;"{cell}"\n'.encode(), workbook(("a", "b"), ("x", cell))):
        table = read(content)
        assert not table.rows
        assert [(place.row, place.column) for place in table.faults] == [(2, "b")]


def test_signed_numbers_are_no_formulas() -> None:
    assert [row["a"] for row in read(b"a;b\n-3,5;\n+4;\n").rows] == ["-3,5", "+4"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "leer"),
        (b"\x00\x01\x02", "keine Tabelle"),
        (b"a;a\n1;2\n", "zweimal: a"),
        (b"a;b\n1;2\n", "fehlen in der ersten Zeile: c"),
        (b'a;b;c\n"never closed' + b"x" * 200_000, "Zeile 2"),
        (b"PK\x03\x04 no zip at all", "beschädigt"),
        (repacked(workbook(("a",)), "xl/worksheets/sheet1.xml", BOMB), "beschädigt"),
        (repacked(workbook(("a",)), "xl/worksheets/sheet1.xml", b"<x>" * 90_000_000), "zu groß"),
    ],
    ids=["empty", "binary", "twice", "missing", "quotes", "no-zip", "entities", "zip-bomb"],
)
def test_a_file_that_cannot_be_taken_says_why(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableSheet, match=said):
        read(content, "c")


def test_too_many_rows_bytes_and_columns_are_refused() -> None:
    for limits in (Limits(bytes=5), Limits(rows=1), Limits(columns=1)):
        with pytest.raises(UnreadableSheet):
            read(b"a;b\n1;2\n3;4\n", limits=limits)


def test_a_row_with_too_many_fields_is_a_fault_and_the_others_are_taken() -> None:
    table = read(b"a;b\n1;2;3\n4;5\n")
    assert [place.row for place in table.faults] == [2]
    assert [row.number for row in table.rows] == [3]


@given(st.lists(st.tuples(WORDS.filter(bool), WORDS), max_size=5))
def test_what_is_written_is_read_back_unchanged(rows: list[tuple[str, str]]) -> None:
    written = "".join(csv_lines(("erste", "zweite"), rows)).encode()
    assert [(row["erste"], row["zweite"]) for row in read(written).rows] == rows


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    book = load_workbook(BytesIO(xlsx([Sheet("Auswertung: 1/2", ("Name", "Zahl"), [("=1+1", 3)])])))
    page = book.worksheets[0]
    assert (page["A2"].data_type, page["A2"].value, page["B2"].value) == ("s", "=1+1", 3)
