"""Dates from a sheet (CSV or XLSX): every fault with its row and column. The columns: docs/programme.md.

A sheet is often read again and again while its first dates go by. What stands in the programme just so is no change,
also where it is over or cancelled. Other rows in the past are no faults, but left out only if somebody says so.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from lms.kernel.db import db
from lms.kernel.errors import Invalid, Refused
from lms.kernel.sheets.table import Place, Row, Table
from lms.programme.facts import SessionFacts, faults, read_day, read_parts
from lms.programme.forms import DAYS_TO_ENROL
from lms.programme.models import ProgrammeSession
from lms.programme.running import change, create

NEEDED = ("key", "course", "times", "seats")
OPTIONAL = ("place", "link", "minimum", "deadline")
_LONGEST = {"key": 40, "place": 200, "link": 500}


@dataclass
class SessionSheet:
    """What a sheet holds. dates: by key, with the row in which they stand, without those with faults.

    past: rows of dates that are over, which are not among `dates`. same: keys of what is in the programme just so.
    rows: the first row of every key.
    """

    dates: dict[str, tuple[int, SessionFacts]] = field(default_factory=dict)
    faults: list[Place] = field(default_factory=list)
    past: list[Place] = field(default_factory=list)
    same: set[str] = field(default_factory=set)
    rows: dict[str, int] = field(default_factory=dict)

    @property
    def rows_in_the_past(self) -> str:
        """Their numbers, for a sentence."""
        return ", ".join(str(place.row) for place in self.past)


def read_sessions(
    table: Table, courses: Collection[str], today: date, known: Mapping[str, SessionFacts]
) -> SessionSheet:
    """The dates of the table. courses: slugs of seminars that have dates; known: what is in the programme, by key."""
    sheet = SessionSheet(faults=list(table.faults))
    for column in table.columns:
        if column and column not in (*NEEDED, *OPTIONAL):
            columns = ", ".join((*NEEDED, *OPTIONAL))
            sheet.faults.append(
                Place(1, column, _("Diese Spalte gibt es nicht. Bekannt sind: %(known)s.", known=columns))
            )
    for row in table.rows:
        _take(sheet, row, courses, today, known)
    sheet.faults.sort()
    return sheet


def _take(
    sheet: SessionSheet, row: Row, courses: Collection[str], today: date, known: Mapping[str, SessionFacts]
) -> None:
    key = row["key"].strip()
    found = {name: _("Der Text ist länger als %(most)s Zeichen.", most=most) for name, most in _LONGEST.items()
             if len(row[name]) > most}  # fmt: skip
    if not key:
        found["key"] = _("Hier fehlt die Kennung.")
    elif key in sheet.rows:
        found["key"] = _("Diese Kennung steht schon in Zeile %(row)s.", row=sheet.rows[key])
    sheet.rows.setdefault(key, row.number)
    if row["course"].strip() not in courses:
        found["course"] = _("Dieses Seminar gibt es nicht, oder es braucht keine Termine.")
    facts = _facts(row, found)
    if facts is not None and not found and known.get(key) == facts:
        sheet.same.add(key)
        return
    is_past = facts is not None and bool(facts.times) and facts.times[0].day < today
    if facts is not None and not found:
        found = faults(facts, facts.times[0].day if is_past else today)
    sheet.faults += [Place(row.number, column, message) for column, message in found.items()]
    if facts is None or found:
        return
    if is_past:
        day = format_date(facts.times[0].day, "medium")
        sheet.past.append(Place(row.number, "times", _("Der Termin vom %(day)s ist schon vorbei.", day=day)))
    else:
        sheet.dates[key] = (row.number, facts)


def _facts(row: Row, found: dict[str, str]) -> SessionFacts | None:
    try:
        times = read_parts(row["times"])
    except ValueError as error:
        found["times"] = _("„%(piece)s“ ist kein Tag mit Uhrzeit.", piece=str(error)[:40])
        return None
    seats, minimum = _whole(row, "seats", found), _whole(row, "minimum", found)
    try:
        deadline = read_day(row["deadline"].strip()) if row["deadline"].strip() else None
    except ValueError:
        found["deadline"] = _("Hier muss ein Tag stehen wie 05.01.2027.")
        return None
    last_day = deadline or (times[0].day - DAYS_TO_ENROL if times else date.max)
    place, link = row["place"].strip(), row["link"].strip()
    return SessionFacts(row["course"].strip(), times, place, link, seats, minimum, last_day)


def _whole(row: Row, column: str, found: dict[str, str]) -> int:
    typed = row[column].strip().removesuffix(".0") or "0"
    if typed.isascii() and typed.isdigit() and len(typed) < 7:
        return int(typed)
    found[column] = _("Hier muss eine ganze Zahl stehen.")
    return 0


def programme_by_key(organisation_id: int) -> dict[str, SessionFacts]:
    """The dates of the organisation as a sheet would state them, by key; past and cancelled ones too."""
    query = select(ProgrammeSession).where(ProgrammeSession.organisation_id == organisation_id)
    return {
        each.code: SessionFacts(
            each.course.slug, each.times, each.place, each.link, each.seats, each.minimum, each.deadline
        )
        for each in db.session.scalars(query.options(joinedload(ProgrammeSession.course)))
    }


def store(organisation_id: int, dates: Mapping[str, tuple[int, SessionFacts]]) -> tuple[int, int]:
    """Bring the dates into the programme; how many are new and how many changed. Those not in the sheet stay.

    Raises Invalid with the row where a date that is there already cannot be changed so.
    """
    query = select(ProgrammeSession).where(ProgrammeSession.organisation_id == organisation_id)
    known = {each.code: each.uid for each in db.session.scalars(query)}
    new = changed = 0
    for key, (row, facts) in dates.items():
        if key not in known:
            create(organisation_id, facts, key)
            new += 1
            continue
        try:
            changed += change(organisation_id, known[key], facts)
        except (Invalid, Refused) as error:
            said = " ".join([error.message, *getattr(error, "fields", {}).values()]).strip()
            raise Invalid(_("Zeile %(row)s: %(said)s", row=row, said=said)) from error
    return new, changed
