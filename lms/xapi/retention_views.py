"""Pages of the administration: how long learning records are kept, and taking a person out of them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms.jobs.models import OPEN
from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import transaction
from lms.kernel.errors import Invalid, Refused
from lms.kernel.i18n import text
from lms.xapi import erasing
from lms.xapi.agents import public_url
from lms.xapi.auditing import TERMINAL, entries
from lms.xapi.cleaning import ask_to_keep_to_rules, forget, job_of
from lms.xapi.naming import identity_named
from lms.xapi.retention import add_rule, due, remove_rule, rules_of
from lms.xapi.retention_forms import ACTION_LABELS, KEPT_LABELS, PersonForm, RuleForm
from lms.xapi.retention_models import Action, Kept, Removal
from lms.xapi.vocabulary.known import VERBS, verb_named

blueprint = Blueprint("record_retention", __name__, template_folder="templates", url_prefix="/lernnachweise")

Page = str | Response | tuple[str, int]


@blueprint.get("/aufbewahrung")
@allow(Permission.MANAGE_RECORDS)
def rules() -> str:
    """The rules, what they would do now, and what was removed so far."""
    return _page(RuleForm(formdata=None))


def _page(form: RuleForm) -> str:
    organisation_id = viewer().organisation_id
    job = job_of(organisation_id)
    return render_template(
        "xapi/retention.html",
        form=form,
        job=job if job is not None and job.state in OPEN else None,
        is_mine=job is not None and job.person_id == viewer().id,
        due=due(rules_of(organisation_id)),
        entries=entries(organisation_id),
        kept_labels=KEPT_LABELS,
        action_labels=ACTION_LABELS,
        kinds={
            "deleted": _("gelöscht"),
            "pseudonymised": _("pseudonymisiert"),
            "documents": _("Dokumente gelöscht"),
            "attachments": _("Dateien gelöscht"),
        },
        reasons={Removal.RETENTION.value: _("Aufbewahrung"), Removal.ERASURE.value: _("Person entfernt")},
        terminal=TERMINAL,
        verbs=VERBS,
        verb_names=sorted(text(verb.display) for verb in VERBS.values()),
    )


@blueprint.post("/aufbewahrung")
@allow(Permission.MANAGE_RECORDS)
def create_rule() -> Page:
    """Add a rule; it does nothing before it is applied."""
    form = RuleForm()
    if not form.validate():
        return _page(form), 422
    try:
        with transaction():
            add_rule(
                organisation_id=viewer().organisation_id,
                kept=Kept(form.text("kept")),
                verb=verb_named(form.text("verb")),
                months=int(form.text("months")),
                action=Action(form.text("action")),
            )
    except Invalid as error:
        form.refuse(error)
        return _page(form), 422
    flash(_("Die Regel steht. Sie wirkt erst, wenn die Regeln angewendet werden."), "success")
    return redirect(url_for("record_retention.rules"), 303)


@blueprint.post("/aufbewahrung/<int:rule_id>/entfernen")
@allow(Permission.MANAGE_RECORDS)
def delete_rule(rule_id: int) -> Response:
    """Forget a rule."""
    with transaction():
        remove_rule(organisation_id=viewer().organisation_id, rule_id=rule_id)
    flash(_("Die Regel ist entfernt."), "success")
    return redirect(url_for("record_retention.rules"), 303)


@blueprint.post("/aufbewahrung/anwenden")
@allow(Permission.MANAGE_RECORDS)
def apply_rules() -> Response:
    """Have done what the rules say."""
    with transaction():
        ask_to_keep_to_rules(viewer().organisation_id, viewer().id, viewer().uid)
    return redirect(url_for("record_retention.rules"), 303)


@blueprint.get("/person-entfernen")
@allow(Permission.MANAGE_RECORDS)
def ask_to_forget() -> Page:
    """Say what removing a person would touch, before anything happens."""
    if "wer" not in request.args:
        return render_template("xapi/forget.html", form=PersonForm(formdata=None), preview=None)
    form = PersonForm(request.args)
    try:
        found = _identities(form)
        preview = erasing.preview(viewer().organisation_id, erasing.person(found))
    except (Invalid, Refused) as error:
        return _refused(form, error)
    return render_template("xapi/forget.html", form=form, preview=preview)


@blueprint.post("/person-entfernen")
@allow(Permission.MANAGE_RECORDS)
def forget_person() -> Page:
    """Remove the person. There is no way back."""
    form = PersonForm(request.form)
    try:
        counts = forget(viewer().organisation_id, _identities(form), viewer().uid)
    except (Invalid, Refused) as error:
        return _refused(form, error)
    flash(
        _("Die Person steht in keinem Lernnachweis mehr. Geändert: %(count)s.", count=counts["pseudonymised"]),
        "success",
    )
    return redirect(url_for("record_retention.rules"), 303)


def _identities(form: PersonForm) -> list[str]:
    """Who is meant. Raises Invalid where the form names nobody."""
    if not form.validate():
        raise Invalid(fields={"wer": ""})
    named = form.text("wer")
    # JSON has commas of its own.
    parts = [named] if named.lstrip().startswith("{") else named.split(",")
    return [identity_named(part, public_url()) for part in parts if part.strip()]


def _refused(form: PersonForm, error: Invalid | Refused) -> tuple[str, int]:
    if error.message:
        form["wer"].errors = [*form["wer"].errors, error.message]
    return render_template("xapi/forget.html", form=form, preview=None), 422
