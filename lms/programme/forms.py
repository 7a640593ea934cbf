"""Forms of those who plan the programme."""

from collections.abc import Mapping
from datetime import timedelta

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, DateField, FileField, IntegerField, SelectField, StringField, TextAreaField, TimeField
from wtforms.validators import Optional

from lms.kernel.clock import LOCAL
from lms.kernel.errors import Invalid
from lms.programme.facts import SessionFacts, part_of, read_parts, written_parts
from lms.programme.models import ProgrammeSession
from lms.web.forms import Form, NoLongerThan, OnceForm, Required, no_nul

DAYS_TO_ENROL = timedelta(days=7)


class SessionForm(OnceForm):
    """A date. Choices of seminars are set by the view."""

    course = SelectField(_("Seminar"), validators=[Required(_("Wählen Sie ein Seminar."))])
    day = DateField(_("Tag"), validators=[Required(_("Wählen Sie einen Tag."))])
    begin = TimeField(_("Von"), validators=[Required(_("Geben Sie eine Uhrzeit an."))])
    end = TimeField(_("Bis"), validators=[Required(_("Geben Sie eine Uhrzeit an."))])
    more = TextAreaField(
        _("Weitere Tage"),
        description=_("Eine Zeile je Tag, zum Beispiel 19.01.2027 9:00-12:30"),
        validators=[Optional(), NoLongerThan(1000), no_nul],
    )
    place = StringField(_("Ort"), validators=[Optional(), NoLongerThan(200), no_nul])
    link = StringField(
        _("Link zum Online-Raum"),
        description=_("Sehen nur Personen, die einen Platz haben."),
        validators=[Optional(), NoLongerThan(500), no_nul],
    )
    seats = IntegerField(_("Plätze"), validators=[Required(_("Geben Sie an, wie viele Plätze es gibt."))])
    minimum = IntegerField(
        _("Mindestzahl"),
        description=_("Ab wie vielen Personen der Termin stattfindet."),
        validators=[Optional()],
    )
    deadline = DateField(
        _("Anmelden bis"),
        description=_("Ohne Angabe eine Woche vorher."),
        validators=[Optional()],
    )

    def facts(self) -> SessionFacts:
        """What stands in the form, which must be valid. Raises Invalid for further days that cannot be read."""
        try:
            more = read_parts(self.text("more"))
        except ValueError as error:
            message = gettext("„%(piece)s“ ist kein Tag mit Uhrzeit.", piece=str(error)[:40])
            raise Invalid(fields={"more": message}) from error
        assert self.day.data is not None
        assert self.begin.data is not None
        assert self.end.data is not None
        times = tuple(sorted((part_of(self.day.data, self.begin.data, self.end.data), *more)))
        return SessionFacts(
            course=self.text("course"),
            times=times,
            place=self.text("place").strip(),
            link=self.text("link").strip(),
            seats=self.seats.data or 0,
            minimum=self.minimum.data or 0,
            deadline=self.deadline.data or times[0].day - DAYS_TO_ENROL,
        )

    def refuse(self, error: Invalid) -> None:
        """Show what is wrong at its field; times stand in several."""
        fields: Mapping[str, str] = error.fields
        super().refuse(Invalid(error.message, {"day" if name == "times" else name: fields[name] for name in fields}))


def shown(session: ProgrammeSession) -> dict[str, object]:
    """The fields of the form for a date."""
    first, *more = session.times
    return {
        "course": session.course.slug,
        "day": first.day,
        "begin": first.start.astimezone(LOCAL).time(),
        "end": first.end.astimezone(LOCAL).time(),
        "more": written_parts(more),
        **{name: getattr(session, name) for name in ("place", "link", "seats", "minimum", "deadline")},
    }


class CancelForm(Form):
    """Why a date is cancelled."""

    reason = TextAreaField(
        _("Warum fällt der Termin aus?"),
        description=_("Wer angemeldet ist, liest diesen Satz."),
        validators=[Required(_("Sagen Sie, warum: Wer angemeldet ist, liest es.")), NoLongerThan(500), no_nul],
    )


class SheetForm(Form):
    """A sheet with dates."""

    sheet = FileField(_("Datei (CSV oder XLSX)"))
    skip_past = BooleanField(
        _("Zeilen auslassen, deren Termin schon vorbei ist"),
        description=_("Wir nennen Ihnen, welche das waren. Was schon genauso im Programm steht, stört nie."),
    )
