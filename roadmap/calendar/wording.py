"""A person's calendar in words. It says what to learn and when, never why: no levels, no gaps, no name."""

from pkgutil import resolve_name
from uuid import UUID, uuid5

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.catalogue.models import Course
from lms.kernel.i18n import text
from lms.xapi.agents import public_url
from roadmap.calendar.entries import Entry, Worded, entries
from roadmap.calendar.queries import planned_versions
from roadmap.offers.models import Offer
from roadmap.offers.queries import offers_named
from roadmap.queries import courses_named
from roadmap.wording import hours


def calendar_of(person_id: int, uid: str) -> bytes:
    """The calendar of the person with the opaque identifier `uid`, in the language of this request."""
    found = entries(planned_versions(person_id))
    slugs = {each.course for each in found}
    known: dict[str, Course | Offer] = {**courses_named(slugs)}
    known |= offers_named(slugs - known.keys())
    worded = [_worded(each, UUID(uid), known.get(each.course)) for each in found]
    # Named and not imported: see there.
    made: bytes = resolve_name("roadmap.calendar.ics:write")(_("Mein Lernweg"), worded)
    return made


def _worded(entry: Entry, person: UUID, course: Course | Offer | None) -> Worded:
    title = text(course.title) if course is not None else entry.course
    return Worded(
        entry=entry,
        # Made of the person's identifier in a way that leads not back to it.
        uid=f"{uuid5(person, f'{entry.course}/{entry.part}')}@lernweg",
        title=title,
        description=_description(entry),
        place=course.place if isinstance(course, Offer) else "",
        url=_address(course),
    )


def _description(entry: Entry) -> str:
    shape = entry.shape
    if entry.is_cancelled:
        return str(_("Steht nicht mehr in Ihrem Lernweg."))
    if shape.is_done:
        return str(_("Erledigt."))
    sentences: list[str] = [_("Lernzeit: %(time)s", time=hours(shape.minutes))]
    weeks = ((shape.last - shape.first).days + shape.first.weekday()) // 7 + 1
    if shape.hours is None and weeks > 1:
        sentences.append(ngettext("verteilt auf %(num)s Woche", "verteilt auf %(num)s Wochen", weeks))
    return ", ".join(sentences) + "\n" + str(_("Ihr Lernweg: %(url)s", url=public_url() + url_for("roadmap.show")))


def _address(course: Course | Offer | None) -> str:
    if course is None or course.retired:
        return ""
    endpoint = "offers.one" if isinstance(course, Offer) else "learning.course"
    return public_url() + url_for(endpoint, slug=course.slug)
