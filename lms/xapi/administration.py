"""Pages of the administration: statements in plain words, credentials of other systems, forwarding."""

import orjson
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from lms.kernel import clock
from lms.kernel.access import Permission, allow, in_tenant, viewer
from lms.kernel.db import db, transaction
from lms.kernel.errors import Invalid, NotFound
from lms.xapi import targets
from lms.xapi.browsing import FilterForm, number_in, shown, sources_of
from lms.xapi.choosing import newest, one
from lms.xapi.credentials import credentials_of, issue_credential, revoke_credential
from lms.xapi.forms import CredentialForm
from lms.xapi.models import Credential, Target
from lms.xapi.reasons import told
from lms.xapi.scopes import LABELS

blueprint = Blueprint("records", __name__, template_folder="templates", url_prefix="/lernnachweise")

ON_A_PAGE = 50
# Larger numbers fit no key of the tables.
LARGEST_ID = 2**31 - 1

Page = str | Response | tuple[str, int]


@blueprint.get("")
@allow(Permission.MANAGE_RECORDS)
def statements() -> str | tuple[str, int]:
    """The latest statements of the organisation that were asked for, or those before the one that `vor` numbers."""
    organisation_id = viewer().organisation_id
    sources = sources_of(organisation_id)
    form = FilterForm(request.args)
    form.offer(sources)
    before = number_in("vor")
    try:
        selection = form.selection(organisation_id) if form.validate() else None
    except Invalid as error:
        form.refuse(error)
        selection = None
    found = newest(selection, before=before, limit=ON_A_PAGE + 1) if selection else []
    page = render_template(
        "xapi/statements.html",
        form=form,
        asked=form.asked(),
        rows=[shown(row, sources) for row in found[:ON_A_PAGE]],
        older=found[ON_A_PAGE - 1].seq if len(found) > ON_A_PAGE else None,
        is_first=before is None,
    )
    return page if selection else (page, 422)


@blueprint.get("/<uuid:statement_id>")
@allow(Permission.MANAGE_RECORDS)
def statement(statement_id: object) -> str:
    """One statement, in words and as JSON."""
    organisation_id = viewer().organisation_id
    found = one(organisation_id, str(statement_id))
    if found is None:
        raise NotFound(_("Diesen Lernnachweis gibt es nicht."))
    content = orjson.loads(found.payload)
    return render_template(
        "xapi/statement.html",
        row=shown(found, sources_of(organisation_id)),
        content=content,
        parents=content.get("context", {}).get("contextActivities", {}).get("parent", ()),
        json=orjson.dumps(content, option=orjson.OPT_INDENT_2).decode(),
    )


@blueprint.get("/zugaenge")
@allow(Permission.MANAGE_RECORDS)
def credentials() -> str:
    """The credentials of the organisation."""
    found = credentials_of(viewer().organisation_id)
    return render_template("xapi/credentials.html", credentials=found, labels=LABELS, now=clock.now())


@blueprint.get("/zugaenge/neu")
@allow(Permission.MANAGE_RECORDS)
def new_credential() -> str:
    """The form for a new credential."""
    return render_template("xapi/credential.html", form=CredentialForm(formdata=None))


@blueprint.post("/zugaenge/neu")
@allow(Permission.MANAGE_RECORDS)
def create_credential() -> Page:
    """Create the credential and show its secret: on this answer only, so that it is nowhere else."""
    form = CredentialForm()
    if location := form.done_at(viewer().uid):
        return redirect(location, 303)
    if not form.validate():
        return render_template("xapi/credential.html", form=form), 422
    try:
        with transaction():
            issued = issue_credential(
                organisation_id=viewer().organisation_id,
                name=form.name.data or "",
                scopes=form.scopes.data or (),
                expires_at=form.expires_at,
            )
            form.done(viewer().uid, url_for("records.credentials"))
    except Invalid as error:
        form.refuse(error)
        return render_template("xapi/credential.html", form=form), 422
    endpoint = url_for("xapi_lookup.about", _external=True).removesuffix("/about")
    return render_template("xapi/issued.html", issued=issued, name=form.name.data, endpoint=endpoint)


@blueprint.get("/zugaenge/<int:credential_id>/widerrufen")
@allow(Permission.MANAGE_RECORDS)
def ask_to_revoke(credential_id: int) -> str:
    """Ask before a system is locked out."""
    return render_template("xapi/revoke.html", credential=_credential(credential_id))


@blueprint.post("/zugaenge/<int:credential_id>/widerrufen")
@allow(Permission.MANAGE_RECORDS)
def revoke(credential_id: int) -> Response:
    """Lock the system out."""
    credential = _credential(credential_id)
    with transaction():
        revoke_credential(organisation_id=viewer().organisation_id, credential_id=credential.id)
    flash(_("Der Zugang ist widerrufen."), "success")
    return redirect(url_for("records.credentials"), 303)


def _credential(credential_id: int) -> Credential:
    return in_tenant(db.session.get(Credential, credential_id) if credential_id <= LARGEST_ID else None)


@blueprint.get("/weiterleitung")
@allow(Permission.MANAGE_RECORDS)
def forwarding() -> str:
    """Where statements are forwarded to, and how that goes."""
    found = targets.standings(viewer().organisation_id)
    return render_template("xapi/targets.html", standings=found, told=told, now=clock.now())


@blueprint.get("/weiterleitung/<int:target_id>")
@allow(Permission.MANAGE_RECORDS)
def target(target_id: int) -> str:
    """One target, with what it did not take."""
    standing = targets.standing_of(_target(target_id))
    return render_template("xapi/target.html", standing=standing, told=told, now=clock.now())


@blueprint.post("/weiterleitung/<int:target_id>/nachsenden")
@allow(Permission.MANAGE_RECORDS)
def replay(target_id: int) -> Response:
    """Send again what was given up: all of it, or the one delivery that the form names."""
    wanted = request.form.get("zustellung", "")
    one = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else None
    with transaction():
        count = targets.replay(_target(target_id), delivery_id=one)
    flash(ngettext("%(num)s Lernnachweis wird nachgesendet.", "%(num)s Lernnachweise werden nachgesendet.", count))
    return redirect(url_for("records.target", target_id=target_id), 303)


def _target(target_id: int) -> Target:
    if target_id > LARGEST_ID:
        raise NotFound(_("Dieses Ziel gibt es nicht."))
    return targets.target_of(organisation_id=viewer().organisation_id, target_id=target_id)
