"""A task as people see it, in each language, to be answered and graded; nothing is recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup

from competence_check.authoring import queries, services
from competence_check.models import Item, ItemKind
from competence_check.questions import question_of
from competence_check.review import look_back
from competence_check.tasks.grading import grade, read_answer
from competence_check.views.authoring import Page, blueprint
from competence_check.views.drafts import content_folder
from lms.kernel.access import Permission, allow, viewer
from lms.kernel.errors import Invalid
from lms.kernel.i18n import LANGUAGES, language
from lms.web.forms import Form

Given = Mapping[str, Sequence[str]]

# As `lms.kernel.i18n` writes numbers and days in each language.
_LOCALES = {"de": "de", "en": "en_GB"}


@dataclass(frozen=True)
class Tried:
    """A task on the page: its question, and once it was answered its solution, both in the wanted language."""

    question: Markup
    format: str
    solution: Markup | None = None
    score: float = 0.0
    error: str = ""


def _wanted_language() -> str:
    asked = request.args.get("sprache", "")
    return asked if asked in LANGUAGES else language()


def _tried(task: Mapping[str, Any], given: Given | None) -> Tried:
    """The task with what the form sent; without, as one meets it first."""
    with force_locale(_LOCALES[_wanted_language()]):
        item = Item(id=0, kind=ItemKind.TASK.value, **task)
        error, score, solution = "", 0.0, None
        if given is not None and not given.get("act"):
            try:
                response = read_answer(item.format, item.body, given)
                score = grade(item.format, item.body, response)
                solved = look_back(item.format, item.body, response, score)
                solution = Markup(render_template("competence_check/authoring/solved.html", task=solved))  # noqa: S704
            except Invalid as invalid:
                error = _(invalid.message)
        shown = question_of(item, "probe", given or {})
        page = render_template("competence_check/authoring/question.html", question=shown, error=error)
        return Tried(Markup(page), item.format, solution, score, error)  # noqa: S704  our own template


def _page(title: str, back: tuple[str, str], task: Mapping[str, Any], given: Given | None) -> Page:
    tried = _tried(task, given)
    page = render_template(
        "competence_check/authoring/try.html",
        form=Form(formdata=None),
        title=title,
        back=back,
        tried=tried,
        languages=LANGUAGES,
        wanted=_wanted_language(),
        translated="en" in task["body"]["prompt"],
        args={name: value for name, value in request.args.items() if name == "version"} | (request.view_args or {}),
    )
    return (page, 422) if tried.error else page


def _sent() -> Given:
    return {name: values for name, values in request.form.lists() if name != "csrf_token"}


def _draft_page(draft: UUID, given: Given | None) -> Page:
    row = services.own_draft(viewer().organisation_id, str(draft))
    task = None if row.closed else services.checked(row, row.fields, content_folder()).task
    if task is None:
        flash(_("Diese Aufgabe lässt sich erst ansehen, wenn keine Angabe mehr fehlt."), "info")
        return redirect(url_for("competence_authoring.draft", draft=draft), 303)
    back = url_for("competence_authoring.draft", draft=draft)
    return _page(_("Entwurf ansehen und ausprobieren"), (back, _("Zurück zum Entwurf")), task, given)


@blueprint.get("/entwurf/<uuid:draft>/ansicht")
@allow(Permission.WRITE_TASKS)
def try_draft(draft: UUID) -> Page:
    """The draft as people would see it."""
    return _draft_page(draft, None)


@blueprint.post("/entwurf/<uuid:draft>/ansicht")
@allow(Permission.WRITE_TASKS)
def answer_draft(draft: UUID) -> Page:
    """What an answer to the draft would be worth."""
    return _draft_page(draft, _sent())


def _item_page(item_id: int, given: Given | None) -> Page:
    item = queries.item_seen_by(viewer().organisation_id, item_id)
    typed = request.args.get("version", "")
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else None
    version = queries.version_of(item, number)
    back = url_for("competence_authoring.task", item_id=item_id)
    title = _("Version %(version)s ansehen und ausprobieren", version=version.number)
    return _page(title, (back, _("Zurück zur Aufgabe")), version.task, given)


@blueprint.get("/<int:item_id>/ansicht")
@allow(Permission.WRITE_TASKS)
def try_task(item_id: int) -> Page:
    """A published task as people see it, also in an earlier version."""
    return _item_page(item_id, None)


@blueprint.post("/<int:item_id>/ansicht")
@allow(Permission.WRITE_TASKS)
def answer_task(item_id: int) -> Page:
    """What an answer to the task is worth."""
    return _item_page(item_id, _sent())
