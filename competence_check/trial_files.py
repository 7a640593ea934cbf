"""Reading a bank and a table of answers for `flask check simulate`. A fault names file, row and column."""

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from competence_check.scoring.response import Parameters

BANK_COLUMNS = ("id", "a", "b", "c", "competence")

# Beyond this no task is told from a typing mistake: discrimination and difficulty in logits.
MOST_A, MOST_B = 10.0, 10.0


class BadFile(ValueError):
    """The file cannot be read; the message says where."""


@dataclass(frozen=True)
class Task:
    """A row of the bank."""

    id: str
    competence: str
    parameters: Parameters


def read_bank(path: Path) -> list[Task]:
    """The tasks in a file with the columns id, a, b, c, competence. Raises BadFile."""
    rows = _rows(path)
    header = [name.strip() for name in next(rows, (1, []))[1]]
    for name in BANK_COLUMNS:
        if header.count(name) != 1:
            raise BadFile(f"{path}, row 1: column {name!r} is {'missing' if name not in header else 'there twice'}")
    tasks: dict[str, Task] = {}
    for number, cells in rows:
        row = dict(zip(header, _full(path, number, cells, header), strict=True))
        for name in ("id", "competence"):
            if not row[name]:
                raise BadFile(f"{path}, row {number}, column {name!r}: is empty")
        if row["id"] in tasks:
            raise BadFile(f"{path}, row {number}, column 'id': {row['id']!r} is there twice")
        a, b, c = (_number(path, number, name, row[name]) for name in "abc")
        for name, value, fits, rule in (
            ("a", a, 0 < a <= MOST_A, f"must be above 0, at most {MOST_A:g}"),
            ("b", b, abs(b) <= MOST_B, f"must be from {-MOST_B:g} to {MOST_B:g}"),
            ("c", c, 0 <= c < 1, "must be from 0 to below 1"),
        ):
            if not fits:
                raise BadFile(f"{path}, row {number}, column {name!r}: {value:g} {rule}")
        tasks[row["id"]] = Task(row["id"], row["competence"], Parameters(b, a, c))
    if not tasks:
        raise BadFile(f"{path}: there are no tasks below the header")
    return list(tasks.values())


def read_answers(path: Path, tasks: list[Task]) -> dict[str, dict[int, float]]:
    """By person, what is answered: 0 or 1 by the place of the task in `tasks`. Raises BadFile.

    The first column names the person, every other one a task of the bank.
    """
    places = {task.id: place for place, task in enumerate(tasks)}
    rows = _rows(path)
    header = [name.strip() for name in next(rows, (1, []))[1]]
    if len(header) < 2:
        raise BadFile(f"{path}, row 1: needs a column for the person and one for each task")
    for place, name in enumerate(header[1:], start=2):
        if name not in places:
            raise BadFile(f"{path}, row 1, column {place}: the bank has no task {name!r}")
        if header[1:].count(name) > 1:
            raise BadFile(f"{path}, row 1, column {place}: {name!r} is there twice")
    people: dict[str, dict[int, float]] = {}
    for number, raw in rows:
        person, *cells = _full(path, number, raw, header)
        if not person or person in people:
            what = f"{person!r} is there twice" if person else "is empty"
            raise BadFile(f"{path}, row {number}, column {header[0] or 1!r}: {what}")
        people[person] = {}
        for name, cell in zip(header[1:], cells, strict=True):
            if cell not in {"0", "1", ""}:
                raise BadFile(f"{path}, row {number}, column {name!r}: {_short(cell)} must be 0, 1 or empty")
            if cell:
                people[person][places[name]] = float(cell)
    if not people:
        raise BadFile(f"{path}: there are no people below the header")
    return people


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, with their numbers from 1."""
    reader = None
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            for row in reader:
                if any(cell.strip() for cell in row):
                    yield reader.line_num, row
    except UnicodeDecodeError as error:
        line = (reader.line_num if reader else 0) + 1
        raise BadFile(f"{path}, row {line} or later: is not UTF-8 text") from error
    except csv.Error as error:
        raise BadFile(f"{path}, row {reader.line_num if reader else 1}: {error}") from error


def _full(path: Path, number: int, cells: list[str], header: list[str]) -> list[str]:
    if len(cells) != len(header):
        raise BadFile(f"{path}, row {number}: has {len(cells)} columns, the header {len(header)}")
    return [cell.strip() for cell in cells]


def _number(path: Path, number: int, name: str, cell: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadFile(f"{path}, row {number}, column {name!r}: {_short(cell)} is not a number")
    return value


def _short(cell: str) -> str:
    return repr(cell if len(cell) <= 30 else cell[:30] + "…")
