"""Roadmaps in words: times, reasons, what stays open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import floor

from babel.dates import format_skeleton
from flask_babel import (
    format_currency,
    format_date,
    format_decimal,
    format_timedelta,
    get_locale,
    ngettext,
)
from flask_babel import gettext as _

from competence_check.levels import Profile
from competence_check.scoring.scale import whole
from lms.catalogue.models import Course
from lms.kernel.i18n import text
from lms.kernel.toml import Texts
from roadmap.goals.combining import Combined, CombinedTarget
from roadmap.measured import Measured, Source
from roadmap.models import Cause, RoadmapStep, StepState
from roadmap.offers.models import Offer
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


def weight_name(weight: float) -> str:
    """How much a profile needs a competence; goals and demand can only add."""
    return str({1: _("nützlich"), 2: _("wichtig"), 3: _("unentbehrlich")}[max(1, min(3, int(weight)))])


@dataclass(frozen=True)
class Words:
    """What sentences about one roadmap need to know. names: of competences by id; courses: by slug."""

    profile: Profile
    names: Mapping[str, Texts]
    courses: Mapping[str, Course | Offer]
    measured: Measured
    combined: Combined

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
            elif reason["kind"] == "date" and reason["seats"] is not None:
                seats = reason["seats"]
                sentences.append(
                    ngettext("Dann ist noch %(num)s Platz frei.", "Dann sind noch %(num)s Plätze frei.", seats)
                )
        return [sentence for sentence in sentences if sentence]

    def _gain(self, reason: Reason) -> str:
        target = self.combined.targets.get(reason["competence"])
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
        return " ".join([sentence, *self._behind(target)])

    def _behind(self, target: CombinedTarget) -> list[str]:
        """The goals and the region's demand that stand behind a target."""
        sentences = [
            (
                _("Das Vorhaben „%(goal)s“ verlangt hier mehr als die Rolle: %(reason)s", **about)
                if each.raised
                else _("Auch das Vorhaben „%(goal)s“ braucht es: %(reason)s", **about)
            )
            for each in target.because[:1]
            for about in [{"goal": text(each.goal.names), "reason": text(each.reasons)}]
        ]
        for demanded in target.demand[:1]:
            sentences.append(_("In der Region gesucht: %(target)s.", target=text(demanded.names)))
        return sentences

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


def format_names() -> dict[str, str]:
    """How courses are held."""
    return {
        "presence": _("vor Ort"),
        "online": _("online zu festen Zeiten"),
        "on_demand": _("online, wann ich will"),
        "hybrid": _("teils vor Ort, teils online"),
    }


def euros(amount: float) -> str:
    """An amount of money without cents, which no plan needs."""
    return str(format_currency(amount, "EUR", "#,##0 ¤", currency_digits=False))


def floored(share: float) -> float:
    """A share in whole per cent, rounded down: 100 % only where nothing stays open."""
    return floor(share * 100 + 1e-6) / 100


def cause_names() -> dict[str, str]:
    """Why a version was drawn."""
    return {
        Cause.CREATED: _("angelegt"),
        Cause.HOURS: _("andere Lernzeit"),
        Cause.DROPPED: _("Kurs weggelassen"),
        Cause.BROUGHT_BACK: _("Kurs zurückgeholt"),
        Cause.WISHES: _("andere Wünsche"),
        Cause.PROPOSAL: _("besseren Plan übernommen"),
        Cause.STATED: _("Stufen selbst angegeben"),
        Cause.NEW_RESULT: _("neues Ergebnis übernommen"),
        Cause.COURSE_COMPLETED: _("Kurs abgeschlossen"),
        Cause.OVERDUE: _("ab heute neu geplant"),
    }
