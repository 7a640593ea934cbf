"""Entries as iCalendar (https://www.rfc-editor.org/rfc/rfc5545), for every calendar there is.

Imported only by name: the library takes a quarter of a second, and most processes never write a calendar.
"""

from collections.abc import Iterable
from datetime import UTC, timedelta

from icalendar import Calendar, Event, Timezone
from icalendar.prop import vDuration

from lms.kernel.clock import LOCAL
from roadmap.calendar.entries import Worded

# How often a calendar should look again.
REFRESH = timedelta(hours=12)

# The rule of the European Union, which holds without end; the library would list years.
BERLIN = """\
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""


def write(name: str, entries: Iterable[Worded]) -> bytes:
    """The calendar called `name`. The same entries give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Lernlotse//Lernweg//DE")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    # A publication, no invitation: nobody is asked to answer (https://www.rfc-editor.org/rfc/rfc5546#section-3.2.1).
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", LOCAL.key)
    refresh = vDuration(REFRESH)
    refresh.params["VALUE"] = "DURATION"
    calendar.add("refresh-interval", refresh, encode=False)
    calendar.add("x-published-ttl", vDuration(REFRESH), encode=False)
    calendar.add_component(Timezone.from_ical(BERLIN))
    for each in entries:
        calendar.add_component(_event(each))
    return bytes(calendar.to_ical())


def _event(worded: Worded) -> Event:
    entry, shape = worded.entry, worded.entry.shape
    event = Event()
    event.add("uid", worded.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", entry.changed.astimezone(UTC).replace(microsecond=0))
    event.add("created", entry.since.astimezone(UTC).replace(microsecond=0))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("summary", worded.title)
    event.add("description", worded.description)
    if shape.meeting is not None:
        event.add("dtstart", shape.meeting.start.astimezone(LOCAL))
        event.add("dtend", shape.meeting.end.astimezone(LOCAL))
    else:
        # The end of whole days is the day after (https://www.rfc-editor.org/rfc/rfc5545#section-3.6.1).
        event.add("dtstart", shape.first)
        event.add("dtend", shape.last + timedelta(days=1))
    event.add("transp", "TRANSPARENT" if shape.meeting is None or entry.is_cancelled else "OPAQUE")
    event.add("class", "PRIVATE")
    if worded.place:
        event.add("location", worded.place)
    if worded.url:
        event.add("url", worded.url)
    return event
