"""The page on which somebody states levels by hand, each with a reason, beside what the check found."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from wtforms import Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import Optional

from competence_check.queries import competences, target_profile
from competence_check.scoring.scale import HIGHEST_LEVEL, band_of, whole
from lms.kernel.toml import Texts
from lms.web.forms import Form
from roadmap.knowing import combined_target
from roadmap.measured import Measured, Source
from roadmap.models import Roadmap
from roadmap.queries import version_of
from roadmap.wishes import Wishes


class StatingForm(Form):
    """A level and a reason for each competence that the target asks for; empty levels state nothing."""

    def stated(self, codes: list[str]) -> dict[str, tuple[int, str]]:
        """What was stated, by competence."""
        return {
            code: (int(self[level_field(code)].data), " ".join((self[reason_field(code)].data or "").split()))
            for code in codes
            if self[level_field(code)].data in {str(level) for level in range(int(HIGHEST_LEVEL) + 1)}
        }


@dataclass(frozen=True)
class StatingPage:
    """The page. names: of the competences by id, in their order; known: what counts without a statement."""

    roadmap: Roadmap
    form: StatingForm
    names: Mapping[str, Texts]
    known: Mapping[str, str]
    targets: Mapping[str, int]


def level_field(code: str) -> str:
    """The name of the field for the level in a competence."""
    return f"level_{code}"


def reason_field(code: str) -> str:
    """The name of the field for the reason."""
    return f"reason_{code}"


def stating_page(roadmap: Roadmap, *, sent: bool) -> StatingPage:
    """The page, with what was sent or with what was stated before."""
    version, profile = version_of(roadmap), target_profile(roadmap.profile)
    measured = Measured.from_json(version.levels)
    targets = combined_target(profile, Wishes.from_json(version.wishes)).targets
    names = {each.id: each.names for each in competences(profile.framework) if each.id in targets}
    kind = _form_for(names, measured)
    values: dict[str, str] = {}
    for code, each in measured.stated.items():
        values |= {level_field(code): str(int(each.level)), reason_field(code): each.reason}
    return StatingPage(
        roadmap=roadmap,
        form=kind() if sent else kind(formdata=None, **values),
        names=names,
        known={code: _known(measured, code) for code in names},
        targets={code: targets[code].level for code in names},
    )


def _known(measured: Measured, code: str) -> str:
    stand = measured.base.get(code)
    if stand is None:
        return str(_("noch nichts bekannt"))
    if measured.source is Source.HAND:
        return str(_("nach eigener Angabe %(level)s", level=whole(stand.value)))
    low, high = whole(stand.low), whole(stand.high)
    return str(
        _("Kompetenzcheck: Stufe %(level)s, wahrscheinlich %(low)s bis %(high)s",
          level=whole(stand.value), low=low, high=high)
    )  # fmt: skip


def _form_for(names: Mapping[str, Texts], measured: Measured) -> type[StatingForm]:
    nothing = _("wie gemessen") if measured.source is Source.CHECK else _("wie am Anfang angegeben")
    choices = [SelectChoice("", nothing), *(SelectChoice(str(level), _level(level)) for level in range(9))]
    fields: dict[str, Field] = {}
    for code in names:
        fields[level_field(code)] = SelectField(
            _("Ihre Stufe"), choices=choices, default="", validators=[Optional()], validate_choice=False
        )
        fields[reason_field(code)] = StringField(_("Worauf stützt sich das?"), validators=[Optional()])
    return type("RoadmapStatingForm", (StatingForm,), fields)


def _level(level: int) -> str:
    """A level with what it means, in the words of the self-assessment."""
    meanings = {
        "": _("damit hatte ich noch nichts zu tun"),
        "basic": _("Einfaches gelingt, manchmal mit Hilfe"),
        "intermediate": _("Übliches gelingt selbstständig"),
        "advanced": _("auch Schwieriges gelingt, ich helfe anderen"),
        "highly_advanced": _("ich entwickle neue Lösungen"),
    }
    return f"{level} – {meanings[band_of(level)]}"
