"""The forms in which target profiles and strategy goals are written: the same three fields for each competence."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from competence_check.levels import CompetenceName, Profile
from lms.web.forms import Form, NoLongerThan, Required, no_nul
from roadmap.forms import whole_number
from roadmap.profiles.services import HIGHEST_LEVEL, HIGHEST_WEIGHT, Written
from roadmap.wording import weight_name


class TargetsForm(Form):
    """What is asked for, without its competences."""

    number = HiddenField()

    def written(self, codes: Sequence[str]) -> Written:
        """What was written; competences at level 0 are not asked for."""
        targets = {
            code: (level, self[f"weight-{code}"].data, self.text(f"reason-{code}"))
            for code in codes
            if (level := self[f"level-{code}"].data)
        }
        return Written(self.text("name"), self.text("summary"), targets, whole_number(self.number.data or ""))


class ProfileForm(TargetsForm):
    """A profile."""

    name = StringField(lazy_gettext("Wie heißt das Profil?"), validators=[Required(), NoLongerThan(200), no_nul])
    summary = TextAreaField(lazy_gettext("Was tut, wer diese Aufgabe hat?"), validators=[NoLongerThan(2000), no_nul])


class GoalForm(TargetsForm):
    """A strategy goal."""

    name = StringField(lazy_gettext("Wie heißt das Vorhaben?"), validators=[Required(), NoLongerThan(200), no_nul])
    summary = TextAreaField(lazy_gettext("Worum geht es dabei?"), validators=[NoLongerThan(600), no_nul])


Kind = TypeVar("Kind", bound=TargetsForm)


def form_for(profile: Profile, names: Sequence[CompetenceName]) -> ProfileForm:
    """The form of a profile, filled with it unless it was sent."""
    weights = {each: weight_name(each) for each in range(1, HIGHEST_WEIGHT + 1)}
    return _filled(ProfileForm, profile, names, weights)


def goal_form_for(goal: Profile, names: Sequence[CompetenceName]) -> GoalForm:
    """The form of a goal, filled with it unless it was sent."""
    adds = {each: gettext("%(adds)s mehr", adds=each) for each in range(HIGHEST_WEIGHT + 1)}
    return _filled(GoalForm, goal, names, adds)


def _filled(kind: type[Kind], profile: Profile, names: Sequence[CompetenceName], choices: Mapping[int, str]) -> Kind:
    numbers = range(1, HIGHEST_LEVEL + 1)
    levels = [SelectChoice(0, gettext("nicht verlangt")), *(SelectChoice(each, str(each)) for each in numbers)]
    weights = [SelectChoice(number, name) for number, name in choices.items()]
    fields: dict[str, Any] = {}
    values: dict[str, Any] = {
        "number": str(profile.number),
        "name": profile.names.get("de", ""),
        "summary": profile.summaries.get("de", ""),
    }
    for each in names:
        code, target = each.id, profile.targets.get(each.id)
        fields[f"level-{code}"] = SelectField(
            lazy_gettext("Stufe"), choices=levels, coerce=whole_number, validators=[Required()]
        )
        fields[f"weight-{code}"] = SelectField(
            lazy_gettext("Gewicht"), choices=weights, coerce=whole_number, validators=[Required()]
        )
        fields[f"reason-{code}"] = TextAreaField(lazy_gettext("Wofür?"), validators=[NoLongerThan(500), no_nul])
        values[f"level-{code}"] = target.level if target else 0
        values[f"weight-{code}"] = target.weight if target else 1
        values[f"reason-{code}"] = target.reason.get("de", "") if target else ""
    made: Kind = type(f"{kind.__name__}WithCompetences", (kind,), fields)(data=values)
    return made
