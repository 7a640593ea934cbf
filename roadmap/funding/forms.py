"""The form with the facts that funding rules ask for."""

from collections.abc import Collection

from flask_babel import lazy_gettext as _
from wtforms import DecimalField, Field, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import NumberRange, Optional

from lms.kernel.i18n import text
from lms.web.forms import Form
from roadmap.funding.expressions import Facts
from roadmap.funding.rules import Funding

MOST = 1_000_000


class NumberField(DecimalField):
    """A number, with a comma as people here write it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        super().process_formdata([each.strip().replace(",", ".") for each in valuelist if each.strip()])


class FactsForm(Form):
    """What is known of a case; every field may stay open."""

    def facts(self, funding: Funding) -> Facts:
        """What was answered."""
        given: dict[str, float | bool] = {}
        for key, fact in funding.facts.items():
            answer = self[key].data if key in self else None
            if fact.kind == "number" and answer is not None:
                given[key] = float(answer)
            elif fact.kind == "flag" and answer in ("ja", "nein"):
                given[key] = answer == "ja"
        return given


def shown_facts(facts: Facts) -> dict[str, float | str]:
    """The values of the fields for these facts."""
    return {key: ("ja" if value else "nein") if isinstance(value, bool) else value for key, value in facts.items()}


def facts_form(funding: Funding, only: Collection[str] | None = None) -> type[FactsForm]:
    """The form for the facts of these rules, or for some of them."""
    fields: dict[str, Field] = {}
    for key, fact in funding.facts.items():
        if only is not None and key not in only:
            continue
        if fact.kind == "number":
            label = f"{text(fact.questions)} ({text(fact.units)})" if fact.units else text(fact.questions)
            message = _("Geben Sie eine Zahl von 0 bis 1.000.000 an.")
            fields[key] = NumberField(label, validators=[Optional(), NumberRange(0, MOST, message)])
        else:
            answers = (("ja", _("Ja")), ("nein", _("Nein")), ("", _("Weiß ich nicht")))
            choices = [SelectChoice(value, label) for value, label in answers]
            fields[key] = RadioField(text(fact.questions), choices=choices, default="", validators=[Optional()])
    return type("FundingFactsForm", (FactsForm,), fields)
