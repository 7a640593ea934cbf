"""Strategy goals beside the target profiles: for everybody to read, for HR to copy, change and retire."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from competence_check.levels import DEFAULT_FRAMEWORK, Profile, Target
from competence_check.queries import competences, target_profile
from lms.kernel.access import Permission, allow, may, viewer
from lms.kernel.db import transaction
from lms.kernel.errors import Invalid, Refused
from roadmap.documents import ContentDocument
from roadmap.goals import writing
from roadmap.goals.combining import Goal, combine
from roadmap.profiles import queries
from roadmap.profiles.forms import GoalForm, goal_form_for
from roadmap.profiles.views import Page, blueprint
from roadmap.wording import weight_name

__all__ = ["blueprint"]


@blueprint.get("/vorhaben/<slug>")
@allow(Permission.EVERYBODY)
def goal(slug: str) -> str:
    """How a goal raises and weighs competences, by itself and on top of a profile."""
    row = writing.goal_seen_by(viewer().organisation_id, slug)
    return _shown(row, Goal.from_json(slug, row.body), row.number)


@blueprint.get("/vorhaben/<goal>/fassungen/<int:number>")
@allow(Permission.EVERYBODY)
def goal_version(goal: str, number: int) -> str:
    """A goal as it was in one version."""
    row = writing.goal_seen_by(viewer().organisation_id, goal)
    return _shown(row, Goal.from_json(goal, writing.version_of(goal, number).body), number)


def _shown(row: ContentDocument, found: Goal, number: int) -> str:
    profiles = [each for each in queries.profiles_seen_by(viewer().organisation_id) if not each.retired]
    wanted = request.args.get("profil", "")
    chosen = next((each for each in profiles if each.slug == wanted), None)
    return render_template(
        "profiles/goal.html",
        row=row,
        number=number,
        goal=found,
        profiles=profiles,
        chosen=chosen,
        combined=combine(target_profile(chosen.slug), [found]) if chosen is not None else None,
        names={each.id: each.names for each in competences()},
        weight_name=weight_name,
        versions=writing.versions_of(row.slug),
        is_own=row.organisation_id is not None,
        may_edit=may(Permission.EDIT_PROFILES),
    )


@blueprint.post("/vorhaben/<goal>/kopieren")
@allow(Permission.EDIT_PROFILES)
def copy_goal(goal: str) -> Response:
    """Make an own goal of it."""
    with transaction():
        row = writing.copy(viewer().organisation_id, goal)
    flash(_("Das ist jetzt Ihr eigenes Vorhaben. Ändern Sie, was bei Ihnen anders ist."), "success")
    return redirect(url_for("profiles.edit_goal", goal=row.slug), 303)


def _form(slug: str) -> GoalForm:
    row = writing.own_goal(viewer().organisation_id, slug)
    found = Goal.from_json(slug, row.body)
    raises = {code: Target(code, each.level, int(each.adds), each.reasons) for code, each in found.raises.items()}
    asked = Profile(slug, "", DEFAULT_FRAMEWORK, "", found.names, found.summaries, raises, number=row.number)
    return goal_form_for(asked, competences())


def _edit_page(form: GoalForm, slug: str) -> str:
    return render_template(
        "profiles/edit.html",
        form=form,
        names=competences(),
        title=_("Vorhaben bearbeiten"),
        lead=_("Was Sie speichern, wird eine neue Fassung; die bisherigen bleiben. Lernwege folgen ihr, sobald sie neu "
               "gezeichnet werden."),
        back=(url_for("profiles.goal", slug=slug), writing.own_goal(viewer().organisation_id, slug).body["names"]),
        action=url_for("profiles.write_goal", goal=slug),
    )  # fmt: skip


@blueprint.get("/vorhaben/<goal>/bearbeiten")
@allow(Permission.EDIT_PROFILES)
def edit_goal(goal: str) -> str:
    """Change an own goal."""
    return _edit_page(_form(goal), goal)


@blueprint.post("/vorhaben/<goal>/bearbeiten")
@allow(Permission.EDIT_PROFILES)
def write_goal(goal: str) -> Page:
    """Keep it as a new version."""
    form = _form(goal)
    try:
        if not form.validate():
            return _edit_page(form, goal), 422
        codes = [each.id for each in competences()]
        with transaction():
            changed = writing.write(viewer().organisation_id, goal, form.written(codes))
    except Invalid as error:
        form.refuse(error)
        return _edit_page(form, goal), 422
    except Refused as refused:
        flash(refused.message, "warning")
        return redirect(url_for("profiles.goal", slug=goal), 303)
    if changed:
        flash(_("Die neue Fassung gilt ab jetzt."), "success")
    else:
        flash(_("Es hat sich nichts geändert; es bleibt bei der bisherigen Fassung."), "info")
    return redirect(url_for("profiles.goal", slug=goal), 303)


@blueprint.post("/vorhaben/<goal>/zurueckziehen")
@allow(Permission.EDIT_PROFILES)
def retire_goal(goal: str) -> Response:
    """Offer it no longer, or again."""
    retired = request.form.get("wieder") != "1"
    with transaction():
        writing.retire(viewer().organisation_id, goal, retired=retired)
    flash(
        _("Das Vorhaben wird nicht mehr angeboten.") if retired else _("Das Vorhaben wird wieder angeboten."), "success"
    )
    return redirect(url_for("profiles.goal", slug=goal), 303)
