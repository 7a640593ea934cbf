"""The funding of a roadmap: what the rules say about its steps, and the facts they ask for."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import transaction
from lms.kernel.errors import Refused
from roadmap import queries
from roadmap.funding import wording
from roadmap.funding.roadmap_page import FundingPage, funding_page, keep_facts
from roadmap.views.base import Page, back, blueprint
from roadmap.wording import euros


def _page(page: FundingPage) -> str:
    return render_template(
        "roadmap/funding.html",
        page_of=page,
        form=page.form,
        wording=wording,
        states=wording.state_names(),
        euros=euros,
    )


@blueprint.get("/<uuid:uid>/foerderung")
@allow(Permission.PLAN_ROADMAP)
def funding(uid: UUID) -> Page:
    """Every rule for every step of a training provider, and for the whole."""
    page = funding_page(queries.roadmap_of(viewer().id, str(uid)), sent=False)
    return _page(page) if page is not None else back()


@blueprint.post("/<uuid:uid>/foerderung")
@allow(Permission.PLAN_ROADMAP)
def tell_facts(uid: UUID) -> Page:
    """Keep the facts with the roadmap."""
    with transaction():
        roadmap = queries.roadmap_of(viewer().id, str(uid), lock=True)
        if not roadmap.active:
            raise Refused(_("Diesem Lernweg folgen Sie nicht mehr."))
        page = funding_page(roadmap, sent=True)
        if page is None:
            return back()
        if not page.form.validate():
            return _page(page), 422
        keep_facts(page)
    flash(_("Die Regeln rechnen jetzt mit Ihren Angaben."), "success")
    return redirect(url_for("roadmap.funding", uid=uid), 303)
