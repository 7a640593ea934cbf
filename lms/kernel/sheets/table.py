"""What a sheet is once it is read: rows of text, and faults with their place."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from lms.kernel.errors import Invalid


@dataclass(frozen=True)
class Limits:
    """How much of a file is taken. bytes: of the file; unpacked: of all parts of an XLSX together."""

    bytes: int = 20_000_000
    unpacked: int = 200_000_000
    rows: int = 200_000
    columns: int = 200
    cell: int = 32_767


@dataclass(frozen=True, order=True)
class Place:
    """A fault in a sheet. row counts from 1 as in the spreadsheet; column: its heading, or empty."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        if not self.column:
            return str(_("Zeile %(row)s: %(said)s", row=self.row, said=self.message))
        place = {"row": self.row, "column": self.column, "said": self.message}
        return str(_("Zeile %(row)s, Spalte „%(column)s“: %(said)s", **place))


@dataclass(frozen=True)
class Row:
    """A row of a sheet; number as in the spreadsheet. cells: text by heading, trimmed, empty where nothing stands."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass
class Table:
    """A sheet that was read. faults: what could not be taken; rows with a fault are not among `rows`."""

    columns: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    faults: list[Place] = field(default_factory=list)

    def fault(self, row: int, column: str, message: str) -> None:
        """Note that something is wrong in a cell."""
        self.faults.append(Place(row, column, message))


class UnreadableSheet(Invalid):
    """The file as a whole cannot be taken; the message says why and what to do."""
