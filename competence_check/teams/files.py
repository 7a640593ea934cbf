"""The team table for a spreadsheet or on paper: the same rows as on the screen, so the same figures are left out."""

from collections.abc import Sequence

from flask_babel import format_date, format_decimal
from flask_babel import gettext as _

from competence_check.levels import Profile
from competence_check.teams.heatmap import Column, Row
from competence_check.teams.models import TeamSnapshot
from lms.kernel.clock import LOCAL
from lms.kernel.i18n import text
from lms.kernel.sheets.writing import Cell, Sheet, csv_lines, xlsx
from lms.web.paper import pdf

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}


def written(
    kind: str, snapshot: TeamSnapshot, profile: Profile, columns: Sequence[Column], rows: Sequence[Row]
) -> bytes:
    """The file of that kind."""
    if kind == "pdf":
        return _paper(snapshot, profile, columns, rows)
    headings, lines = _headings(columns), [_line(row, columns) for row in rows]
    if kind == "csv":
        return "".join(csv_lines(headings, lines)).encode()
    return xlsx([Sheet(snapshot.label, headings, lines)])


def _headings(columns: Sequence[Column]) -> list[str]:
    found = [_("Einheit"), _("Stand"), _("Personen")]
    for column in columns:
        name = text(column.names)
        found += [_("%(name)s: Lücke", name=name), _("%(name)s: Stufe", name=name), _("%(name)s: Ziel", name=name)]
        found += [_("%(name)s: Streuung", name=name), _("%(name)s: Lücke verringert um", name=name)]
    return found


def _line(row: Row, columns: Sequence[Column]) -> list[Cell]:
    if row.cells is None:
        return [row.name, None, _("zu wenige Personen oder Änderungen"), *[None] * (5 * len(columns))]
    line: list[Cell] = [row.name, row.label, row.people]
    for cell in row.cells:
        values = (cell.gap, cell.level, cell.target, cell.spread, cell.change) if cell else (None,) * 5
        line += [None if value is None else round(value, 2) for value in values]
    return line


def _paper(snapshot: TeamSnapshot, profile: Profile, columns: Sequence[Column], rows: Sequence[Row]) -> bytes:
    day = format_date(snapshot.taken_at.astimezone(LOCAL).date())
    hidden = _("zu wenige")
    lines = [
        [row.name, row.label, str(row.people), *(_number(cell.gap) if cell else "–" for cell in row.cells)]
        if row.cells is not None
        else [row.name, "–", hidden, *["–"] * len(columns)]
        for row in rows
    ]
    data = {
        "facts": [
            [_("Stichtag"), f"{snapshot.label} ({day})"],
            [_("Zielprofil"), text(profile.names)],
            [_("Kleinste Gruppe"), _("%(number)s Personen", number=snapshot.smallest)],
        ],
        "explained": _(
            "Die Zahlen sind mittlere Lücken in Stufen: wie weit die Personen unter dem liegen, was gebraucht wird."
        ),
        "header": [_("Einheit"), _("Stand"), _("Personen"), *(text(column.names) for column in columns)],
        "rows": lines,
    }
    return pdf("competence_check/team.typ", _("Team-Überblick"), data)


def _number(value: float) -> str:
    return str(format_decimal(round(value, 1), format="0.0"))
