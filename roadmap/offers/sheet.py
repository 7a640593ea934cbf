"""Offers from a sheet (CSV or XLSX): every fault with its row and column. The columns: docs/content.md.

A row with the key of an earlier row adds a date to that offer; its other cells may stay empty.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from lms.kernel.sheets.table import Row, Table
from lms.kernel.tenancy import SLUG
from lms.kernel.toml import Texts
from roadmap.offers.facts import FORMATS, LANGUAGE_LEVELS, Known, OfferFacts, faults, missing_requirements

NEEDED = ("key", "title.de", "summary.de", "provider", "azav_provider", "azav_measure", "hours", "cost", "format")
OPTIONAL = (
    *("title.en", "summary.en", "unit_minutes", "place", "language_level", "part_time", "barrier_free"),
    *("targets", "competences", "requires", "start", "end", "seats"),
)
_YES, _NO = ("ja", "yes", "true", "1"), ("nein", "no", "false", "0")
_OUTCOME = re.compile(r"(\S+?):(\d)>(\d)(?:\((\d+(?:[.,]\d+)?)\))?")
_LONGEST = {"title.de": 150, "title.en": 150, "summary.de": 600, "summary.en": 600, "provider": 200, "place": 100}


@dataclass(frozen=True, order=True)
class SheetFault:
    """What is wrong. row counts from 1, the headings being row 1; column is empty for the whole row."""

    row: int
    column: str
    problem: str

    def __str__(self) -> str:
        place = f"row {self.row}, column {self.column}" if self.column else f"row {self.row}"
        return f"{place}: {self.problem}"


@dataclass
class OfferSheet:
    """What a sheet holds. Offers with faults are not among `offers`."""

    offers: dict[str, OfferFacts] = field(default_factory=dict)
    faults: list[SheetFault] = field(default_factory=list)


def read_offers(table: Table, known: Known) -> OfferSheet:
    """The offers of the table; faults of the table itself, such as formulas, are among the faults."""
    sheet = OfferSheet(faults=[SheetFault(each.row, each.column, each.message) for each in table.faults])
    for column in table.columns:
        if column and column not in (*NEEDED, *OPTIONAL):
            sheet.faults.append(SheetFault(1, column, f"there is no such column; known are: {_all_columns()}"))
    rows: dict[str, int] = {}
    for row in table.rows:
        reader = _Cells(row)
        key = reader.text("key", SLUG.pattern)
        if key in rows:
            _add_date(sheet, key, reader)
            continue
        offer = _offer(reader, key)
        found = [*reader.faults, *(SheetFault(row.number, *each) for each in faults(offer, known))]
        sheet.faults += found
        rows[key] = row.number
        if not found:
            sheet.offers[key] = offer
    # What a faulty row offers exists nevertheless: only what nobody offers is missing.
    for slug, problem in missing_requirements(sheet.offers.values(), {*known.others, *(rows.keys() - sheet.offers)}):
        sheet.faults.append(SheetFault(rows[slug], "requires", problem))
    sheet.faults.sort()
    return sheet


def _all_columns() -> str:
    return ", ".join((*NEEDED, *OPTIONAL))


def _add_date(sheet: OfferSheet, key: str, reader: "_Cells") -> None:
    dates = reader.dates()
    if not dates and not reader.faults:
        reader.fault("start", f"{key!r} stands here a second time; a further date needs start and end")
    offer = sheet.offers.get(key)
    if offer is not None and not reader.faults:
        more = {**dates[0], "id": str(len(offer.dates) + 1)}
        changed = replace(offer, dates=[*offer.dates, more])
        for name, problem in faults(replace(offer, dates=[more]), Known()):
            reader.fault(name, problem)
        sheet.offers[key] = changed
    sheet.faults += reader.faults


def _offer(cells: "_Cells", key: str) -> OfferFacts:
    minutes = round(cells.number("hours") * 60)
    unit = cells.number("unit_minutes", default=float(max(1, min(minutes, 240))))
    return OfferFacts(
        slug=key,
        title=cells.texts("title"),
        summary=cells.texts("summary"),
        provider=cells.text("provider"),
        azav_provider=bool(cells.flag("azav_provider")),
        azav_measure=bool(cells.flag("azav_measure")),
        minutes=minutes,
        unit_minutes=round(unit),
        cost=cells.number("cost"),
        format=cells.choice("format", FORMATS),
        place=cells.text("place"),
        language_level=cells.choice("language_level", ("", *LANGUAGE_LEVELS)),
        part_time=bool(cells.flag("part_time")),
        barrier_free=cells.flag("barrier_free"),
        targets=cells.names("targets"),
        outcomes=cells.outcomes(),
        requires=cells.names("requires"),
        dates=cells.dates(),
        sample=False,
    )


class _Cells:
    """The cells of one row; getters note faults and return something usable."""

    def __init__(self, row: Row) -> None:
        self._row = row
        self.faults: list[SheetFault] = []

    def fault(self, column: str, problem: str) -> None:
        self.faults.append(SheetFault(self._row.number, column, problem))

    def text(self, column: str, pattern: str = "") -> str:
        value = self._row[column].strip()
        if not value and column in NEEDED:
            self.fault(column, "is missing")
        elif len(value) > _LONGEST.get(column, 60 if pattern else 2000):
            self.fault(column, f"is longer than {_LONGEST.get(column, 60)} characters")
        elif value and pattern and not re.fullmatch(pattern, value):
            self.fault(column, "may hold only lower-case letters, digits and hyphens")
        return value

    def texts(self, name: str) -> Texts:
        found = {language: self.text(f"{name}.{language}") for language in ("de", "en")}
        return {language: value for language, value in found.items() if value}

    def number(self, column: str, default: float = 0.0) -> float:
        value = self.text(column).replace("€", "").replace(" ", "")
        if not value:
            return default
        if "," in value:
            value = value.replace(".", "").replace(",", ".")
        if re.fullmatch(r"-?\d{1,9}(\.\d+)?", value):
            return float(value)
        self.fault(column, "must be a number such as 120 or 1.290,50")
        return default

    def flag(self, column: str) -> bool | None:
        value = self.text(column).lower()
        if value and value not in (*_YES, *_NO):
            self.fault(column, "must be ja or nein")
        return None if not value else value in _YES

    def choice(self, column: str, choices: Sequence[str]) -> str:
        value = self.text(column)
        if value not in choices and (value or column not in NEEDED):
            self.fault(column, f"must be one of: {', '.join(filter(None, choices))}")
        return value if value in choices else choices[0]

    def names(self, column: str) -> list[str]:
        return [each.strip() for each in re.split(r"[;,]", self.text(column)) if each.strip()]

    def outcomes(self) -> list[dict[str, Any]]:
        found = []
        for each in filter(None, (piece.strip() for piece in self.text("competences").split(";"))):
            match = _OUTCOME.fullmatch(each.replace(" ", ""))
            if match is None:
                self.fault("competences", f"{each!r} must look like 2.1:1>3 or 2.1:1>3(1.5), several with semicolons")
                continue
            name, needs, reaches, gain = match.groups()
            least, most = int(needs), int(reaches)
            expected = float(gain.replace(",", ".")) if gain else float(most - least)
            found.append({"competence": name, "needs": least, "reaches": most, "gain": expected})
        return found

    def dates(self) -> list[dict[str, Any]]:
        start, end = self._day("start"), self._day("end")
        seats = self.number("seats", default=-1.0) if self.text("seats") else None
        if (start is None) != (end is None):
            self.fault("end" if end is None else "start", "start and end belong together")
        if start is None or end is None:
            return []
        whole = None if seats is None else int(seats)
        return [{"id": "1", "start": start.isoformat(), "end": end.isoformat(), "seats": whole}]

    def _day(self, column: str) -> date | None:
        value = self.text(column)
        for read in _DAYS:
            if value and (found := read(value)) is not None:
                return found
        if value:
            self.fault(column, "must be a day such as 2027-01-11 or 11.01.2027")
        return None


def _iso(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def _german(value: str) -> date | None:
    match = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", value)
    return _iso(f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}") if match else None


_DAYS: tuple[Callable[[str], date | None], ...] = (_iso, _german)
