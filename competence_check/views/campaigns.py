"""Inviting units to the check, and the invitation on the start page."""

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from competence_check import queries
from competence_check.forms import CampaignForm
from competence_check.models import Framework
from competence_check.teams import campaigns as services
from competence_check.teams.figures import rolled_up
from competence_check.views.frameworks import start_of
from competence_check.views.team import blueprint
from lms.accounts.queries import units_of
from lms.kernel import clock
from lms.kernel.access import POLICY, Permission, Viewer, allow, viewer
from lms.kernel.db import db, transaction
from lms.kernel.errors import Invalid
from lms.kernel.i18n import text
from lms.web.forms import Form

# Before the name of a unit, for each unit above it.
INDENT = "\N{EM SPACE}"


def _form() -> CampaignForm:
    form = CampaignForm()
    form.framework.choices = [(each.slug, text(each.names)) for each in queries.frameworks_to_choose()]
    whole, *units = rolled_up("", units_of(viewer().organisation_id), {})
    form.units.choices = [(unit.id, INDENT * (unit.depth - whole.depth - 1) + unit.name) for unit in units]
    return form


@blueprint.get("/einladungen")
@allow(Permission.TEAM_GAPS)
def campaigns() -> str:
    """All invitations with how many took part, and a new one."""
    return _page(_form())


def _page(form: CampaignForm) -> str:
    return render_template(
        "competence_check/campaigns.html",
        form=form,
        confirm=Form(formdata=None),
        rows=services.participation(viewer().organisation_id),
        today=clock.today(),
        smallest=current_app.extensions["settings"].smallest_group,
    )


@blueprint.post("/einladungen")
@allow(Permission.TEAM_GAPS)
def invite() -> Response | tuple[str, int]:
    """Invite units."""
    form = _form()
    if location := form.done_at(viewer().uid):
        return redirect(location, 303)
    target = url_for("competence_team.campaigns")
    if not form.validate_on_submit() or form.ends_on.data is None:
        return _page(form), 422
    try:
        with transaction():
            services.begin(
                viewer().organisation_id,
                form.text("name"),
                form.ends_on.data,
                form.units.data or [],
                form.framework.data,
            )
            form.done(viewer().uid, target)
    except Invalid as error:
        form.refuse(error)
        return _page(form), 422
    flash(_("Die Einladung steht ab jetzt auf der Startseite der Eingeladenen."), "success")
    return redirect(target, 303)


@blueprint.post("/einladungen/<uid>/erinnern")
@allow(Permission.TEAM_GAPS)
def remind(uid: str) -> Response:
    """Show the invitation more clearly to those who have not taken part."""
    with transaction():
        services.remind(services.called(viewer().organisation_id, uid))
    flash(_("Die Erinnerung ist gesetzt. Sie sehen nicht, wen sie erreicht."), "success")
    return redirect(url_for("competence_team.campaigns"), 303)


@blueprint.post("/einladungen/<uid>/beenden")
@allow(Permission.TEAM_GAPS)
def end(uid: str) -> Response:
    """Invite nobody any more after today."""
    with transaction():
        services.end(services.called(viewer().organisation_id, uid))
    flash(_("Die Einladung endet heute."), "success")
    return redirect(url_for("competence_team.campaigns"), 303)


def invitation_card(person: Viewer) -> Markup | None:
    """The invitation that runs for this person, until they have taken part."""
    if not person.roles & POLICY[Permission.TAKE_CHECK]:
        return None
    campaign = services.invitation(person)
    if campaign is None:
        return None
    framework = db.session.get_one(Framework, campaign.framework_id)
    page = render_template("competence_check/invitation.html", campaign=campaign, address=start_of(framework))
    return Markup(page)  # noqa: S704  our own template
