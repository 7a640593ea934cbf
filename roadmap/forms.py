"""Forms of the roadmap."""

from collections.abc import Iterable, Mapping
from typing import Any

from babel.dates import get_day_names
from flask_babel import format_decimal, get_locale, lazy_gettext
from flask_babel import gettext as _
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import Optional, ValidationError

from lms.kernel import clock
from lms.web.forms import Form, OnceForm, Required
from roadmap.limits import Limits
from roadmap.offers.facts import LANGUAGE_LEVELS
from roadmap.times import WINDOWS, known_windows, read_days, write_days
from roadmap.wishes import Wishes
from roadmap.wording import format_names, hours

MOST_RELEASED = 480
WEEKLY_MINUTES = (30, 60, 120, 180, 240, 360, 480)

# What people choose from where no check result exists, as levels; the steps of the check's self-rating.
HAND_LEVELS = {
    "0": lazy_gettext("Damit hatte ich noch nichts zu tun"),
    "2": lazy_gettext("Einfaches gelingt mir, manchmal mit Hilfe"),
    "4": lazy_gettext("Übliche Aufgaben erledige ich selbstständig"),
    "6": lazy_gettext("Auch Schwieriges gelingt mir, ich helfe anderen"),
    "8": lazy_gettext("Ich entwickle dafür neue Lösungen"),
}


def whole_number(value: Any) -> int:
    """`value` as a whole number; -1 for anything else, which the service refuses with a sentence."""
    typed = str(value)
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else -1


