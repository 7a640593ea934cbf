"""Where teams stand: for HR developers and advisers, never about single people."""

from collections.abc import Sequence

from flask import Blueprint, current_app, render_template, request
from flask_babel import gettext as _

from competence_check import queries, team
from competence_check.heatmap import Column, rows_of
from competence_check.levels import CompetenceName
from lms.accounts.queries import units_of
from lms.kernel.access import Permission, allow, viewer

# A blueprint of its own, so that the navigation knows the two parts apart.
blueprint = Blueprint("competence_team", "competence_check", url_prefix="/kompetenzcheck", template_folder="templates")


@blueprint.get("/team")
@allow(Permission.TEAM_GAPS)
def overview() -> str:
    """Units × areas, or the competences of one area, against a target profile."""
    profiles = queries.target_profiles()
    wanted = request.args.get("profil", "")
    profile = next((each for each in profiles if each.slug == wanted), profiles[0] if profiles else None)
    if profile is None:
        return render_template("competence_check/team_empty.html")
    names = [name for name in queries.competences(profile.framework) if name.id in profile.targets]
    areas = {name.area: name.area_names for name in names}
    area = request.args.get("bereich", "")
    columns = _competences(names, area) if area in areas else _areas(names)
    smallest = current_app.extensions["settings"].smallest_group
    figures = team.rolled_up(
        getattr(viewer(), "organisation_name", "") or _("Gesamte Organisation"),
        units_of(viewer().organisation_id),
        team.shared_sums(viewer().organisation_id, profile),
    )
    return render_template(
        "competence_check/team.html",
        profiles=profiles,
        profile=profile,
        areas=areas,
        area=area if area in areas else "",
        columns=columns,
        rows=rows_of(figures, columns, profile, smallest),
        smallest=smallest,
    )


def _areas(names: Sequence[CompetenceName]) -> list[Column]:
    inside: dict[str, list[CompetenceName]] = {}
    for name in names:
        inside.setdefault(name.area, []).append(name)
    return [Column(code, each[0].area_names, [name.id for name in each]) for code, each in inside.items()]


def _competences(names: Sequence[CompetenceName], area: str) -> list[Column]:
    return [Column(name.id, name.names, [name.id]) for name in names if name.area == area]
