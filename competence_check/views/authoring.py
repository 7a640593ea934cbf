"""Tasks for their authors: the list with search, coverage, a new task, and one task with its history."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Protocol

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from competence_check import queries as check_queries
from competence_check.authoring import coverage as covering
from competence_check.authoring import queries, services, words
from competence_check.authoring.forms import NewTaskForm, SignedForm
from competence_check.authoring.queries import Place, Wish
from competence_check.models import Framework, Item
from competence_check.tasks.grading import FORMATS
from competence_check.tasks.surfaces import SURFACES
from lms.accounts.models import Unit
from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import db, transaction
from lms.kernel.errors import Invalid
from lms.kernel.i18n import text
from lms.web.forms import Form

# A blueprint of its own, so that the navigation knows who writes from who takes the check.
blueprint = Blueprint(
    "competence_authoring", "competence_check", url_prefix="/kompetenzcheck/aufgaben", template_folder="templates"
)

Page = str | tuple[str, int] | Response


def wish_of(args: Mapping[str, str], places: list[Place]) -> Wish:
    """What the address asks for; what there is not is left out."""
    wanted = {name: args.get(name, "") for name in ("rahmen", "kompetenz", "stufe", "format", "zustand")}
    known = {
        "rahmen": {place.framework for place in places},
        "kompetenz": {place.code for place in places},
        "stufe": set(words.bands()),
        "format": set(FORMATS),
        "zustand": set(words.state_names()),
    }
    rahmen, kompetenz, stufe, form, zustand = (value if value in known[name] else "" for name, value in wanted.items())
    typed = args.get("q", "").replace("\x00", "").strip()[:100]
    return Wish(typed, rahmen, kompetenz, stufe, form, zustand)


def address_args(wish: Wish) -> dict[str, str]:
    """The wish as parameters of an address."""
    names = ("q", "rahmen", "kompetenz", "stufe", "format", "zustand")
    return {name: value for name, value in zip(names, asdict(wish).values(), strict=True) if value}


def place_names(places: list[Place]) -> list[tuple[str, str]]:
    """Competences to choose from, such as ("digcomp-3.0/1.1", "DigComp 3.0 · 1.1 …")."""
    return [(f"{each.framework}/{each.code}", f"{each.code} {text(each.names)}") for each in places]


@blueprint.get("")
@allow(Permission.WRITE_TASKS)
def overview() -> str:
    """All tasks that one can see, and what is on the desks."""
    places = queries.places()
    wish = wish_of(request.args, places)
    typed = request.args.get("seite", "1")
    page = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
    return render_template(
        "competence_check/authoring/overview.html",
        tasks=queries.found(viewer().organisation_id, wish, max(page, 1)),
        drafts=queries.drafts(viewer().organisation_id),
        wish=wish,
        args=address_args(wish),
        frameworks={place.framework: text(place.framework_names) for place in places},
        codes={
            place.code: f"{place.code} {text(place.names)}"
            for place in places
            if wish.framework in ("", place.framework)
        },
        words=words,
    )


@blueprint.get("/abdeckung")
@allow(Permission.WRITE_TASKS)
def coverage() -> str:
    """How many tasks there are, by competence, band and format."""
    return render_template(
        "competence_check/authoring/coverage.html",
        tables=covering.tables(queries.places(), queries.counts(viewer().organisation_id)),
        words=words,
        formats=list(FORMATS),
    )


def _new_form(places: list[Place]) -> NewTaskForm:
    form = NewTaskForm()
    form.place.choices = place_names(places)
    form.format.choices = list(words.format_names().items())
    form.surface.choices = [("", "–"), *((name, words.surface_names()[name]) for name in SURFACES)]
    return form


@blueprint.get("/neu")
@allow(Permission.WRITE_TASKS)
def new() -> str:
    """What a new task is about."""
    return render_template("competence_check/authoring/new.html", form=_new_form(queries.places()))


@blueprint.post("/neu")
@allow(Permission.WRITE_TASKS)
def begin() -> Page:
    """Begin a draft."""
    form = _new_form(queries.places())
    if location := form.done_at(viewer().uid):
        return redirect(location, 303)
    if not form.validate_on_submit():
        return render_template("competence_check/authoring/new.html", form=form), 422
    slug, _slash, code = form.text("place").partition("/")
    try:
        with transaction():
            draft = services.begin(
                organisation_id=viewer().organisation_id,
                framework=framework_called(slug),
                competence=code,
                format_name=form.text("format"),
                surface=form.text("surface"),
            )
            location = url_for("competence_authoring.draft", draft=draft.uid)
            form.done(viewer().uid, location)
    except Invalid as error:
        form.refuse(error)
        return render_template("competence_check/authoring/new.html", form=form), 422
    return redirect(location, 303)


def framework_called(slug: str) -> Framework:
    """The framework in use, which a form offered."""
    found = check_queries.framework_called(slug)
    if found is None:
        raise Invalid(fields={"place": _("Wählen Sie eine Kompetenz.")})
    return found


def own_role() -> str:
    """How an author signs if they do not say otherwise: the role and the unit, never a name."""
    unit = db.session.get(Unit, viewer().unit_id) if viewer().unit_id else None
    words: str = _("Redaktion")
    return f"{words}, {unit.name}"[:120] if unit else words


@blueprint.get("/<int:item_id>")
@allow(Permission.WRITE_TASKS)
def task(item_id: int) -> str:
    """A task with its versions and its history."""
    item = queries.item_seen_by(viewer().organisation_id, item_id)
    return _task_page(item, SignedForm(formdata=None, by=own_role()))


def _task_page(item: Item, form: SignedForm) -> str:
    own = item.organisation_id is not None
    return render_template(
        "competence_check/authoring/task.html",
        item=item,
        own=own,
        twin=queries.twin_of(item) if own and not item.retired else None,
        versions=queries.versions_of(item),
        events=queries.events_of(item) if own else [],
        draft=queries.draft_of_item(item.id) if own else None,
        form=form,
        confirm=Form(formdata=None),
        words=words,
    )


@blueprint.post("/<int:item_id>/bearbeiten")
@allow(Permission.WRITE_TASKS)
def edit(item_id: int) -> Response:
    """To the draft of the next version."""
    with transaction():
        draft = services.edit(item=queries.own_item(viewer().organisation_id, item_id, for_update=True))
    return redirect(url_for("competence_authoring.draft", draft=draft.uid), 303)


@blueprint.post("/<int:item_id>/vorlage")
@allow(Permission.WRITE_TASKS)
def copy(item_id: int) -> Response:
    """A new draft that begins as this task."""
    with transaction():
        item = queries.item_seen_by(viewer().organisation_id, item_id)
        draft = services.copy(organisation_id=viewer().organisation_id, item=item, body=queries.version_of(item, None))
    flash(_("Das ist eine neue Aufgabe, die so beginnt. Die Vorlage bleibt, wie sie ist."), "info")
    return redirect(url_for("competence_authoring.draft", draft=draft.uid), 303)


@blueprint.post("/<int:item_id>/stilllegen")
@allow(Permission.WRITE_TASKS)
def retire(item_id: int) -> Page:
    """Ask the task no more."""
    told = _("Die Aufgabe wird nicht mehr gestellt. Bisherige Ergebnisse bleiben, wie sie sind.")
    return _signed(item_id, services.retire, told)


@blueprint.post("/<int:item_id>/wieder-aufnehmen")
@allow(Permission.WRITE_TASKS)
def bring_back(item_id: int) -> Page:
    """Ask the task again."""
    return _signed(item_id, services.bring_back, _("Die Aufgabe wird ab jetzt wieder gestellt."))


class _Act(Protocol):
    """Something that is done to one's own, locked task."""

    def __call__(self, item: Item, *, by: str, note: str) -> None: ...


def _signed(item_id: int, act: _Act, told: str) -> Page:
    """Do it, as the form was signed."""
    form = SignedForm()
    if not form.validate_on_submit():
        return _task_page(queries.own_item(viewer().organisation_id, item_id), form), 422
    with transaction():
        act(
            queries.own_item(viewer().organisation_id, item_id, for_update=True),
            by=form.text("by"),
            note=form.text("note"),
        )
    flash(told, "success")
    return redirect(url_for("competence_authoring.task", item_id=item_id), 303)
