"""The programme in words: when a date is, what is free, what came of enrolling."""

from collections.abc import Sequence

from flask_babel import format_date, format_datetime, format_decimal, format_time, ngettext
from flask_babel import gettext as _

from lms.kernel.clock import LOCAL
from lms.kernel.i18n import text
from lms.programme.enrolling import Outcome
from lms.programme.models import Enrolment, News, ProgrammeSession
from lms.programme.queries import Listed
from lms.programme.rules import Closed, EnrolmentState, Part, Result


def part(value: Part) -> str:
    """Such as "Dienstag, 12. Januar 2027, 9:00 bis 12:30 Uhr"."""
    day = format_datetime(value.start, "EEEE, ") + format_date(value.start.astimezone(LOCAL).date(), "long")
    return str(_("%(day)s, %(start)s bis %(end)s Uhr", day=day, start=clock(value.start), end=clock(value.end)))


def clock(moment: object) -> str:
    """A time of day."""
    return str(format_time(moment, "H:mm"))


def when(session: ProgrammeSession) -> str:
    """The first part, and how many follow."""
    first, *more = session.times
    if not more:
        return part(first)
    count = str(ngettext("und %(num)s weiterer Tag", "und %(num)s weitere Tage", len(more)))
    return f"{part(first)} {count}"


def seats(each: Listed) -> str:
    """What is free, or how many wait."""
    if each.free:
        return str(ngettext("noch %(num)s Platz frei", "noch %(num)s Plätze frei", each.free))
    if each.waiting:
        return str(ngettext("ausgebucht, %(num)s Person wartet", "ausgebucht, %(num)s Personen warten", each.waiting))
    return str(_("ausgebucht, Warteliste leer"))


def standing(each: Listed) -> str:
    """How the person stands to the date; empty if in no way."""
    if each.mine is None:
        return ""
    if each.mine.state == EnrolmentState.WAITING:
        return str(_("Warteliste, Platz %(number)s", number=each.number))
    names = {
        EnrolmentState.CONFIRMED: _("Sie haben einen Platz"),
        EnrolmentState.ATTENDED: _("teilgenommen"),
        EnrolmentState.MISSED: _("nicht da gewesen"),
        EnrolmentState.CANCELLED: _("abgesagt"),
    }
    return str(names.get(EnrolmentState(each.mine.state), ""))


def state_names() -> dict[str, str]:
    """The states of an enrolment, for the organiser."""
    return {
        EnrolmentState.CONFIRMED.value: _("hat einen Platz"),
        EnrolmentState.WAITING.value: _("wartet"),
        EnrolmentState.WITHDRAWN.value: _("hat sich abgemeldet"),
        EnrolmentState.CANCELLED.value: _("Termin abgesagt"),
        EnrolmentState.ATTENDED.value: _("war da"),
        EnrolmentState.MISSED.value: _("war nicht da"),
    }


def why_closed(reason: Closed | None) -> str:
    """Why nobody can enrol any more; empty while everybody can."""
    sentences = {
        Closed.CANCELLED: _("Dieser Termin ist abgesagt."),
        Closed.BEGUN: _("Dieser Termin hat schon begonnen."),
        Closed.DEADLINE: _("Die Anmeldefrist ist vorbei. Fragen Sie bei der Personalentwicklung nach."),
    }
    return str(sentences[reason]) if reason is not None else ""


def news(enrolment: Enrolment, session: ProgrammeSession) -> str:
    """What happened that the person has not seen yet."""
    sentences = {
        News.MOVED_UP: _("Sie sind nachgerückt und haben jetzt einen Platz."),
        News.CANCELLED: _("Dieser Termin ist abgesagt: %(reason)s", reason=session.reason),
        News.CHANGED: _("Dieser Termin hat sich geändert. Bitte sehen Sie nach, ob er Ihnen noch passt."),
    }
    return str(sentences.get(enrolment.news, ""))


def outcome(each: Outcome) -> str:
    """What came of enrolling in one date."""
    title = text(each.session.course.title)
    about = {"title": title, "when": when(each.session)}
    other = {"title": title, "other": text(each.other.course.title), "when": when(each.other)} if each.other else {}
    sentences = {
        Result.SEAT: lambda: _("„%(title)s“: Sie haben einen Platz. %(when)s.", **about),
        Result.WAITING: lambda: _(
            "„%(title)s“ ist ausgebucht. Sie stehen auf der Warteliste, Platz %(number)s. "
            "Wird etwas frei, rücken Sie nach und erfahren es hier.",
            title=title,
            number=each.number,
        ),
        Result.ALREADY: lambda: _("„%(title)s“: Sie sind schon angemeldet.", title=title),
        Result.CANCELLED: lambda: _("„%(title)s“: Dieser Termin ist abgesagt.", title=title),
        Result.BEGUN: lambda: _("„%(title)s“: Dieser Termin hat schon begonnen.", title=title),
        Result.DEADLINE: lambda: _("„%(title)s“: Die Anmeldefrist ist vorbei.", title=title),
        Result.CLASH: lambda: _(
            "„%(title)s“: Zur selben Zeit sind Sie schon für „%(other)s“ angemeldet (%(when)s). "
            "Melden Sie sich dort ab oder wählen Sie einen anderen Termin.",
            **other,
        ),
        Result.OTHER_DATE: lambda: _(
            "„%(title)s“: Sie haben schon einen Platz in einem anderen Termin (%(when)s). "
            "Melden Sie sich dort ab, wenn Sie wechseln möchten.",
            **other,
        ),
    }
    return str(sentences[each.result]())


def kind(outcomes: Sequence[Outcome]) -> str:
    """How loud the answer is: a success, something to know, or a warning."""
    results = {each.result for each in outcomes}
    if results <= {Result.SEAT, Result.ALREADY}:
        return "success"
    return "info" if results <= {Result.SEAT, Result.ALREADY, Result.WAITING} else "warning"


def learning_time(minutes: int) -> str:
    """A duration: minutes up to 90, then hours with at most one decimal."""
    if minutes < 90:
        return str(ngettext("%(num)s Minute", "%(num)s Minuten", minutes))
    return str(_("%(hours)s Stunden", hours=format_decimal(round(minutes / 60, 1))))
