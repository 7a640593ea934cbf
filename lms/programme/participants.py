"""Who takes part in a date, by name: for those who plan the programme."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import case, select
from sqlalchemy.orm import joinedload

from lms.accounts.models import Person
from lms.kernel.db import db
from lms.kernel.i18n import text
from lms.kernel.sheets.writing import Cell, Sheet, xlsx
from lms.programme import wording
from lms.programme.models import Enrolment, ProgrammeSession
from lms.programme.rules import EnrolmentState


@dataclass(frozen=True)
class Participant:
    """A person and how they stand to the date. number: on the waiting list, 0 for who does not wait."""

    enrolment: Enrolment
    name: str
    unit: str
    number: int


def of(session: ProgrammeSession) -> list[Participant]:
    """Those with a seat first, then those who wait, then the others; each in the order in which they asked."""
    waits = EnrolmentState.WAITING.value
    last = (EnrolmentState.WITHDRAWN.value, EnrolmentState.CANCELLED.value)
    order = case((Enrolment.state == waits, 1), (Enrolment.state.in_(last), 2), else_=0)
    query = (
        select(Enrolment)
        .where(Enrolment.session_id == session.id)
        .options(joinedload(Enrolment.person).joinedload(Person.unit))
        .order_by(order, Enrolment.turn)
    )
    found, number = [], 0
    for each in db.session.scalars(query):
        number += each.state == waits
        unit = each.person.unit.name if each.person.unit else ""
        found.append(Participant(each, each.person.name, unit, number if each.state == waits else 0))
    return found


def sheet(session: ProgrammeSession, people: Sequence[Participant]) -> bytes:
    """The list as a workbook, with room to sign."""
    states = wording.state_names()
    rows: list[Sequence[Cell]] = [
        [each.name, each.unit, states[each.enrolment.state], each.number or None, each.enrolment.asked_at, None]
        for each in people
        if each.enrolment.state not in (EnrolmentState.WITHDRAWN, EnrolmentState.CANCELLED)
    ]
    headings = [_("Name"), _("Einheit"), _("Stand"), _("Warteliste"), _("Angemeldet am"), _("Unterschrift")]
    return xlsx([Sheet(text(session.course.title), headings, rows)])
