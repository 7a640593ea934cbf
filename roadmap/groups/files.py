"""The table of a joint plan for a spreadsheet: the same lines as on the page, so the same figures are left out."""

from flask_babel import gettext as _

from lms.kernel.sheets.writing import Cell, Sheet, csv_lines, xlsx
from roadmap.groups.page import GroupPage, Line

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def written(kind: str, page: GroupPage) -> bytes:
    """The file of that kind."""
    headings = [_("Angebot"), _("Anbieter"), _("Personen"), _("Plätze je Termin")]
    headings += [_("Termine schon angesetzt"), _("Davon freie Plätze"), _("Weitere Termine nötig"), _("Euro")]
    headings.append(_("Einheiten") if page.is_programme else _("Wer"))
    lines = [_cells(line, is_programme=page.is_programme) for line in page.lines]
    if kind == "csv":
        return "".join(csv_lines(headings, lines)).encode()
    return xlsx([Sheet(_("Gemeinsamer Plan"), headings, lines)])


def _cells(line: Line, *, is_programme: bool) -> list[Cell]:
    units = ", ".join(f"{name}: {number}" for name, number in line.units)
    whom = units if is_programme else ", ".join(line.names)
    there = [line.there.dates, line.there.free] if line.seats else [None, None]
    return [line.title, line.provider, line.people, line.seats, *there, line.needed, round(line.cost, 2), whom]
