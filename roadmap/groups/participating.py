"""Joint plans for those who are invited: what it is, who sees what, one's own part, taking part and taking it back."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from lms.kernel.access import POLICY, Permission, Viewer, allow, viewer
from lms.kernel.db import transaction
from lms.kernel.errors import Refused
from roadmap.groups import queries, services
from roadmap.groups.forms import ConsentForm
from roadmap.offers.queries import offers_named
from roadmap.planning.plan import Plan
from roadmap.queries import active_roadmap, courses_named
from roadmap.wording import euros, floored, hours

blueprint = Blueprint("participation", __name__, template_folder="../templates", url_prefix="/gemeinsam")


@blueprint.get("")
@allow(Permission.PLAN_ROADMAP)
def mine() -> str:
    """The joint plans that the person is invited to."""
    return render_template("groups/mine.html", invitations=queries.invitations(viewer()))


@blueprint.get("/<uuid:uid>")
@allow(Permission.PLAN_ROADMAP)
def show(uid: UUID) -> str:
    """One of them, and the person's own part."""
    plan, consent = queries.invitation(viewer(), str(uid))
    part = Plan.from_json(consent.part) if consent is not None and consent.part is not None else None
    slugs = {step.course for step in part.steps} if part is not None else set()
    return render_template(
        "groups/part.html",
        plan=plan,
        consent=consent,
        part=part,
        courses={**offers_named(slugs), **courses_named(slugs)},
        share=floored(part.share) if part is not None else 0.0,
        has_roadmap=active_roadmap(viewer().id) is not None,
        form=ConsentForm(formdata=None, shows_courses=consent is not None and consent.shows_courses),
        hours=hours,
        euros=euros,
    )


@blueprint.post("/<uuid:uid>/teilnehmen")
@allow(Permission.PLAN_ROADMAP)
def join(uid: UUID) -> Response:
    """Take part, or change what others see."""
    form = ConsentForm()
    try:
        with transaction():
            plan, _consent = queries.invitation(viewer(), str(uid))
            services.join(plan, viewer(), shows_courses=bool(form.shows_courses.data))
    except Refused as refused:
        flash(refused.message, "warning")
    else:
        flash(_("Sie nehmen teil. Das können Sie jederzeit zurücknehmen."), "success")
    return _back(uid)


@blueprint.post("/<uuid:uid>/verlassen")
@allow(Permission.PLAN_ROADMAP)
def leave(uid: UUID) -> Response:
    """Take the consent back."""
    with transaction():
        plan, _consent = queries.invitation(viewer(), str(uid))
        services.leave(plan, viewer())
    flash(_("Sie nehmen nicht mehr teil. Ihr Teil des Plans ist gelöscht."), "success")
    return redirect(url_for("participation.mine"), 303)


@blueprint.post("/<uuid:uid>/folgen")
@allow(Permission.PLAN_ROADMAP)
def follow(uid: UUID) -> Response:
    """Make one's part one's own roadmap."""
    try:
        with transaction():
            plan, _consent = queries.invitation(viewer(), str(uid))
            services.follow(plan, viewer())
    except Refused as refused:
        flash(refused.message, "warning")
        return _back(uid)
    flash(_("Ihr Lernweg folgt jetzt dem gemeinsamen Plan. Der bisherige bleibt unter „Frühere Fassungen“."), "success")
    return redirect(url_for("roadmap.show"), 303)


def _back(uid: UUID) -> Response:
    return redirect(url_for("participation.show", uid=uid), 303)


def invitation_card(person: Viewer) -> Markup | None:
    """On the start page: plans that the person is invited to and has not answered."""
    if not person.roles & POLICY[Permission.PLAN_ROADMAP]:
        return None
    waiting = [plan for plan, consent in queries.invitations(person) if consent is None]
    if not waiting:
        return None
    return Markup(render_template("groups/invitation_card.html", plan=waiting[0]))  # noqa: S704  our own template
