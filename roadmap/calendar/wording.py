"""A person's calendar in words. It says what to learn and when, never why: no levels, no gaps, no name."""

from collections.abc import Mapping
from dataclasses import dataclass
from pkgutil import resolve_name
from uuid import UUID, uuid5

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.catalogue.models import Course
from lms.kernel.i18n import text
from lms.xapi.agents import public_url
from roadmap.calendar.entries import Entry, Held, Worded, entries
from roadmap.calendar.queries import held_dates, planned_versions
from roadmap.offers.models import Offer
from roadmap.offers.queries import offers_named
from roadmap.queries import courses_named
from roadmap.wording import hours


@dataclass(frozen=True)
class Owner:
    """Whose calendar it is. uid: opaque; organisation_id: where the person is at home."""

    person_id: int
    uid: str
    organisation_id: int


def calendar_of(owner: Owner) -> bytes:
    """The owner's calendar, in the language of this request."""
    versions = planned_versions(owner.person_id)
    held = held_dates(owner.organisation_id, versions)
    found = entries(versions, held)
    slugs = {each.course for each in found}
    known: dict[str, Course | Offer] = {**courses_named(slugs)}
    known |= offers_named(slugs - known.keys())
    worded = [_worded(each, UUID(owner.uid), known.get(each.course), held) for each in found]
    # Named and not imported: see there.
    made: bytes = resolve_name("roadmap.calendar.ics:write")(_("Mein Lernweg"), worded)
    return made


def _worded(entry: Entry, person: UUID, course: Course | Offer | None, held: Mapping[str, Held]) -> Worded:
    session = held.get(entry.shape.session or "")
    title = text(course.title) if course is not None else entry.course
    return Worded(
        entry=entry,
        # Made of the person's identifier in a way that leads not back to it.
        uid=f"{uuid5(person, f'{entry.course}/{entry.part}')}@lernweg",
        title=title,
        description=_description(entry),
        place=session.place if session is not None else course.place if isinstance(course, Offer) else "",
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
    if shape.meeting is None and weeks > 1:
        sentences.append(ngettext("verteilt auf %(num)s Woche", "verteilt auf %(num)s Wochen", weeks))
    return ", ".join(sentences) + "\n" + str(_("Ihr Lernweg: %(url)s", url=public_url() + url_for("roadmap.show")))


def _address(course: Course | Offer | None) -> str:
    if course is None or course.retired:
        return ""
    endpoint = "offers.one" if isinstance(course, Offer) else "learning.course"
    return public_url() + url_for(endpoint, slug=course.slug)
