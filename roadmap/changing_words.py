"""What would have to change, and what contradicts what, in words. See `roadmap.what_would_help`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import format_date, format_percent, ngettext
from flask_babel import gettext as _

from lms.catalogue.models import Course
from lms.kernel.i18n import text
from roadmap.limits import Limits
from roadmap.models import RoadmapVersion
from roadmap.offers.models import Offer
from roadmap.wording import euros, floored, hours


@dataclass(frozen=True)
class ConflictShown:
    """Constraints that contradict each other. closed, reachable: shares of the gap in words, with and without them."""

    closed: str
    reachable: str
    constraints: list[str]
    let_go: list[str]
    is_sure: bool


def change_sentences(changes: Iterable[Mapping[str, Any]], courses: Mapping[str, Course | Offer]) -> list[str]:
    """What would have to change to close more, each with what was computed for it."""
    sentences = []
    for change in changes:
        course = courses.get(change.get("course") or "")
        subject = _subject(change["what"], change["more"], text(course.title) if course is not None else "")
        if subject and (share := floored(change["gain_share"])):
            sentences.append(
                _("%(what)s: schließt weitere %(share)s der Lücke.", what=subject, share=format_percent(share))
            )
    return sentences


def conflict_shown(version: RoadmapVersion, limits: Limits) -> ConflictShown | None:
    """The contradiction that was found for the version."""
    found = version.conflict
    if found is None:
        return None
    return ConflictShown(
        closed=format_percent(floored(found["closed"])),
        reachable=format_percent(floored(found["reachable"])),
        constraints=[_constraint(name, version, limits) for name in found["constraints"]],
        let_go=[_constraint(name, version, limits) for name in found["let_go"]],
        is_sure=found["sure"],
    )


def _constraint(name: str, version: RoadmapVersion, limits: Limits) -> str:
    """A constraint of `roadmap.planning.conflicts` with what was asked for."""
    if name == "deadline" and limits.deadline is not None:
        return str(_("fertig bis %(date)s", date=format_date(limits.deadline, "long")))
    if name == "budget" and limits.budget is not None:
        return str(_("höchstens %(money)s", money=euros(limits.budget)))
    names = {
        "weekly_minutes": _("%(time)s pro Woche", time=hours(version.weekly_minutes + limits.release_minutes)),
        "horizon_weeks": _("geplant wird für zwölf Monate"),
        "dropped": _("was Sie weggelassen haben"),
        "sessions": _("die Termine, die es gibt"),
        "available_from": _("Kurse, die es erst später gibt"),
        "courses": _("die Kurse, die es gibt"),
        "accepts.formats": _("nur diese Formen des Lernens"),
        "accepts.places": _("nur diese Orte"),
        "accepts.languages": _("nur Deutsch bis %(level)s", level=limits.language_level),
        "accepts.language_level": _("nur Deutsch bis %(level)s", level=limits.language_level),
        "accepts.barrier_free": _("nur, was als barrierefrei bekannt ist"),
        "accepts.most_unit_minutes": _("nur kleine Schritte"),
        "accepts.part_time": _("nur Angebote in Teilzeit"),
        "accepts.hours": _("nur zu Ihren Zeiten"),
    }
    return str(names.get(name, name))


def _subject(what: str, more: int, title: str) -> str:
    """A change of `roadmap.planning.changes` in words; empty for what there are no words for."""
    if what == "weekly_minutes":
        return str(_("%(time)s mehr pro Woche", time=hours(more)))
    if what == "budget":
        return str(_("%(money)s mehr", money=euros(more)))
    if what == "weeks":
        return str(ngettext("%(num)s Woche mehr Zeit", "%(num)s Wochen mehr Zeit", more))
    if what == "date":
        return str(_("Ein weiterer Termin von „%(title)s“", title=title)) if title else ""
    if what == "external":
        with_cost = _("Mit Angeboten von Bildungsträgern, für %(money)s", money=euros(more))
        return str(with_cost if more > 0 else _("Mit kostenfreien Angeboten von Bildungsträgern"))
    names = {
        "accepts.formats": _("Jede Form des Lernens"),
        "accepts.places": _("Jeder Ort"),
        "accepts.languages": _("Auch Angebote, die mehr Deutsch voraussetzen"),
        "accepts.language_level": _("Auch Angebote, die mehr Deutsch voraussetzen"),
        "accepts.barrier_free": _("Auch, was nicht als barrierefrei bekannt ist"),
        "accepts.most_unit_minutes": _("Auch größere Schritte"),
        "accepts.part_time": _("Auch Angebote in Vollzeit"),
        "accepts.hours": _("Termine zu jeder Zeit"),
    }
    return str(names.get(what, ""))
