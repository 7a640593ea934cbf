"""Roadmaps in words: times, reasons, what stays open."""

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

from roadmap.models import Cause, RoadmapStep, StepState
from roadmap.troubles import Trouble


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


def trouble_sentences() -> dict[str, str]:
    """Why a step cannot stay on its date, with the course's title to fill in."""
    return {
        Trouble.GONE: _("Den Termin von „%s“ gibt es nicht mehr."),
        Trouble.CANCELLED: _("Der Termin von „%s“ ist abgesagt."),
        Trouble.MISSED: _("Sie waren bei „%s“ nicht dabei."),
        Trouble.MOVED: _("„%s“ findet zu einer anderen Zeit statt."),
        Trouble.FULL: _("Der Termin von „%s“ ist inzwischen ausgebucht."),
        Trouble.WITHDRAWN: _("„%s“ wird nicht mehr angeboten."),
        Trouble.TOO_LATE: _("Für den Termin von „%s“ kann man sich nicht mehr anmelden."),
    }


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
        Cause.NOT_COMPLETED: _("doch nicht abgeschlossen"),
        Cause.OVERDUE: _("ab heute neu geplant"),
        Cause.NEW_PROFILE: _("neue Fassung des Ziels übernommen"),
        Cause.GROUP: _("Teil eines gemeinsamen Plans übernommen"),
        Cause.DATES: _("andere Termine"),
    }
