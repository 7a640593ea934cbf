"""A date of a seminar as a calendar file: one event for each part, with an identifier that stays.

https://www.rfc-editor.org/rfc/rfc5545 and, for changes and cancellations, section 3.8.7.4 (SEQUENCE).
"""

from urllib.parse import urlsplit

from flask import current_app, url_for
from icalendar import Calendar, Event

from lms.kernel.i18n import text
from lms.programme.models import ProgrammeSession
from lms.programme.queries import Listed
from lms.programme.rules import EnrolmentState

PRODUCT = "-//Lernlotse//Seminartermine//DE"


def calendar_of(listed: Listed) -> bytes:
    """The file. Whoever only waits for a seat gets the event as tentative; the link is for those with a seat."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    session = listed.session
    status = "CANCELLED" if session.is_cancelled else "TENTATIVE" if _is_waiting(listed) else "CONFIRMED"
    for number, part in enumerate(session.times, start=1):
        event = Event()
        event.add("uid", f"{session.uid}-{number}@{_host()}")
        event.add("dtstamp", session.changed_at)
        event.add("sequence", session.sequence)
        event.add("dtstart", part.start)
        event.add("dtend", part.end)
        event.add("summary", text(session.course.title))
        event.add("status", status)
        event.add("url", url_for("programme.one", uid=session.uid, _external=True))
        if place := _place(listed, session):
            event.add("location", place)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _is_waiting(listed: Listed) -> bool:
    return listed.mine is not None and listed.mine.state == EnrolmentState.WAITING


def _place(listed: Listed, session: ProgrammeSession) -> str:
    has_seat = listed.mine is not None and listed.mine.state == EnrolmentState.CONFIRMED
    return session.place or (session.link if has_seat else "")


def _host() -> str:
    return urlsplit(current_app.extensions["settings"].public_url).hostname or "localhost"
