"""The pages of the roadmap: create one, see it, change it."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from competence_check.queries import latest_levels
from competence_check.scoring.scale import whole
from lms.kernel import clock
from lms.kernel.access import Permission, Viewer, allow, may, viewer
from lms.kernel.db import transaction
from lms.kernel.errors import Invalid, Refused
from lms.learning.services import Learner
from roadmap import beginning, queries, redrawing, services, trying, wording
from roadmap.forms import HoursForm, weekly_choices, whole_number
from roadmap.models import Roadmap
from roadmap.overview import overview

blueprint = Blueprint("roadmap", __name__, template_folder="templates", static_folder="static", url_prefix="/roadmap")

Page = str | Response | tuple[str, int]


def learner() -> Learner:
    """The person of this request, always at home: also a consultant inside a firm."""
    return Learner(viewer().id, viewer().uid, viewer().home_organisation_id)


@blueprint.get("")
@allow(Permission.PLAN_ROADMAP)
def show() -> Page:
    """The roadmap that the person follows, or the page on which one begins."""
    roadmap = queries.active_roadmap(viewer().id)
    return _page(roadmap) if roadmap is not None else _start_page(beginning.start_page(None))


@blueprint.get("/neu")
@allow(Permission.PLAN_ROADMAP)
def start() -> str:
    """Choose a target, hours and a first day."""
    return _start_page(beginning.start_page(queries.active_roadmap(viewer().id)))


def _start_page(page: beginning.StartPage) -> str:
    return render_template("roadmap/start.html", **vars(page), earlier=queries.earlier_roadmaps(viewer().id, 1))


@blueprint.post("/neu")
@allow(Permission.PLAN_ROADMAP)
def create() -> Page:
    """Draw the roadmap."""
    page = beginning.start_page(queries.active_roadmap(viewer().id), request.form)
    form = page.form
    if location := form.done_at(viewer().uid):
        return redirect(location, 303)
    if not form.validate():
        return _start_page(page), 422
    try:
        with transaction():
            services.create_roadmap(
                learner(),
                beginning.wish(page),
                internal=may(Permission.INTERNAL_COURSES),
                instead_of=form.instead_of.data or "",
            )
            form.done(viewer().uid, url_for("roadmap.show"))
    except Invalid as error:
        form.refuse(error)
        return _start_page(page), 422
    except Refused as error:
        flash(error.message, "warning")
    return redirect(url_for("roadmap.show"), 303)


def _hours_form(weekly_minutes: int | None = None) -> HoursForm:
    form = HoursForm() if weekly_minutes is None else HoursForm(formdata=None, weekly_minutes=weekly_minutes)
    form.weekly_minutes.choices = weekly_choices()
    return form


def _page(roadmap: Roadmap, number: int | None = None, form: HoursForm | None = None) -> str:
    version = queries.version_of(roadmap, number)
    return render_template(
        "roadmap/roadmap.html",
        roadmap=roadmap,
        version=version,
        page_of=overview(roadmap, version),
        form=form or _hours_form(version.weekly_minutes),
        changeable=roadmap.active and version.number == roadmap.version,
        hours=wording.hours,
        level=whole,
        euros=wording.euros,
    )


@blueprint.get("/<uuid:uid>")
@allow(Permission.PLAN_ROADMAP)
def one(uid: UUID) -> str:
    """One of the person's roadmaps, also an earlier one."""
    return _page(queries.roadmap_of(viewer().id, str(uid)))


@blueprint.get("/<uuid:uid>/fassungen")
@allow(Permission.PLAN_ROADMAP)
def versions(uid: UUID) -> str:
    """All versions of a roadmap, and the person's earlier roadmaps."""
    roadmap = queries.roadmap_of(viewer().id, str(uid))
    return render_template(
        "roadmap/versions.html",
        roadmap=roadmap,
        versions=queries.versions_of(roadmap),
        causes=wording.cause_names(),
        earlier=[each for each in queries.earlier_roadmaps(viewer().id) if each.id != roadmap.id],
        hours=wording.hours,
    )


@blueprint.get("/<uuid:uid>/fassungen/<int:number>")
@allow(Permission.PLAN_ROADMAP)
def version(uid: UUID, number: int) -> str:
    """A version as it was drawn."""
    return _page(queries.roadmap_of(viewer().id, str(uid)), min(number, 2**31 - 1))


@blueprint.post("/<uuid:uid>/stunden")
@allow(Permission.PLAN_ROADMAP)
def change_hours(uid: UUID) -> Page:
    """Plan with other weekly hours."""
    form = _hours_form()
    try:
        if form.validate():
            with transaction():
                changed = redrawing.change_hours(learner(), str(uid), form.weekly_minutes.data)
            if changed:
                flash(_("Ihr Lernweg passt jetzt zu Ihrer neuen Lernzeit."), "success")
            return _back()
    except Invalid as error:
        form.refuse(error)
    return _page(queries.roadmap_of(viewer().id, str(uid)), form=form), 422


