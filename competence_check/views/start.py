"""Where the check begins: what it is, how long it takes, who sees what; and the card on the start page."""

from math import ceil, floor

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from competence_check import bank, queries, runs
from competence_check.duration import Minutes, minutes_for
from competence_check.forms import BeginForm
from competence_check.levels import DEFAULT_FRAMEWORK
from competence_check.models import Framework, Run
from competence_check.rules import BUDGET_SECONDS
from competence_check.services import begin as begin_run
from competence_check.views.blueprint import blueprint, learner
from competence_check.views.frameworks import chosen_framework, start_of
from lms.kernel.access import Permission, Viewer, allow, viewer
from lms.kernel.db import transaction
from lms.kernel.i18n import text


def _begin_form() -> BeginForm:
    """The form, with the viewer's own role family chosen where we know it."""
    families = [(family, text(names)) for family, names in queries.families()]
    form = BeginForm()
    form.family.choices = [*families, ("", _("Keine Angabe"))]
    own = getattr(viewer(), "family", "")
    if not form.is_submitted():
        form.family.data = own if own in dict(families) else ""
    return form


@blueprint.get("")
@allow(Permission.TAKE_CHECK)
def start() -> str:
    """What one should know before; begin, or go on."""
    framework = chosen_framework()
    return _page(framework, _begin_form(), runs.open_run(viewer().id, framework.id))


def _page(framework: Framework, form: BeginForm, run: Run | None) -> str:
    return render_template(
        "competence_check/start.html",
        form=form,
        run=run,
        latest=runs.latest_run(viewer().id, framework.id),
        numbers=_numbers(framework),
        framework=framework,
        is_usual=framework.slug == DEFAULT_FRAMEWORK,
        others=[each for each in _frameworks_here() if each.id != framework.id],
        address=start_of,
    )


def _frameworks_here() -> list[Framework]:
    """The frameworks that one can choose where one is at home."""
    return queries.frameworks_to_choose(viewer().home_organisation_id)


def _numbers(framework: Framework) -> tuple[int, Minutes, Minutes]:
    """How many self-ratings a run has, how long they take, and how long everything takes."""
    ratings = [rating.seconds for rating in bank.self_ratings_in_use(framework.id)]
    first = minutes_for(sum(ratings))
    tasks = BUDGET_SECONDS / 60
    return len(ratings), first, Minutes(first.least + floor(tasks), first.most + ceil(tasks) + 1)


@blueprint.post("")
@allow(Permission.TAKE_CHECK)
def begin() -> Response | tuple[str, int]:
    """Begin, or go on where a run is open."""
    form = _begin_form()
    if not form.validate_on_submit():
        return _page(chosen_framework(), form, None), 422
    with transaction():
        done = form.done_at(viewer().uid)
        if done is None:
            run = begin_run(learner=learner(), framework=chosen_framework(), family=form.family.data or "")
            done = url_for("competence_check.go_on", uid=run.uid)
            form.done(viewer().uid, done)
    return redirect(done, 303)


def paused(run: Run) -> Response:
    """Back to the start, with the news that everything is kept."""
    flash(_("Gespeichert. Sie können jederzeit weitermachen, auch an einem anderen Gerät."), "success")
    return redirect(start_of(runs.framework_of(run), f"check-{run.uid[:8]}"), 303)


def check_card(viewer: Viewer) -> Markup | None:
    """On the start page: begin, go on, or see the result, by every framework."""
    frameworks = queries.frameworks_to_choose() if viewer.is_authenticated else []
    if not frameworks:
        return None
    found = runs.open_and_latest(viewer.id)
    nothing = (None, None)
    usual = frameworks[0]
    run, latest = found.get(usual.id, nothing)
    page = render_template(
        "competence_check/card.html",
        framework=usual,
        run=run,
        latest=latest,
        answered=len(runs.answered_ids(run)) if run is not None else 0,
        others=[(each, *found.get(each.id, nothing)) for each in frameworks[1:]],
        address=start_of,
    )
    return Markup(page)  # noqa: S704  our own template
