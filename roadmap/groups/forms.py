"""Forms of joint plans."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext, lazy_gettext
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import Optional

from lms.kernel import clock
from lms.web.forms import Form, NoLongerThan, OnceForm, Required, no_nul
from roadmap.forms import weekly_choices, whole_number
from roadmap.groups.models import Kind
from roadmap.groups.services import Asked
from roadmap.groups.terms import Terms


class PlanForm(OnceForm):
    """A new joint plan."""

    title = StringField(
        lazy_gettext("Wie heißt der Plan?"),
        description=lazy_gettext("Zum Beispiel: E-Rechnung im Büro, Frühjahr."),
        validators=[Required(), NoLongerThan(120), no_nul],
    )
    kind = RadioField(lazy_gettext("Für wen?"), default=Kind.TOGETHER.value)
    units = SelectMultipleField(
        lazy_gettext("Für welche Einheiten?"),
        description=lazy_gettext("Ohne Auswahl gilt der Plan für alle."),
        coerce=whole_number,
        validate_choice=False,
    )
    start = DateField(lazy_gettext("Ab wann wird gelernt?"), validators=[Required()])
    budget = IntegerField(
        lazy_gettext("Was darf es zusammen höchstens kosten, in Euro?"),
        description=lazy_gettext("Leer: ohne Grenze."),
        validators=[Optional()],
    )
    external = BooleanField(lazy_gettext("Auch Angebote von Bildungsträgern einplanen"))
    minimum = IntegerField(
        lazy_gettext("Wie viel Prozent der eigenen Lücke soll jede Person mindestens schließen?"),
        description=lazy_gettext("So geht niemand leer aus. 0: keine Vorgabe."),
        default=0,
        validators=[Optional()],
    )
    most_away = IntegerField(
        lazy_gettext("Wie viele Personen einer Einheit dürfen in derselben Woche in einem Termin sitzen?"),
        description=lazy_gettext("Leer: ohne Grenze."),
        validators=[Optional()],
    )
    goals = SelectMultipleField(
        lazy_gettext("Was haben Sie vor?"),
        description=lazy_gettext("Was dafür nötig ist, zählt bei allen mehr. Höchstens fünf."),
        validate_choice=False,
    )
    weekly_minutes = SelectField(
        lazy_gettext("Mit wie viel Lernzeit pro Woche rechnen Sie?"),
        description=lazy_gettext("Nur für einen Programmplan; sonst zählt, was jede Person selbst angibt."),
        coerce=whole_number,
        default=60,
        validate_choice=False,
    )
    seats = IntegerField(
        lazy_gettext("Wie viele Plätze hat ein Seminartermin?"),
        description=lazy_gettext("Daraus ergibt sich, wie viele Termine noch nötig sind."),
        default=12,
        validators=[Optional()],
    )

    def offer_choices(self, units: Sequence[tuple[int, str]], goals: Mapping[str, str]) -> None:
        """Fill in what can be chosen."""
        self.kind.choices = [
            (Kind.TOGETHER.value, gettext("Für ein Team oder einen Betrieb: mit allen, die zustimmen")),
            (Kind.PROGRAMME.value, gettext("Für das nächste Programm: nur Zahlen, ohne Namen")),
        ]
        self.units.choices = [SelectChoice(number, name) for number, name in units]
        self.goals.choices = [SelectChoice(slug, name) for slug, name in goals.items()]
        self.weekly_minutes.choices = weekly_choices()

    def has_own_rules(self) -> bool:
        """Whether a rule that is seldom needed was changed, or is not right."""
        rules = (self.minimum, self.most_away, self.weekly_minutes, self.seats)
        return any(each.errors or each.data not in (each.default, None) for each in rules)

    def asked(self) -> Asked:
        """What the form asks for."""
        budget, seats = self.budget.data, self.seats.data
        terms = Terms(
            budget=None if budget is None else float(budget),
            minimum_share=(self.minimum.data or 0) / 100,
            most_away=self.most_away.data,
            external=bool(self.external.data),
            goals=tuple(slug for slug in self.goals.data or () if slug),
            weekly_minutes=self.weekly_minutes.data or 0,
            seats=12 if seats is None else seats,
        )
        start = self.start.data or clock.today()
        return Asked(Kind(self.kind.data), self.text("title"), list(self.units.data or ()), start, terms)


class ConsentForm(Form):
    """Taking part in a joint plan."""

    shows_courses = BooleanField(lazy_gettext("Wer den Plan betreut, darf sehen, welche Kurse er für mich vorsieht."))