@blueprint.post("/<uuid:uid>/weglassen")
@allow(Permission.PLAN_ROADMAP)
def drop(uid: UUID) -> Response:
    """Plan without a course."""
    try:
        with transaction():
            changed = redrawing.drop_course(learner(), str(uid), request.form.get("course", ""))
        if changed:
            flash(_("Der Kurs ist weggelassen. Sie können ihn jederzeit zurückholen."), "success")
    except Invalid as error:
        flash(error.message, "warning")
    return _back()


@blueprint.post("/<uuid:uid>/zurueckholen")
@allow(Permission.PLAN_ROADMAP)
def bring_back(uid: UUID) -> Response:
    """Allow a dropped course again."""
    with transaction():
        is_planned = redrawing.bring_back(learner(), str(uid), request.form.get("course", ""))
    if is_planned:
        flash(_("Der Kurs ist wieder in Ihrem Lernweg."), "success")
    else:
        flash(_("Der Kurs darf wieder vorkommen. Zurzeit brauchen Sie ihn für Ihr Ziel aber nicht."), "info")
    return _back()


@blueprint.post("/<uuid:uid>/ergebnis")
@allow(Permission.PLAN_ROADMAP)
def take_over_result(uid: UUID) -> Response:
    """Go on from the latest result of the check."""
    with transaction():
        changed = redrawing.take_over_result(learner(), str(uid))
    if changed:
        flash(_("Ihr Lernweg beruht jetzt auf Ihrem neuen Ergebnis."), "success")
    return _back()


@blueprint.post("/<uuid:uid>/ab-heute")
@allow(Permission.PLAN_ROADMAP)
def redraw_from_today(uid: UUID) -> Response:
    """Move what is overdue to today and later."""
    with transaction():
        changed = redrawing.redraw_from_today(learner(), str(uid))
    if changed:
        flash(_("Ihr Lernweg ist ab heute neu geplant."), "success")
    return _back()


@blueprint.post("/<uuid:uid>/vorschlag")
@allow(Permission.PLAN_ROADMAP)
def take_proposal(uid: UUID) -> Response:
    """Follow the better plan that was found."""
    with transaction():
        taken = redrawing.take_proposal(learner(), str(uid), whole_number(request.form.get("version", "")))
    if taken:
        flash(_("Sie folgen jetzt dem besseren Plan. Der bisherige bleibt unter „Frühere Fassungen“."), "success")
    else:
        flash(_("Inzwischen hat sich etwas geändert, der Vorschlag gilt nicht mehr."), "info")
    return _back()


@blueprint.post("/<uuid:uid>/genau-rechnen")
@allow(Permission.PLAN_ROADMAP)
def look_for_better(uid: UUID) -> Response:
    """Have the best plan looked for."""
    with transaction():
        redrawing.look_for_better(learner(), str(uid))
    return _back()


@blueprint.get("/<uuid:uid>/vergleich")
@allow(Permission.PLAN_ROADMAP)
def what_if(uid: UUID) -> Page:
    """Other hours, goals and limits beside those of today: two plans, the differences marked."""
    page = trying.what_if(queries.roadmap_of(viewer().id, str(uid)), request.args)
    return render_template("roadmap/what_if.html", page_of=page, hours=wording.hours, euros=wording.euros)


@blueprint.post("/<uuid:uid>/wuensche")
@allow(Permission.PLAN_ROADMAP)
def change_wishes(uid: UUID) -> Response:
    """Plan with other hours, goals and limits."""
    form = trying.wishes_form(request.form)
    try:
        with transaction():
            changed = redrawing.change_wishes(learner(), str(uid), form.weekly_minutes.data or -1, form.wishes())
        if changed:
            flash(_("Ihr Lernweg folgt jetzt Ihren neuen Wünschen."), "success")
    except Invalid as error:
        flash(" ".join([error.message, *error.fields.values()]).strip(), "warning")
    return _back()


def _back() -> Response:
    return redirect(url_for("roadmap.show"), 303)


def next_step_card(viewer: Viewer) -> Markup | None:
    """On the start page: the next step, or an invitation where a check result waits to be used."""
    if not viewer.is_authenticated:
        return None
    step = queries.next_step(viewer.id)
    if step is not None:
        course = queries.courses_named([step.course]).get(step.course)
        facts = {"time": wording.hours(step.minutes), "when": wording.when(step, clock.today())}
        page = render_template("roadmap/next_step_card.html", step=step, course=course, **facts)
    elif queries.active_roadmap(viewer.id) is None and latest_levels(viewer.id) is not None:
        page = render_template("roadmap/invitation_card.html")
    else:
        return None
    return Markup(page)  # noqa: S704  our own templates