def weekly_choices() -> list[SelectChoice]:
    """The weekly minutes to choose from, as hours."""
    names = {30: _("eine halbe Stunde"), 60: _("eine Stunde")}
    return [
        SelectChoice(minutes, names.get(minutes) or _("%(hours)s Stunden", hours=format_decimal(minutes // 60)))
        for minutes in WEEKLY_MINUTES
    ]


class WishFields:
    """What one may want besides a target and hours; choices of goals are set by the view."""

    goals = SelectMultipleField(
        lazy_gettext("Was hat Ihr Bereich oder Betrieb vor?"),
        description=lazy_gettext("Was dafür nötig ist, zählt dann mehr. Höchstens fünf."),
        validate_choice=False,
    )
    demand = BooleanField(lazy_gettext("Was in der Region gesucht wird, soll mehr zählen"))
    external = BooleanField(
        lazy_gettext("Auch Angebote von Bildungsträgern einplanen"),
        description=lazy_gettext("Manche kosten Geld; vieles lässt sich fördern."),
    )
    deadline = DateField(lazy_gettext("Bis wann möchten Sie fertig sein?"), validators=[Optional()])
    budget = IntegerField(lazy_gettext("Was darf es höchstens kosten, in Euro?"), validators=[Optional()])
    release_minutes = SelectField(
        lazy_gettext("Was gibt Ihr Arbeitgeber pro Woche dazu?"), coerce=whole_number, validate_choice=False
    )
    released = BooleanField(
        lazy_gettext("Für Seminartermine bin ich freigestellt"),
        description=lazy_gettext("Sie zählen dann nicht zu Ihrer Lernzeit pro Woche."),
        default=True,
    )
    most_unit_minutes = SelectField(
        lazy_gettext("Nur kleine Schritte?"),
        description=lazy_gettext("Für Zeiten mit vollen Auftragsbüchern: Einheiten, die nicht länger dauern."),
        coerce=whole_number,
        validate_choice=False,
    )
    formats = SelectMultipleField(
        lazy_gettext("In welcher Form lernen Sie?"),
        description=lazy_gettext("Ohne Auswahl ist alles recht."),
        validate_choice=False,
    )
    places = SelectMultipleField(
        lazy_gettext("An welchen Orten können Sie lernen?"),
        description=lazy_gettext("Ohne Auswahl ist jeder Ort recht. Was online stattfindet, geht immer."),
        validate_choice=False,
    )
    windows = SelectMultipleField(
        lazy_gettext("Wann können Sie zu Terminen kommen?"),
        description=lazy_gettext("Wenn Sie in Teilzeit arbeiten: Wählen Sie Ihre Zeiten. Ohne Auswahl geht jede."),
        validate_choice=False,
    )
    release_days = TextAreaField(
        lazy_gettext("An welchen Tagen stellt Ihr Arbeitgeber Sie frei?"),
        description=lazy_gettext("Ein Tag in jeder Zeile, dahinter die Stunden; ohne Stunden sind es 8: 14.12.2026 4"),
        validators=[Optional()],
    )
    language_level = SelectField(lazy_gettext("Welches Deutsch dürfen Angebote voraussetzen?"), validate_choice=False)
    part_time = BooleanField(lazy_gettext("Nur Angebote in Teilzeit"))
    barrier_free = BooleanField(lazy_gettext("Nur, was als barrierefrei bekannt ist"))

    def validate_release_days(self, field: TextAreaField) -> None:
        """Refuse lines that nobody can read, by their number."""
        for number in read_days(field.data or "").faults[:1]:
            raise ValidationError(
                _("Zeile %(number)s: Schreiben Sie einen Tag wie 14.12.2026 und höchstens 10 Stunden.", number=number)
            )

    def offer_choices(self, goals: Mapping[str, str], places: Iterable[str]) -> None:
        """Fill in what can be chosen. goals: names by slug."""
        self.places.choices = [SelectChoice(place, place) for place in places]
        self.windows.choices = [SelectChoice(name, words) for name, words in window_names().items()]
        self.goals.choices = [SelectChoice(slug, name) for slug, name in goals.items()]
        self.release_minutes.choices = [
            SelectChoice(0, _("nichts")),
            *(SelectChoice(minutes, hours(minutes)) for minutes in (30, 60, 120, 240)),
        ]
        self.most_unit_minutes.choices = [
            SelectChoice(0, _("egal, wie lang")),
            *(SelectChoice(minutes, _("höchstens %(time)s", time=hours(minutes))) for minutes in (30, 60, 90, 240)),
        ]
        self.formats.choices = [SelectChoice(each, name) for each, name in format_names().items()]
        self.language_level.choices = [
            SelectChoice("", _("jedes")),
            *(SelectChoice(level, _("bis %(level)s", level=level)) for level in LANGUAGE_LEVELS),
        ]

    def wishes(self) -> Wishes:
        """What was chosen; what there is not to choose is left out."""
        goals = {value for value, *_rest in self.goals.iter_choices()}
        formats = frozenset(self.formats.data or ()) & format_names().keys()
        places = {value for value, *_rest in self.places.iter_choices()} & set(self.places.data or ())
        level = self.language_level.data
        limits = Limits(
            release_minutes=max(0, min(self.release_minutes.data or 0, MOST_RELEASED)),
            deadline=self.deadline.data,
            budget=None if self.budget.data is None else float(self.budget.data),
            formats=formats or None,
            language_level=level if level in LANGUAGE_LEVELS else "",
            barrier_free=bool(self.barrier_free.data),
            part_time=bool(self.part_time.data),
            most_unit_minutes=self.most_unit_minutes.data if (self.most_unit_minutes.data or 0) > 0 else None,
            external=bool(self.external.data),
            places=frozenset(places) or None,
            windows=known_windows(self.windows.data or ()) or None,
            release_days=read_days(self.release_days.data or "").days,
            released=bool(self.released.data),
        )
        return Wishes(tuple(slug for slug in self.goals.data or () if slug in goals), bool(self.demand.data), limits)


def shown_wishes(wishes: Wishes) -> dict[str, Any]:
    """The values of the fields of `WishFields` for these wishes."""
    limits = wishes.limits
    return {
        "goals": list(wishes.goals),
        "demand": wishes.demand,
        "external": limits.external,
        "released": limits.released,
        "deadline": limits.deadline,
        "budget": None if limits.budget is None else int(limits.budget),
        "release_minutes": limits.release_minutes,
        "most_unit_minutes": limits.most_unit_minutes or 0,
        "formats": sorted(limits.formats or ()),
        "language_level": limits.language_level,
        "part_time": limits.part_time,
        "barrier_free": limits.barrier_free,
        "places": sorted(limits.places or ()),
        "windows": sorted(limits.windows or ()),
        # What lies behind cannot be wished any more.
        "release_days": write_days({day: each for day, each in limits.release_days.items() if day > clock.today()}),
    }


def window_names() -> dict[str, str]:
    """The windows of the week."""
    days = get_day_names("wide", "stand-alone", get_locale())
    parts = {"a": _("vormittags"), "p": _("nachmittags und abends")}
    return {name: f"{days[int(name[0]) - 1]} {parts[name[1]]}" for name in WINDOWS}


class StartForm(WishFields, OnceForm):
    """What a roadmap is drawn for. instead_of: uid of the roadmap that it replaces; choices are set by the view."""

    profile = RadioField(
        lazy_gettext("Worauf möchten Sie hinlernen?"),
        validators=[Required(lazy_gettext("Wählen Sie ein Ziel."))],
        validate_choice=False,
    )
    weekly_minutes = RadioField(
        lazy_gettext("Wie viel Zeit haben Sie pro Woche?"),
        description=lazy_gettext("Das lässt sich später jederzeit ändern."),
        coerce=whole_number,
        validators=[Required(lazy_gettext("Wählen Sie, wie viel Zeit Sie haben."))],
        validate_choice=False,
    )
    start = DateField(
        lazy_gettext("Wann möchten Sie beginnen?"),
        validators=[Required(lazy_gettext("Geben Sie einen Tag an."))],
    )
    instead_of = HiddenField()


class HoursForm(Form):
    """Other weekly minutes."""

    weekly_minutes = SelectField(
        lazy_gettext("Lernzeit pro Woche"), coerce=whole_number, validators=[Required()], validate_choice=False
    )


class WishesForm(WishFields, Form):
    """Other hours, goals and limits."""

    weekly_minutes = SelectField(
        lazy_gettext("Lernzeit pro Woche"), coerce=whole_number, validators=[Required()], validate_choice=False
    )


def with_area_levels(areas: Mapping[str, str]) -> type[StartForm]:
    """The start form with a question for each area, by id and name, for people without a check result."""
    choices = [
        SelectChoice("", lazy_gettext("Bitte wählen")),
        *(SelectChoice(level, label) for level, label in HAND_LEVELS.items()),
    ]
    fields = {
        area_field(area): SelectField(
            name,
            choices=choices,
            validators=[Required(lazy_gettext("Wählen Sie, was am besten passt."))],
        )
        for area, name in areas.items()
    }
    return type("StartFormWithLevels", (StartForm,), fields)


def area_field(area: str) -> str:
    """The name of the form field for an area."""
    return f"area_{area}"
