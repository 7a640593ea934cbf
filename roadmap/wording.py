"""Roadmaps in words: times, reasons, what stays open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_skeleton
from flask_babel import format_date, format_decimal, format_timedelta, get_locale, ngettext
from flask_babel import gettext as _

from competence_check.levels import Profile
from competence_check.scoring.scale import whole
from lms.catalogue.models import Course
from lms.kernel.i18n import text
from lms.kernel.toml import Texts
from roadmap.measured import Measured, Source
from roadmap.models import Cause, RoadmapStep, StepState
from roadmap.planning.plan import Rest, Why
from roadmap.reasons import Reason

# How many courses a sentence names at most.
MOST_NAMED = 3


def hours(minutes: int) -> str:
    """A duration: minutes up to 90, then hours with at most one decimal."""
    if minutes < 90:
        return str(ngettext("%(num)s Minute", "%(num)s Minuten", minutes))
    return str(_("%(hours)s Stunden", hours=format_decimal(round(minutes / 60, 1))))


def day(value: date, today: date) -> str:
    """A day such as "24. November", with the year where it is another one."""
    if value.year != today.year:
        return str(format_date(value, "long"))
    return str(format_skeleton("MMMMd", value, locale=get_locale()))


def when(step: RoadmapStep, today: date) -> str:
    """When the step is, seen from today."""
    if step.state == StepState.DONE and step.done_at is not None:
        return str(_("erledigt am %(date)s", date=day(step.done_at.date(), today)))
    if step.end_date < today:
        return str(_("war bis %(date)s geplant", date=day(step.end_date, today)))
    if step.start_date <= today:
        return str(_("jetzt, bis %(date)s", date=day(step.end_date, today)))
    soon = format_timedelta(step.start_date - today, granularity="day", add_direction=True)
    return str(_("ab %(date)s, %(soon)s", date=day(step.start_date, today), soon=soon))


def weight_name(weight: int) -> str:
    """How much a profile needs a competence."""
    return str({1: _("nützlich"), 2: _("wichtig"), 3: _("unentbehrlich")}[weight])


@dataclass(frozen=True)
class Words:
    """What sentences about one roadmap need to know. names: of competences by id; courses: by slug."""

    profile: Profile
    names: Mapping[str, Texts]
    courses: Mapping[str, Course]
    measured: Measured

    def titles(self, slugs: Sequence[str]) -> str:
        """The courses as a list in quotation marks."""
        found = [_("„%(title)s“", title=text(self.courses[slug].title)) for slug in slugs if slug in self.courses]
        more = len(found) - MOST_NAMED
        named = ", ".join(found[:MOST_NAMED])
        if more <= 0:
            return named
        return str(_("%(named)s und %(n)s mehr", named=named, n=more))

    def reasons(self, reasons: Sequence[Reason]) -> list[str]:
        """A sentence for each reason of a step that there is something to say about."""
        sentences = [self._gain(each) for each in reasons if each["kind"] == "gain"]
        for reason in reasons:
            titles = self.titles(reason.get("courses", ()))
            if reason["kind"] == "opens" and titles:
                sentences.append(_("Ist Voraussetzung für %(courses)s.", courses=titles))
            elif reason["kind"] == "after" and titles:
                sentences.append(_("Setzt voraus: %(courses)s.", courses=titles))
        return [sentence for sentence in sentences if sentence]

    def _gain(self, reason: Reason) -> str:
        target = self.profile.targets.get(reason["competence"])
        if target is None:
            return ""
        name = text(self.names.get(target.competence)) or target.competence
        sentence: str = ngettext(
            "Schließt %(num)s Stufe bei „%(competence)s“ (verlangt: %(target)s, Sie: %(level)s), "
            "%(weight)s für „%(profile)s“.",
            "Schließt %(num)s Stufen bei „%(competence)s“ (verlangt: %(target)s, Sie: %(level)s), "
            "%(weight)s für „%(profile)s“.",
            whole(reason["after"]) - whole(reason["before"]),
            competence=name,
            target=target.level,
            level=self._level(target.competence, reason["before"]),
            weight=weight_name(target.weight),
            profile=text(self.profile.names),
        )
        return sentence

    def _level(self, competence: str, before: float) -> str:
        stand = self.measured.levels.get(competence)
        if stand is not None and whole(before) > whole(stand.value):
            return str(_("nach den Schritten davor %(level)s", level=whole(before)))
        if self.measured.source is Source.HAND:
            return str(_("nach eigener Angabe %(level)s", level=whole(before)))
        if stand is None or whole(stand.low) == whole(stand.high):
            return str(whole(before))
        low, high = whole(stand.low), whole(stand.high)
        return str(_("%(level)s, wahrscheinlich %(low)s bis %(high)s", level=whole(before), low=low, high=high))

    def rest(self, rest: Rest) -> str:
        """Why a piece of the gap stays open, and what would help."""
        titles = self.titles(rest.courses)
        sentences = {
            Why.NO_COURSE: _("Dafür gibt es noch keinen Kurs, der weiter führt."),
            Why.DROPPED: _("Sie haben %(courses)s weggelassen. Holen Sie das zurück, geht es weiter.", courses=titles),
            Why.NO_TIME: _(
                "In zwölf Monaten reicht die Lernzeit nicht auch für %(courses)s. Mit mehr Zeit pro Woche geht es.",
                courses=titles,
            ),
            Why.NO_MONEY: _("%(courses)s kostet mehr, als vom Budget übrig ist.", courses=titles),
            Why.NOT_ACCEPTED: _("Weiter führt nur %(courses)s, aber nicht in der gewünschten Form.", courses=titles),
            Why.UNREACHABLE: _("Für %(courses)s ist mehr nötig, als die Schritte davor vermitteln.", courses=titles),
        }
        return str(sentences[rest.why])


def cause_names() -> dict[str, str]:
    """Why a version was drawn."""
    return {
        Cause.CREATED: _("angelegt"),
        Cause.HOURS: _("andere Lernzeit"),
        Cause.DROPPED: _("Kurs weggelassen"),
        Cause.BROUGHT_BACK: _("Kurs zurückgeholt"),
        Cause.NEW_RESULT: _("neues Ergebnis übernommen"),
        Cause.COURSE_COMPLETED: _("Kurs abgeschlossen"),
        Cause.OVERDUE: _("ab heute neu geplant"),
    }
