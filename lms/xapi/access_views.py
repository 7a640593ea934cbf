"""Pages of the administration: the accesses of other systems, how to enter them there, and what was refused."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms.kernel import clock
from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import db, transaction
from lms.kernel.errors import Invalid, NotFound
from lms.kernel.tenancy import Organisation, OrganisationKind
from lms.xapi import credentials, refusals
from lms.xapi.forms import CredentialForm, SecretForm
from lms.xapi.models import Credential
from lms.xapi.protocol import takes_tokens
from lms.xapi.scopes import LABELS
from lms.xapi.trying import own_endpoint, try_credential

blueprint = Blueprint("record_access", __name__, template_folder="templates", url_prefix="/lernnachweise/zugaenge")

# Larger numbers fit no key of the tables.
LARGEST_ID = 2**31 - 1

Page = str | Response | tuple[str, int]


@blueprint.get("")
@allow(Permission.MANAGE_RECORDS)
def index() -> str:
    """The accesses of the organisation."""
    found = credentials.credentials_of(viewer().organisation_id)
    refused = refusals.refused_lately([each.id for each in found])
    return render_template("xapi/credentials.html", credentials=found, refused=refused, labels=LABELS, now=clock.now())


@blueprint.get("/neu")
@allow(Permission.MANAGE_RECORDS)
def new() -> str:
    """The form for a new access."""
    return render_template("xapi/credential_new.html", form=_form(CredentialForm(formdata=None)))


@blueprint.post("/neu")
@allow(Permission.MANAGE_RECORDS)
def create() -> Page:
    """Create the access and show its secret: on this answer only, so that it is nowhere else."""
    form = _form(CredentialForm())
    if location := form.done_at(viewer().uid):
        return redirect(location, 303)
    if not form.validate():
        return render_template("xapi/credential_new.html", form=form), 422
    try:
        with transaction():
            issued = credentials.issue_credential(
                organisation_id=viewer().organisation_id,
                name=form.name.data or "",
                scopes=form.scopes.data or (),
                expires_at=form.expires_at,
                recognises_resends=bool(form.recognises_resends.data),
                client_id=form.text("client_id") if "client_id" in form else None,
            )
            form.done(viewer().uid, url_for("record_access.show", credential_id=issued.id))
    except Invalid as error:
        form.refuse(error)
        return render_template("xapi/credential_new.html", form=form), 422
    if not issued.secret:
        return redirect(url_for("record_access.show", credential_id=issued.id), 303)
    return render_template(
        "xapi/issued.html",
        issued=issued,
        name=form.name.data,
        endpoint=own_endpoint(),
        is_moodle=form.recognises_resends.data,
    )


def _form(form: CredentialForm) -> CredentialForm:
    """The form; with a field for tokens only where they count."""
    organisation = db.session.get_one(Organisation, viewer().organisation_id)
    if not takes_tokens() or organisation.kind != OrganisationKind.CITY:
        del form.client_id
    return form


@blueprint.get("/<int:credential_id>")
@allow(Permission.MANAGE_RECORDS)
def show(credential_id: int) -> str:
    """One access: what to enter in the other system, and what was refused to it."""
    return _shown(_credential(credential_id), SecretForm(formdata=None))


def _shown(credential: Credential, form: SecretForm) -> str:
    return render_template(
        "xapi/credential.html",
        credential=credential,
        form=form,
        endpoint=own_endpoint(),
        audience=current_app.extensions["settings"].xapi_audience,
        refusals=refusals.refusals_of(credential.id),
        told=refusals.told,
        place=refusals.place,
        labels=LABELS,
        now=clock.now(),
    )


@blueprint.post("/<int:credential_id>/pruefen")
@allow(Permission.MANAGE_RECORDS)
def check(credential_id: int) -> Page:
    """Try the access as the other system would: from outside, with key and secret."""
    credential, form = _credential(credential_id), SecretForm()
    if not form.validate():
        return _shown(credential, form), 422
    wrong = try_credential(credential, form.text("secret").strip())
    if wrong:
        flash(wrong, "warning")
    else:
        flash(_("Die Verbindung klappt: Schlüssel und Geheimnis stimmen und kommen an."), "success")
    return redirect(url_for("record_access.show", credential_id=credential_id), 303)


@blueprint.post("/<int:credential_id>/wiederholungen")
@allow(Permission.MANAGE_RECORDS)
def resends(credential_id: int) -> Response:
    """Say whether what the system sends again is recognised."""
    on = request.form.get("erkennen") == "ja"
    with transaction():
        credentials.recognise_resends(_credential(credential_id), on=on)
    said = _("Erneut gesendete Lernnachweise werden jetzt erkannt.")
    flash(said if on else _("Erneut gesendete Lernnachweise werden nicht mehr erkannt."), "success")
    return redirect(url_for("record_access.show", credential_id=credential_id), 303)


@blueprint.get("/<int:credential_id>/widerrufen")
@allow(Permission.MANAGE_RECORDS)
def ask_to_revoke(credential_id: int) -> str:
    """Ask before a system is locked out."""
    return render_template("xapi/revoke.html", credential=_credential(credential_id))


@blueprint.post("/<int:credential_id>/widerrufen")
@allow(Permission.MANAGE_RECORDS)
def revoke(credential_id: int) -> Response:
    """Lock the system out."""
    credential = _credential(credential_id)
    with transaction():
        credentials.revoke_credential(organisation_id=viewer().organisation_id, credential_id=credential.id)
    flash(_("Der Zugang ist widerrufen."), "success")
    return redirect(url_for("record_access.index"), 303)


def _credential(credential_id: int) -> Credential:
    if credential_id > LARGEST_ID:
        raise NotFound(_("Diesen Zugang gibt es nicht."))
    return credentials.credential_of(organisation_id=viewer().organisation_id, credential_id=credential_id)
