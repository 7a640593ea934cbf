"""Joint plans for those who look after them: figures and what people let them see, never levels."""

from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from lms.accounts.queries import units_of
from lms.kernel import clock
from lms.kernel.access import Permission, allow, viewer
from lms.kernel.db import transaction
from lms.kernel.errors import Invalid, NotFound, Refused
from lms.kernel.i18n import text
from roadmap.beginning import next_monday
from roadmap.goals.queries import current_goals
from roadmap.groups import files, queries, services
from roadmap.groups.forms import PlanForm
from roadmap.groups.models import GroupPlan, Kind
from roadmap.groups.page import page_of
from roadmap.wording import euros

blueprint = Blueprint("groups", __name__, template_folder="../templates", url_prefix="/gemeinsam/plaene")

Page = str | Response | tuple[str, int]


@blueprint.get("")
@allow(Permission.PLAN_GROUPS)
def overview() -> str:
    """All joint plans of the organisation."""
    return render_template("groups/plans.html", plans=queries.plans_of(viewer().organisation_id), kinds=Kind)


def _form() -> PlanForm:
    form = PlanForm()
    units = [(unit.id, unit.name) for unit in units_of(viewer().organisation_id)]
    form.offer_choices(units, {goal.slug: text(goal.names) for goal in current_goals()})
    if not form.is_submitted():
        form.start.data = next_monday(clock.today())
        form.kind.data = request.args.get("art", Kind.TOGETHER.value)
    return form


@blueprint.get("/neu")
@allow(Permission.PLAN_GROUPS)
def new() -> str:
    """Say for whom and within which limits."""
    return render_template("groups/new.html", form=_form())


@blueprint.post("/neu")
@allow(Permission.PLAN_GROUPS)
def begin() -> Page:
    """Begin a plan."""
    form = _form()
    if location := form.done_at(viewer().uid):
        return redirect(location, 303)
    if not form.validate_on_submit():
        return render_template("groups/new.html", form=form), 422
    try:
        with transaction():
            plan = services.begin(viewer().organisation_id, form.asked())
            target = url_for("groups.show", uid=plan.uid)
            form.done(viewer().uid, target)
    except Invalid as error:
        form.refuse(error)
        return render_template("groups/new.html", form=form), 422
    if plan.kind == Kind.TOGETHER:
        flash(_("Die Einladung steht ab jetzt auf der Startseite der Eingeladenen."), "success")
    return redirect(target, 303)


def _plan(uid: UUID, *, lock: bool = False) -> GroupPlan:
    return queries.plan_called(viewer().organisation_id, str(uid), lock=lock)


@blueprint.get("/<uuid:uid>")
@allow(Permission.PLAN_GROUPS)
def show(uid: UUID) -> str:
    """A plan: what it closes and costs, who or how many take what, what would bring more, what stays open."""
    plan = _plan(uid)
    job = services.job_of(plan)
    return render_template(
        "groups/plan.html",
        page_of=page_of(plan, is_waiting=services.is_open(job)),
        plan=plan,
        job=job,
        is_waiting=services.is_open(job),
        is_mine=job is not None and job.person_id == viewer().id,
        fewest=queries.fewest(Kind(plan.kind)),
        units={unit.id: unit.name for unit in units_of(plan.organisation_id)},
        goals={goal.slug: text(goal.names) for goal in current_goals()},
        euros=euros,
    )


@blueprint.post("/<uuid:uid>/rechnen")
@allow(Permission.PLAN_GROUPS)
def calculate(uid: UUID) -> Response:
    """Have it made in the background."""
    try:
        with transaction():
            services.ask_for(_plan(uid, lock=True), viewer())
    except (Refused, Invalid) as error:
        flash(error.message, "warning")
    return redirect(url_for("groups.show", uid=uid), 303)


@blueprint.post("/<uuid:uid>/beenden")
@allow(Permission.PLAN_GROUPS)
def end(uid: UUID) -> Response:
    """Invite nobody any more, and forget who took part."""
    with transaction():
        services.end(_plan(uid, lock=True))
    flash(_("Der Plan ist beendet. Alle Zustimmungen sind gelöscht."), "success")
    return redirect(url_for("groups.show", uid=uid), 303)


@blueprint.get("/<uuid:uid>/datei/<kind>")
@allow(Permission.PLAN_GROUPS)
def file(uid: UUID, kind: str) -> Response:
    """The table as a file, with the same figures left out."""
    plan = _plan(uid)
    if kind not in files.KINDS:
        raise NotFound
    answer = make_response(files.written(kind, page_of(plan, is_waiting=services.is_open(services.job_of(plan)))))
    answer.headers["Content-Type"] = files.KINDS[kind]
    answer.headers["Content-Disposition"] = f'attachment; filename="gemeinsamer-plan.{kind}"'
    return answer
