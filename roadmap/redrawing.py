"""A roadmap that changes: other hours, courses dropped and brought back, new results, finished courses.

Everything here may be asked twice and is done once. The order of the steps stays as far as it is possible and of use.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from flask_babel import gettext as _

from competence_check.queries import latest_levels, target_profile
from competence_check.scoring.scale import HIGHEST_LEVEL, LOWEST_LEVEL
from lms.kernel import clock
from lms.kernel.errors import Invalid, Refused
from lms.kernel.logs import logger
from lms.kernel.toml import Texts
from lms.learning.events import CourseCompleted
from lms.learning.services import Learner
from roadmap import telling
from roadmap.drawing import GOING_ON, Drawn, PlanningFailed, add_version, plan_for
from roadmap.improving import ask_for_the_best, without_promises
from roadmap.knowing import known_of, new_dates, troubles_now, wishing
from roadmap.measured import Measured, Source, Stated
from roadmap.models import Cause, Roadmap, RoadmapStep, StepState
from roadmap.planning.plan import Plan
from roadmap.planning.verification import verify
from roadmap.queries import active_roadmap_called, last_version_with, roadmap_of, steps_of, version_of
from roadmap.services import weekly_faults, wishes_faults
from roadmap.task import Known, instance_for
from roadmap.telling import Finished
from roadmap.wishes import Wishes

SHORTEST_REASON, LONGEST_REASON = 3, 300


def change_hours(learner: Learner, uid: str, weekly_minutes: int) -> bool:
    """Plan with other weekly minutes; whether that changed anything. Raises NotFound, Refused or Invalid."""
    roadmap = _own_active(learner, uid)
    if faults := weekly_faults(weekly_minutes):
        raise Invalid(fields=faults)
    known = known_of(roadmap)
    if known.weekly_minutes == weekly_minutes:
        return False
    _redraw(roadmap, learner, replace(known, weekly_minutes=weekly_minutes), Cause.HOURS)
    return True


def change_wishes(learner: Learner, uid: str, weekly_minutes: int, wishes: Wishes) -> bool:
    """Plan with other hours, goals and limits; whether that changed anything. Raises NotFound, Refused or Invalid."""
    roadmap = _own_active(learner, uid)
    if faults := weekly_faults(weekly_minutes) | wishes_faults(wishes):
        raise Invalid(fields=faults)
    known = known_of(roadmap)
    if (known.weekly_minutes, known.wishes) == (weekly_minutes, wishes):
        return False
    changed = wishing(replace(known, weekly_minutes=weekly_minutes), wishes)
    _redraw(roadmap, learner, changed, Cause.WISHES)
    return True


def drop_course(learner: Learner, uid: str, course: str) -> bool:
    """Plan without a course; whether that changed anything. Raises NotFound, Refused or Invalid."""
    roadmap = _own_active(learner, uid)
    known = known_of(roadmap)
    if course in known.dropped:
        return False
    if course not in {step.course for step in known.waiting}:
        raise Invalid(_("Dieser Kurs steht nicht mehr als offener Schritt in Ihrem Lernweg."))
    _redraw(roadmap, learner, replace(known, dropped=known.dropped | {course}), Cause.DROPPED)
    return True


def bring_back(learner: Learner, uid: str, course: str) -> bool:
    """Allow a dropped course again, at its old place; whether it is in the plan now. Raises NotFound or Refused."""
    roadmap = _own_active(learner, uid)
    known = known_of(roadmap)
    if course in known.dropped:
        order = _with_old_place(roadmap, known, course)
        known = replace(known, dropped=known.dropped - {course}, order=order)
        steps = _redraw(roadmap, learner, known, Cause.BROUGHT_BACK)
        return course in {step.course for step in steps}
    return course in {step.course for step in known.steps}


def take_over_result(learner: Learner, uid: str) -> bool:
    """Go on from the latest check result; whether there was a newer one. Raises NotFound or Refused."""
    roadmap = _own_active(learner, uid)
    known = known_of(roadmap)
    found = latest_levels(learner.person_id)
    if found is None or (known.measured.source is Source.CHECK and found.run_uid == known.measured.run):
        return False
    _redraw(roadmap, learner, replace(known, measured=Measured.of_check(found)), Cause.NEW_RESULT)
    return True


def state_levels(learner: Learner, uid: str, stated: Mapping[str, tuple[int, str]]) -> bool:
    """Plan with levels that the person states, by competence with their reason, and with no others; whether that
    changed anything. Raises NotFound, Refused or Invalid."""
    roadmap = _own_active(learner, uid)
    if faults := stated_faults(stated):
        raise Invalid(fields=faults)
    known = known_of(roadmap)
    before, now = known.measured.stated, clock.now()
    if {name: (int(each.level), each.reason) for name, each in before.items()} == dict(stated):
        return False
    says = {
        name: before[name]
        if name in before and (before[name].level, before[name].reason) == (level, reason)
        else Stated(level, reason, now)
        for name, (level, reason) in stated.items()
    }
    _redraw(roadmap, learner, replace(known, measured=known.measured.stating(says)), Cause.STATED)
    return True


def stated_faults(stated: Mapping[str, tuple[int, str]]) -> dict[str, str]:
    """What is wrong with stated levels, by competence; empty if nothing."""
    faults: dict[str, str] = {}
    for name, (level, reason) in stated.items():
        if not LOWEST_LEVEL <= level <= HIGHEST_LEVEL:
            faults[name] = _("Wählen Sie eine Stufe von 0 bis 8.")
        elif len(reason) < SHORTEST_REASON:
            faults[name] = _("Schreiben Sie in ein paar Worten, worauf sich Ihre Angabe stützt.")
        elif len(reason) > LONGEST_REASON:
            faults[name] = _("Fassen Sie sich kürzer: höchstens %(most)s Zeichen.", most=LONGEST_REASON)
    return faults


def take_over_profile(learner: Learner, uid: str) -> bool:
    """Go on for the newest version of the target; whether there was one. Raises NotFound or Refused."""
    roadmap = _own_active(learner, uid)
    known, newest = known_of(roadmap), target_profile(roadmap.profile)
    if newest.number == known.profile.number:
        return False
    _redraw(roadmap, learner, wishing(replace(known, profile=newest), known.wishes), Cause.NEW_PROFILE)
    return True


def redraw_from_today(learner: Learner, uid: str) -> bool:
    """Move what is overdue to today and later; whether anything was. Raises NotFound or Refused."""
    roadmap = _own_active(learner, uid)
    known = known_of(roadmap)
    if not is_overdue(known.waiting, known.today):
        return False
    _redraw(roadmap, learner, known, Cause.OVERDUE)
    return True


def redraw_dates(learner: Learner, uid: str) -> bool:
    """Plan anew where a date is no longer possible, or where there is one now; whether there was cause to. Raises
    NotFound or Refused."""
    roadmap = _own_active(learner, uid)
    version = version_of(roadmap)
    known = known_of(roadmap, version)
    if not troubles_now(known) and not new_dates(known, version):
        return False
    _redraw(roadmap, learner, known, Cause.DATES)
    return True


def take_proposal(learner: Learner, uid: str, number: int) -> bool:
    """Follow the better plan that was found for version `number`; whether it was taken.

    Where it no longer keeps all limits as of today, a new one is looked for. Raises NotFound or Refused.
    """
    roadmap = _own_active(learner, uid)
    version = version_of(roadmap)
    if version.number != number or version.proposal is None:
        return False
    known = without_promises(known_of(roadmap))
    drawn = Drawn(instance_for(known), Plan.from_json(version.proposal["plan"]))
    if verify(drawn.instance, drawn.plan):
        version.proposal = None
        ask_for_the_best(roadmap)
        return False
    taken = add_version(roadmap, known, drawn, Cause.PROPOSAL)
    taken.changes, taken.conflict = version.changes, version.conflict
    telling.tell_redrawn(roadmap, learner.uid, known.profile, Cause.PROPOSAL)
    return True


def look_for_better(learner: Learner, uid: str) -> None:
    """Have the best plan looked for again. Raises NotFound or Refused."""
    ask_for_the_best(_own_active(learner, uid))


def is_overdue(steps: tuple[RoadmapStep, ...] | list[RoadmapStep], today: date) -> bool:
    """Whether a step that is not done should have been."""
    return any(step.state == StepState.PLANNED and step.end_date < today for step in steps)


def course_completed(event: CourseCompleted) -> None:
    """Listener: a finished course is ticked off."""
    tick_off(event.actor, event.course, event.title, f"/kurse/{event.course}")


def tick_off(uid: str, slug: str, title: Texts, address: str) -> None:
    """A course or an offer is finished: it is ticked off, and what is left goes on from today. uid: the person's opaque
    identifier; address: of the page of what is finished.

    Nothing new comes in: what closes more by now is looked for in the background and shown before it is taken.
    """
    roadmap = active_roadmap_called(uid)
    if roadmap is None:
        return
    known = known_of(roadmap)
    is_step = any(step.course == slug and step.state == StepState.PLANNED for step in known.steps)
    if not is_step and not _teaches_a_target(known, slug):
        return
    try:
        steps = add_version(roadmap, known, plan_for(known, GOING_ON), Cause.COURSE_COMPLETED).steps
    except PlanningFailed as error:
        # What somebody learned must be kept even where the catalogue cannot be planned with; the step is ticked
        # off with the next version.
        logger.error("roadmap not redrawn", extra={"facts": {"roadmap": roadmap.uid, "reason": error.message}})
        return
    ask_for_the_best(roadmap)
    if is_step:
        telling.tell_step_completed(roadmap, uid, known.profile, Finished(slug, title, address))
    if is_step and roadmap.completed_at is None and all(step.state == StepState.DONE for step in steps):
        roadmap.completed_at = clock.now()
        telling.tell_completed(roadmap, uid, known.profile)


def not_ticked_off(learner: Learner, slug: str) -> None:
    """What was said to be finished is not: it is planned again where the active roadmap counted it."""
    roadmap = active_roadmap_called(learner.uid)
    if roadmap is None:
        return
    known = known_of(roadmap)
    if any(step.course == slug for step in known.steps) or _teaches_a_target(known, slug):
        _redraw(roadmap, learner, known, Cause.NOT_COMPLETED)


def _teaches_a_target(known: Known, slug: str) -> bool:
    outcomes = {course.slug: course.outcomes for course in known.offered}
    outcomes |= {offer.slug: offer.outcomes for offer in known.usable_offers}
    return any(each["competence"] in known.profile.targets for each in outcomes.get(slug, ()))


def _own_active(learner: Learner, uid: str) -> Roadmap:
    roadmap = roadmap_of(learner.person_id, uid, lock=True)
    if not roadmap.active:
        raise Refused(_("Diesen Lernweg haben Sie durch einen neuen ersetzt. Ändern lässt sich nur der neue."))
    return roadmap


def _redraw(roadmap: Roadmap, learner: Learner, known: Known, cause: Cause) -> list[RoadmapStep]:
    version = add_version(roadmap, known, plan_for(known), cause)
    ask_for_the_best(roadmap)
    telling.tell_redrawn(roadmap, learner.uid, known.profile, cause)
    return version.steps


def _with_old_place(roadmap: Roadmap, known: Known, course: str) -> tuple[str, ...]:
    """The order of the waiting steps with `course` where it was when it was last planned.

    That is before the first step that came after it, and before those that took its place while it was gone: they
    would close its gaps first and leave nothing for it to do.
    """
    now = [step.course for step in known.waiting]
    old = last_version_with(roadmap, course)
    former = [step.course for step in steps_of(old)] if old is not None else [course]
    earlier = set(former[: former.index(course)])
    place = next((number for number, slug in enumerate(now) if slug not in earlier), len(now))
    return (*now[:place], course, *now[place:])
