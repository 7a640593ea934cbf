"""Where teams stand: for HR developers and advisers, never about single people, and always as of a frozen day."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from competence_check import queries
from competence_check.levels import CompetenceName, Profile
from competence_check.models import Framework
from competence_check.teams import files, snapshots
from competence_check.teams.heatmap import Column, Row, rows_of
from competence_check.teams.models import TeamSnapshot
from competence_check.views.frameworks import chosen_framework, in_address
from lms.kernel import clock
from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import transaction
from lms.kernel.errors import NotFound, Refused
from lms.web.forms import Form

# A blueprint of its own, so that the navigation knows the two parts apart.
blueprint = Blueprint("competence_team", "competence_check", url_prefix="/kompetenzcheck", template_folder="templates")


@dataclass(frozen=True)
class Choice:
    """What the viewer chose to look at. before: the snapshot it is compared with."""

    framework: Framework
    snapshot: TeamSnapshot
    before: TeamSnapshot | None
    profile: Profile
    area: str
    areas: dict[str, dict[str, str]]
    columns: list[Column]
    rows: list[Row]

    @property
    def is_missing_some(self) -> bool:
        """Whether a competence has no figures anywhere yet."""
        return any(cell is None for row in self.rows for cell in row.cells or ())

    @property
    def arguments(self) -> dict[str, str]:
        """The same choice as parameters of an address."""
        compared = {"vergleich": self.before.uid if self.before else "keiner"}
        framework = in_address(self.framework)
        named = {"rahmen": framework} if framework else {}
        return named | {"stand": self.snapshot.uid, "profil": self.profile.slug, "bereich": self.area, **compared}


@blueprint.get("/team")
@allow(Permission.TEAM_GAPS)
def overview() -> str:
    """Units × areas, or the competences of one area, against a target profile."""
    framework = chosen_framework()
    made = snapshots.taken(viewer().organisation_id, framework.id)
    profiles = queries.target_profiles(framework.slug, viewer().organisation_id)
    choice = _choice(framework, made, profiles)
    frameworks = {"framework": framework, "frameworks": queries.frameworks_to_choose()}
    if choice is None:
        return render_template("competence_check/team_empty.html", form=Form(), label=_new_label(made), **frameworks)
    known = set(choice.snapshot.body["profiles"])
    return render_template(
        "competence_check/team.html",
        **frameworks,
        choice=choice,
        snapshots=made,
        profiles=[each for each in profiles if each.slug in known],
        form=Form(),
        label=_new_label(made),
    )


@blueprint.post("/team/stand")
@allow(Permission.TEAM_GAPS)
def freeze() -> AnyResponse:
    """Freeze the figures of today."""
    framework = chosen_framework()
    made = snapshots.taken(viewer().organisation_id, framework.id)
    try:
        with transaction():
            snapshots.take(viewer().organisation_id, _new_label(made), framework=framework.slug)
    except Refused as refused:
        flash(refused.message, "warning")
    else:
        flash(_("Der Stand von heute ist festgehalten."), "success")
    return redirect(url_for("competence_team.overview", rahmen=in_address(framework)), 303)


@blueprint.get("/team/datei/<kind>")
@allow(Permission.TEAM_GAPS)
def file(kind: str) -> Response:
    """The table as a file, with the same figures left out."""
    framework = chosen_framework()
    made = snapshots.taken(viewer().organisation_id, framework.id)
    choice = _choice(framework, made, queries.target_profiles(framework.slug, viewer().organisation_id))
    if choice is None or kind not in files.KINDS:
        raise NotFound
    content = files.written(kind, choice.snapshot, choice.profile, choice.columns, choice.rows)
    answer = make_response(content)
    answer.headers["Content-Type"] = files.KINDS[kind]
    name = f"team-{choice.snapshot.label}-{choice.profile.slug}.{kind}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _choice(framework: Framework, made: Sequence[TeamSnapshot], profiles: Sequence[Profile]) -> Choice | None:
    if not made:
        return None
    snapshot = next((each for each in made if each.uid == request.args.get("stand")), made[-1])
    inside = [each for each in profiles if each.slug in snapshot.body["profiles"]]
    if not inside:
        return None
    profile = next((each for each in inside if each.slug == request.args.get("profil")), inside[0])
    before = _compared(made, snapshot)
    names = [name for name in queries.competences(profile.framework) if name.id in profile.targets]
    areas = {name.area: name.area_names for name in names}
    wanted = request.args.get("bereich", "")
    area = wanted if wanted in areas else ""
    columns = _competences(names, area) if area else _areas(names)
    rows = rows_of(snapshot, columns, profile.slug, before, _earlier(made, snapshot))
    return Choice(framework, snapshot, before, profile, area, areas, columns, rows)


def _compared(made: Sequence[TeamSnapshot], snapshot: TeamSnapshot) -> TeamSnapshot | None:
    """The one asked for, else the one before; None where the viewer wants none."""
    wanted = request.args.get("vergleich", "")
    earlier = _earlier(made, snapshot)
    if wanted == "keiner" or not earlier:
        return None
    return next((each for each in earlier if each.uid == wanted), earlier[-1])


def _earlier(made: Sequence[TeamSnapshot], snapshot: TeamSnapshot) -> list[TeamSnapshot]:
    return [each for each in made if each.taken_at < snapshot.taken_at]


def _new_label(made: Sequence[TeamSnapshot]) -> str:
    """The quarter if it has no snapshot yet, else the day."""
    quarter = snapshots.quarter_of(clock.now())
    return clock.today().isoformat() if quarter in {each.label for each in made} else quarter


def _areas(names: Sequence[CompetenceName]) -> list[Column]:
    inside: dict[str, list[CompetenceName]] = {}
    for name in names:
        inside.setdefault(name.area, []).append(name)
    return [Column(code, each[0].area_names, [name.id for name in each]) for code, each in inside.items()]


def _competences(names: Sequence[CompetenceName], area: str) -> list[Column]:
    return [Column(name.id, name.names, [name.id]) for name in names if name.area == area]
