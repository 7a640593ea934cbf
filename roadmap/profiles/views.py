"""Target profiles and goals: for everybody to read, for HR to copy, change and retire."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from competence_check.levels import Profile
from competence_check.models import TargetProfile
from competence_check.profile_versions import versions_of
from competence_check.queries import competences, profile_at, target_profile
from lms.kernel.access import Permission, allow, may, viewer
from lms.kernel.db import transaction
from lms.kernel.errors import Invalid, Refused
from roadmap.goals.combining import Goal
from roadmap.goals.queries import current_goals
from roadmap.goals.writing import goals_of
from roadmap.profiles import files, queries, services
from roadmap.profiles.forms import ProfileForm, form_for
from roadmap.wording import weight_name

blueprint = Blueprint("profiles", __name__, template_folder="../templates", url_prefix="/ziele")

Page = str | Response | tuple[str, int]


@blueprint.get("")
@allow(Permission.EVERYBODY)
def overview() -> str:
    """All target profiles and strategy goals."""
    profiles, own = queries.profiles_seen_by(viewer().organisation_id), goals_of(viewer().organisation_id)
    return render_template(
        "profiles/overview.html",
        own=[each for each in profiles if each.organisation_id is not None],
        shipped=[each for each in profiles if each.organisation_id is None],
        goals=[each for each in current_goals() if each.slug not in {row.slug for row in own}],
        own_goals=[(Goal.from_json(row.slug, row.body), row) for row in own],
        may_edit=may(Permission.EDIT_PROFILES),
    )


@blueprint.get("/profile/<slug>")
@allow(Permission.EVERYBODY)
def show(slug: str) -> str:
    """What a profile asks for, and why; its versions for those who may change it."""
    row = queries.profile_seen_by(viewer().organisation_id, slug)
    return _shown(row, target_profile(slug))


@blueprint.get("/profile/<slug>/fassungen/<int:number>")
@allow(Permission.EVERYBODY)
def version(slug: str, number: int) -> str:
    """A profile as it was in one version."""
    row = queries.profile_seen_by(viewer().organisation_id, slug)
    return _shown(row, profile_at(slug, min(number, 2**31 - 1)))


def _shown(row: TargetProfile, profile: Profile) -> str:
    return render_template(
        "profiles/profile.html",
        row=row,
        profile=profile,
        names={each.id: each for each in competences(profile.framework)},
        versions=versions_of(row.id),
        weight_name=weight_name,
        may_edit=may(Permission.EDIT_PROFILES),
        is_own=row.organisation_id is not None,
        goals=current_goals(),
    )


@blueprint.get("/profile/<slug>/datei")
@allow(Permission.EVERYBODY)
def file(slug: str) -> Response:
    """The profile as a content file."""
    queries.profile_seen_by(viewer().organisation_id, slug)
    answer = make_response(files.written(target_profile(slug)))
    answer.headers["Content-Type"] = "application/toml; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}.toml"'
    return answer


@blueprint.post("/profile/<slug>/kopieren")
@allow(Permission.EDIT_PROFILES)
def copy(slug: str) -> Response:
    """Make an own profile of it."""
    with transaction():
        row = services.copy(viewer().organisation_id, slug)
    flash(_("Das ist jetzt Ihr eigenes Profil. Ändern Sie, was bei Ihnen anders ist."), "success")
    return redirect(url_for("profiles.edit", slug=row.slug), 303)


def _form(slug: str) -> tuple[ProfileForm, Profile]:
    queries.own_profile(viewer().organisation_id, slug)
    profile = target_profile(slug)
    return form_for(profile, competences(profile.framework)), profile


def _edit_page(form: ProfileForm, profile: Profile) -> str:
    names = competences(profile.framework)
    return render_template(
        "profiles/edit.html",
        form=form,
        names=names,
        title=_("Zielprofil bearbeiten"),
        lead=_(
            "Was Sie speichern, wird eine neue Fassung. Die bisherigen bleiben, und Lernwege behalten ihre, bis jemand "
            "die neue übernimmt."
        ),
        back=(url_for("profiles.show", slug=profile.slug), profile.names),
        action=url_for("profiles.write", slug=profile.slug),
    )


@blueprint.get("/profile/<slug>/bearbeiten")
@allow(Permission.EDIT_PROFILES)
def edit(slug: str) -> str:
    """Change an own profile."""
    return _edit_page(*_form(slug))


@blueprint.post("/profile/<slug>/bearbeiten")
@allow(Permission.EDIT_PROFILES)
def write(slug: str) -> Page:
    """Keep it as a new version."""
    form, profile = _form(slug)
    try:
        if not form.validate():
            return _edit_page(form, profile), 422
        codes = [each.id for each in competences(profile.framework)]
        with transaction():
            changed = services.write(viewer().organisation_id, slug, form.written(codes))
    except Invalid as error:
        form.refuse(error)
        return _edit_page(form, profile), 422
    except Refused as refused:
        flash(refused.message, "warning")
        return redirect(url_for("profiles.show", slug=slug), 303)
    if changed:
        flash(_("Die neue Fassung gilt ab jetzt. Lernwege behalten ihre, bis jemand die neue übernimmt."), "success")
    else:
        flash(_("Es hat sich nichts geändert; es bleibt bei der bisherigen Fassung."), "info")
    return redirect(url_for("profiles.show", slug=slug), 303)


@blueprint.post("/profile/<slug>/zurueckziehen")
@allow(Permission.EDIT_PROFILES)
def retire(slug: str) -> Response:
    """Offer it no longer, or again."""
    retired = request.form.get("wieder") != "1"
    with transaction():
        services.retire(viewer().organisation_id, slug, retired=retired)
    if retired:
        flash(_("Das Profil wird nicht mehr angeboten. Lernwege, die ihm folgen, bleiben."), "success")
    else:
        flash(_("Das Profil wird wieder angeboten."), "success")
    return redirect(url_for("profiles.show", slug=slug), 303)
