"""Having joint plans made, taking part in them, and taking that back."""

from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module

from flask_babel import gettext as _
from sqlalchemy import delete

from lms.accounts.queries import units_of
from lms.jobs.models import OPEN, Job
from lms.jobs.services import enqueue, newest
from lms.kernel import clock
from lms.kernel.access import Viewer
from lms.kernel.db import db, insert_once
from lms.kernel.errors import Invalid, Refused
from roadmap import telling
from roadmap.drawing import Drawn, add_version
from roadmap.goals.combining import MOST_GOALS
from roadmap.goals.queries import goals_called
from roadmap.groups import queries
from roadmap.groups.gathering import known_in
from roadmap.groups.models import GroupPlan, Kind, Participation
from roadmap.groups.terms import Terms
from roadmap.improving import ask_for_the_best
from roadmap.knowing import wishing
from roadmap.models import Cause
from roadmap.planning.plan import Plan
from roadmap.planning.verification import verify
from roadmap.queries import active_roadmap
from roadmap.services import HIGHEST_BUDGET, LATEST_START
from roadmap.task import instance_for

JOB = "roadmap.group"
MOST_AWAY = 1000

# For so many people a page can make a preview itself: some hundredths of a second each.
MOST_AT_ONCE = 12
MOST_SEATS = 500
FEWEST_MINUTES, MOST_MINUTES = 30, 480


@dataclass(frozen=True)
class Asked:
    """What a plan is asked for with."""

    kind: Kind
    title: str
    unit_ids: list[int]
    start: date
    terms: Terms


def begin(organisation_id: int, asked: Asked) -> GroupPlan:
    """A new plan; one of the kind TOGETHER invites the people of its units from now on. Raises Invalid."""
    if faults := _faults(organisation_id, asked):
        raise Invalid(fields=faults)
    plan = GroupPlan(
        organisation_id=organisation_id,
        kind=asked.kind.value,
        title=asked.title,
        unit_ids=sorted(asked.unit_ids),
        terms=asked.terms.to_json(),
        start_date=asked.start,
    )
    db.session.add(plan)
    db.session.flush()
    return plan


def _faults(organisation_id: int, asked: Asked) -> dict[str, str]:
    faults: dict[str, str] = {}
    today, terms = clock.today(), asked.terms
    if not set(asked.unit_ids) <= {unit.id for unit in units_of(organisation_id)}:
        faults["units"] = _("Diese Einheit gibt es nicht mehr. Wählen Sie noch einmal.")
    if not today <= asked.start <= today + LATEST_START:
        faults["start"] = _("Wählen Sie einen Tag von heute bis in einem Jahr.")
    if terms.budget is not None and not 0 <= terms.budget <= 10 * HIGHEST_BUDGET:
        faults["budget"] = _("Geben Sie einen Betrag von 0 bis 1.000.000 Euro an.")
    if not 0 <= terms.minimum_share <= 1:
        faults["minimum"] = _("Geben Sie eine Zahl von 0 bis 100 an.")
    if terms.most_away is not None and not 0 <= terms.most_away <= MOST_AWAY:
        faults["most_away"] = _("Geben Sie eine Zahl von 0 bis 1000 an.")
    if not 1 <= terms.seats <= MOST_SEATS:
        faults["seats"] = _("Geben Sie eine Zahl von 1 bis 500 an.")
    if not FEWEST_MINUTES <= terms.weekly_minutes <= MOST_MINUTES:
        faults["weekly_minutes"] = _("Wählen Sie zwischen einer halben Stunde und acht Stunden pro Woche.")
    if len(terms.goals) > MOST_GOALS or len(goals_called(terms.goals)) < len(set(terms.goals)):
        faults["goals"] = _("Wählen Sie höchstens %(most)s Vorhaben; mehr auf einmal hilft keinem.", most=MOST_GOALS)
    return faults


def _refuse_ended(plan: GroupPlan) -> None:
    if plan.ended_at is not None:
        raise Refused(_("Dieser Plan ist beendet."))


def ask_for(plan: GroupPlan, viewer: Viewer) -> Job:
    """Have the plan made as of today, for few people with a preview at once; for more the job makes that first.

    Raises Refused where too few take part or it has ended, Invalid where what is on offer cannot be planned with.
    """
    _refuse_ended(plan)
    fewest = queries.fewest(Kind(plan.kind))
    if plan.kind == Kind.TOGETHER and queries.participants(plan) < fewest:
        raise Refused(_("Es nehmen noch zu wenige teil: Ein gemeinsamer Plan braucht %(number)s.", number=fewest))
    today = clock.today()
    arguments = {"plan": plan.uid, "day": today.isoformat()}
    if plan.kind == Kind.TOGETHER and queries.participants(plan) <= MOST_AT_ONCE:
        # Loaded when it is used: it brings numpy, and a web process starts without it.
        arguments["preview"] = import_module("roadmap.groups.calculating").preview(plan, today)
    return enqueue(JOB, arguments, organisation_id=plan.organisation_id, person_id=viewer.id, key=plan.uid)


def job_of(plan: GroupPlan) -> Job | None:
    """The calculation that was asked for last."""
    return newest(JOB, plan.uid)


def is_open(job: Job | None) -> bool:
    """Whether it is still under way."""
    return job is not None and job.state in OPEN


def end(plan: GroupPlan) -> None:
    """Invite nobody any more; what people agreed to ends with it, and with that what they showed."""
    if plan.ended_at is None:
        plan.ended_at = clock.now()
        db.session.execute(delete(Participation).where(Participation.group_id == plan.id))


def join(plan: GroupPlan, viewer: Viewer, *, shows_courses: bool) -> None:
    """Take part, or change what is shown; either way a part made before is gone. Raises Refused."""
    _refuse_ended(plan)
    if active_roadmap(viewer.id) is None:
        raise Refused(_("Legen Sie zuerst Ihren Lernweg an. Aus ihm wird Ihr Teil des Plans."))
    values = {"shows_courses": shows_courses, "joined_at": clock.now()}
    if insert_once(Participation, group_id=plan.id, person_id=viewer.id, **values):
        return
    row = queries.participation(plan, viewer.id, lock=True)
    if row is not None and row.shows_courses != shows_courses:
        row.shows_courses, row.part, row.preview = shows_courses, None, None


def leave(plan: GroupPlan, viewer: Viewer) -> None:
    """Take the consent back: nothing about the person stays with the plan."""
    row = queries.participation(plan, viewer.id, lock=True)
    if row is not None:
        db.session.delete(row)


def follow(plan: GroupPlan, viewer: Viewer) -> None:
    """Make the part of the plan the person's own roadmap. Raises Refused where it no longer fits."""
    row, roadmap = queries.participation(plan, viewer.id, lock=True), active_roadmap(viewer.id, lock=True)
    if row is None or row.part is None or roadmap is None:
        raise Refused(_("Es gibt noch keinen Teil, dem Sie folgen könnten."))
    known = known_in(plan, roadmap, clock.today(), shows_courses=row.shows_courses)
    mine = Plan.from_json(row.part)
    limits = replace(known.wishes.limits, budget=mine.cost)
    budgeted = wishing(known, replace(known.wishes, limits=limits))
    drawn = Drawn(instance_for(budgeted), mine)
    if verify(drawn.instance, mine):
        raise Refused(_("Seit der Berechnung hat sich etwas geändert. Bitten Sie darum, den Plan neu zu rechnen."))
    add_version(roadmap, budgeted, drawn, Cause.GROUP)
    ask_for_the_best(roadmap)
    telling.tell_redrawn(roadmap, viewer.uid, budgeted.profile, Cause.GROUP)
