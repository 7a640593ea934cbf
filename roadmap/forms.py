"""Forms of the roadmap."""

from collections.abc import Mapping
from typing import Any

from flask_babel import format_decimal, lazy_gettext
from flask_babel import gettext as _
from wtforms import DateField, HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from lms.web.forms import Form, OnceForm, Required

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


class StartForm(OnceForm):
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
