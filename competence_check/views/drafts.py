"""The editor: a draft is saved whatever stands in it, and published when nothing is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tomllib import TOMLDecodeError
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from competence_check import queries as check_queries
from competence_check.authoring import fields as form_fields
from competence_check.authoring import pictures, queries, services, words
from competence_check.authoring.checking import Checked, Finding
from competence_check.authoring.fields import Fields
from competence_check.authoring.forms import DraftForm, SignedForm
from competence_check.authoring.guided.form import Guided, form_of
from competence_check.authoring.guided.tables import BEFORE, rearranged, table_of, text_of
from competence_check.authoring.models import TaskDraft
from competence_check.authoring.sayings.faults import FAULTS
from competence_check.authoring.sayings.hints import HINTS
from competence_check.authoring.sayings.saying import in_words
from competence_check.content.task_answers import MOST_OPTIONS
from competence_check.content.task_files import TOPICS
from competence_check.content.versions import Kept
from competence_check.tasks.pieces import marks_of
from competence_check.tasks.surfaces import SURFACES
from competence_check.views.authoring import Page, blueprint, own_role, place_names
from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import transaction
from lms.kernel.errors import Invalid, Refused
from lms.kernel.i18n import text
from lms.kernel.pictures.reading import LARGEST
from lms.web.forms import Form
from lms.web.uploads import takes


@dataclass(frozen=True)
class Remark:
    """A finding in words. wrong: it forbids to publish.

    place: line and field within a longer text, in words; inside: the path there.
    """

    field: str
    label: str
    wrong: bool
    message: str
    place: str = ""
    inside: str = ""


@dataclass(frozen=True)
class Difference:
    """A field in which two authors differ."""

    label: str
    theirs: str
    mine: str


def content_folder() -> Path:
    """Where content files are."""
    return Path(current_app.extensions["settings"].content)


def remarks_of(found: Checked) -> list[Remark]:
    """What is wrong and what could be better, in words, in the order of the form."""
    wrong = [_remark(each, in_words(each.message, FAULTS), wrong=True) for each in found.faults]
    return wrong + [_remark(each, in_words(each.message, HINTS), wrong=False) for each in found.hints]


def _remark(finding: Finding, message: str, *, wrong: bool) -> Remark:
    place = ""
    if finding.line:
        place = _("Zeile %(line)s", line=finding.line) + (f", {finding.inside}" if finding.inside else "")
    return Remark(finding.field, words.field_label(finding.field), wrong, message, place, finding.inside)


def _own(uid: UUID, *, for_update: bool = False) -> TaskDraft:
    return services.own_draft(viewer().organisation_id, str(uid), for_update=for_update)


@blueprint.get("/entwurf/<uuid:draft>")
@allow(Permission.WRITE_TASKS)
def draft(draft: UUID) -> Page:
    """The editor with what was saved last."""
    row = _own(draft)
    if row.closed:
        return _gone(row)
    return _page(row, row.fields)


def _gone(row: TaskDraft) -> Response:
    flash(_("Dieser Entwurf wurde veröffentlicht oder verworfen."), "info")
    if row.item_id is not None:
        return redirect(url_for("competence_authoring.task", item_id=row.item_id))
    return redirect(url_for("competence_authoring.overview"))


def _page(row: TaskDraft, fields: Fields, differences: list[Difference] | None = None, picture_fault: str = "") -> str:
    # A draft that nobody saved yet is empty for a reason.
    found = (
        services.checked(row, fields, content_folder()) if row.revision > 1 or row.import_id or row.item_id else None
    )
    remarks = remarks_of(found) if found else []
    guided = _guided(row, fields)
    if guided is not None:
        fields, labels, keys = {**fields, **guided.fields}, guided.labels(), guided.keys()
        remarks = [_placed(each, labels, keys) for each in remarks]
    if picture_fault:
        remarks.insert(0, Remark("picture", words.field_label("picture"), wrong=True, message=picture_fault))
    framework = services.framework_of(row).slug
    places = [place for place in place_names(queries.places()) if place[0].startswith(f"{framework}/")]
    return render_template(
        "competence_check/authoring/draft.html",
        form=DraftForm(formdata=None, revision=row.revision),
        draft=row,
        fields=fields,
        framework=framework,
        guided=guided,
        told={".".join(each.field.split(".")[:3]) for each in remarks},
        as_text=_as_text(),
        options=form_fields.option_numbers(fields),
        most_options=MOST_OPTIONS,
        remarks=remarks,
        ready=found is not None and found.task is not None,
        places=[(name.partition("/")[2], label) for name, label in places],
        outcomes=queries.outcomes_about(row.framework_id, fields.get("competence", "")),
        families=[(family, text(names)) for family, names in check_queries.families()],
        topics=[(topic, words.topic_names().get(topic, topic)) for topic in TOPICS],
        pieces=marks_of(fields.get("text.de", "")),
        surfaces=SURFACES,
        differences=differences or [],
        words=words,
    )


def _as_text() -> bool:
    """Whether the surface of a simulated task is to be edited as text."""
    return request.values.get("ansicht") == "text"


def _guided(row: TaskDraft, fields: Fields) -> Guided | None:
    """The form for the surface of a simulated task; None where it is edited as text."""
    if row.format != "simulated" or _as_text():
        return None
    try:
        return form_of(form_fields.scene_of(fields.get(form_fields.SCENE, "")))
    except (TOMLDecodeError, RecursionError):
        return None


def _placed(remark: Remark, labels: Mapping[str, str], keys: Mapping[str, str]) -> Remark:
    """A remark about the text of a simulated task, at the field of the guided form that it means."""
    key, _colon, rest = remark.message.partition(": ")
    if remark.field == form_fields.SCENE and key in keys:
        return replace(remark, field=keys[key], label=labels[keys[key]], place="", message=rest)
    path = f"{BEFORE}.{remark.inside}"
    while remark.field == form_fields.SCENE and path != BEFORE:
        if path in labels:
            return replace(remark, field=path, label=labels[path], place="")
        path = path.rpartition(".")[0]
    return replace(remark, place="") if remark.field == form_fields.SCENE else remark


def _typed() -> dict[str, str]:
    """What the form holds; boxes of one name become lines."""
    typed = {name: "\n".join(values) for name, values in request.form.lists()}
    if typed.get("without_picture"):
        typed["image"] = ""
    right = typed.pop("correct", "")
    if right.isascii() and right.isdigit():
        typed[f"options.{int(right)}.correct"] = "1"
    return typed


@blueprint.post("/entwurf/<uuid:draft>")
@allow(Permission.WRITE_TASKS)
@takes(megabytes=4)
def save(draft: UUID) -> Page:
    """Keep what stands in the form, then do what its button says."""
    act, _colon, number = request.form.get("act", "save").partition(":")
    typed, place = _rearranged(_typed(), act, number)
    if f"{BEFORE}.surface" in request.form:
        place = _put_together(typed, act, number)
    with transaction():
        _own(draft)
        picture_fault = _with_picture(typed)
    try:
        with transaction():
            row = _own(draft, for_update=True)
            services.save(row, DraftForm().opened(), typed)
    except services.Stale:
        return _conflict(_own(draft), typed)
    except services.Closed:
        return _moved(draft, typed)
    if picture_fault:
        row = _own(draft)
        return _page(row, row.fields, picture_fault=picture_fault), 422
    if act == "save":
        flash(_("Der Entwurf ist gespeichert."), "success")
    endpoint = {"preview": "try_draft", "publish": "publish"}.get(act, "draft")
    ansicht = "text" if endpoint == "draft" and _as_text() else None
    return redirect(url_for(f"competence_authoring.{endpoint}", draft=draft, ansicht=ansicht, _anchor=place), 303)


def _put_together(typed: dict[str, str], act: str, path: str) -> str | None:
    """The text of a simulated task from the guided form, after what a button of it does; where to look afterwards."""
    table = table_of({name: "\n".join(values) for name, values in request.form.lists()})
    place = rearranged(table, act.removeprefix("g-"), path) if act.startswith("g-") else ""
    typed[form_fields.SCENE] = text_of(table)
    return f"feld-{BEFORE}-{place.replace('.', '-')}" if place else None


def _with_picture(typed: dict[str, str]) -> str:
    """Keep a picture that came with the form and name it there; why that cannot be, or nothing."""
    chosen = request.files.get("picture")
    if chosen is None or not chosen.filename:
        return ""
    try:
        typed["image"] = pictures.keep(viewer().organisation_id, chosen.filename, chosen.stream.read(LARGEST + 1))
    except Invalid as error:
        return error.fields["picture"]
    return ""


def _conflict(row: TaskDraft, typed: Mapping[str, str]) -> tuple[str, int]:
    """Somebody else saved: both texts are shown, and the next save decides."""
    mine = form_fields.clean(typed)
    names = [name for name in {**row.fields, **mine} if row.fields.get(name) != mine.get(name)]
    found = [Difference(words.field_label(name), row.fields.get(name, ""), mine.get(name, "")) for name in names]
    return _page(row, mine, found), 409


def _moved(draft: UUID, typed: Mapping[str, str]) -> Response:
    """Somebody else published or gave up the draft: what was typed goes on in another one."""
    with transaction():
        other = services.keep_elsewhere(_own(draft, for_update=True), typed)
    flash(
        _("Dieser Entwurf wurde inzwischen veröffentlicht oder verworfen. Ihre Eingaben stehen in diesem neuen."),
        "info",
    )
    return redirect(url_for("competence_authoring.draft", draft=other.uid), 303)


def _rearranged(typed: Mapping[str, str], act: str, number: str) -> tuple[dict[str, str], str | None]:
    """The fields after what a button beside the options does, and where to look afterwards."""
    fields = form_fields.clean(typed)
    numbers = form_fields.option_numbers(fields)
    if act == "add":
        more = form_fields.with_more_options(fields)
        return more, f"antwort-{form_fields.option_numbers(more)[-1]}"
    if number not in map(str, numbers):
        return fields, None
    place = numbers.index(int(number))
    if act == "remove":
        numbers.pop(place)
        return form_fields.with_options_in_order(fields, numbers), "antworten"
    other = place - 1 if act == "up" else place + 1
    if act in ("up", "down") and 0 <= other < len(numbers):
        numbers[place], numbers[other] = numbers[other], numbers[place]
        return form_fields.with_options_in_order(fields, numbers), f"antwort-{other}"
    return fields, "antworten"


@blueprint.get("/entwurf/<uuid:draft>/veroeffentlichen")
@allow(Permission.WRITE_TASKS)
def publish(draft: UUID) -> Page:
    """What is left to do, and what publishing means."""
    row = _own(draft)
    if row.closed:
        return _gone(row)
    return _publish_page(row, SignedForm(formdata=None, by=own_role(), revision=row.revision))


def _publish_page(row: TaskDraft, form: SignedForm) -> str:
    found = services.checked(row, row.fields, content_folder())
    return render_template(
        "competence_check/authoring/publish.html", form=form, draft=row, remarks=remarks_of(found), ready=found.task
    )


@blueprint.post("/entwurf/<uuid:draft>/veroeffentlichen")
@allow(Permission.WRITE_TASKS)
def publish_now(draft: UUID) -> Page:
    """Ask the task from now on."""
    form, row = SignedForm(), _own(draft)
    if row.closed:
        return _gone(row)
    if form.validate_on_submit() and row.item_id is not None and not form.text("note").strip():
        form.note.errors = [_("Schreiben Sie in einem Satz, was sich geändert hat.")]
    if form.errors or not form.is_submitted():
        return _publish_page(row, form), 422
    try:
        with transaction():
            row = _own(draft, for_update=True)
            item, kept = services.publish(
                row, form.opened(), content=content_folder(), by=form.text("by"), note=form.text("note")
            )
    except (Invalid, Refused) as error:
        flash(error.message, "warning")
        return redirect(url_for("competence_authoring.draft", draft=draft), 303)
    flash(_told(kept, item.version), "success")
    return redirect(url_for("competence_authoring.task", item_id=item.id), 303)


def _told(kept: Kept, version: int) -> str:
    sentence: str = _("Veröffentlicht als Version %(version)s. Die Aufgabe wird ab jetzt gestellt.", version=version)
    if kept is Kept.SAME:
        sentence = _("Es hat sich nichts geändert; es bleibt bei Version %(version)s.", version=version)
    elif kept is Kept.TOUCHED:
        sentence = _("Die Angaben sind ergänzt. Gestellt wird weiter Version %(version)s.", version=version)
    return sentence


@blueprint.get("/entwurf/<uuid:draft>/verwerfen")
@allow(Permission.WRITE_TASKS)
def discard(draft: UUID) -> Page:
    """Before a draft is given up."""
    row = _own(draft)
    if row.closed:
        return _gone(row)
    return render_template("competence_check/authoring/discard.html", form=Form(formdata=None), draft=row)


@blueprint.post("/entwurf/<uuid:draft>/verwerfen")
@allow(Permission.WRITE_TASKS)
def delete_draft(draft: UUID) -> Response:
    """Give the draft up."""
    with transaction():
        services.discard(_own(draft, for_update=True))
    flash(_("Der Entwurf ist verworfen."), "success")
    return redirect(url_for("competence_authoring.overview"), 303)
