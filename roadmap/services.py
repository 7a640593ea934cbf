"""Having a roadmap drawn for the first time. How it changes afterwards: `roadmap.redrawing`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext as _

from competence_check.levels import Profile
from competence_check.queries import competences, latest_levels, target_profiles
from lms.catalogue.queries import offered_courses
from lms.kernel import clock
from lms.kernel.db import db, insert_once
from lms.kernel.errors import Invalid, Refused
from lms.learning.services import Learner
from roadmap import telling
from roadmap.drawing import add_version, plan_for
from roadmap.followup.queries import gains_in_use
from roadmap.goals.combining import MOST_GOALS
from roadmap.improving import ask_for_the_best
from roadmap.knowing import programme_for, wishing
from roadmap.measured import Measured
from roadmap.models import Cause, Roadmap, new_uid
from roadmap.queries import active_roadmap, completions, roadmap_of
from roadmap.task import NO_WISHES, Known, offered_to
from roadmap.wishes import Wishes

FEWEST_WEEKLY_MINUTES, MOST_WEEKLY_MINUTES = 30, 480
LATEST_START = timedelta(days=366)
LATEST_DEADLINE = timedelta(days=731)
HIGHEST_BUDGET = 100_000


@dataclass(frozen=True)
class Wish:
    """What somebody asks for. profile: slug; area_levels: by area, only where no check result is used."""

    profile: str
    weekly_minutes: int
    start: date
    area_levels: Mapping[str, float] | None = None
    wishes: Wishes = NO_WISHES


def create_roadmap(learner: Learner, wish: Wish, *, internal: bool, instead_of: str = "") -> Roadmap:
    """Draw the learner's roadmap; it takes the place of the active one, whose uid is `instead_of`.

    internal: whether courses that are not open to everybody may be planned. Raises Invalid for what cannot be
    wished, Refused where another roadmap was created in the meantime.
    """
    profile = _wished_profile(learner, wish)
    measured = _measured(learner.person_id, wish)
    active = active_roadmap(learner.person_id, lock=True)
    if (active.uid if active else "") != instead_of:
        raise Refused(_("Sie haben inzwischen schon einen Lernweg angelegt."))
    if active is not None:
        active.active = False
        db.session.flush()
    roadmap = _new_roadmap(learner, wish, internal=internal)
    roadmap.facts = dict(active.facts) if active is not None else {}
    plain = Known(
        today=clock.today(),
        start=wish.start,
        weekly_minutes=wish.weekly_minutes,
        measured=measured,
        profile=profile,
        offered=offered_to(offered_courses(), internal=internal),
        completed=completions(learner.person_id),
        dropped=frozenset(),
        gains=gains_in_use(),
        dates=programme_for(learner.organisation_id, learner.person_id, internal=internal),
    )
    known = wishing(plain, wish.wishes)
    add_version(roadmap, known, plan_for(known), Cause.CREATED)
    ask_for_the_best(roadmap)
    telling.tell_created(roadmap, learner.uid, profile)
    return roadmap


def _new_roadmap(learner: Learner, wish: Wish, *, internal: bool) -> Roadmap:
    uid = new_uid()
    inserted = insert_once(
        Roadmap,
        uid=uid,
        person_id=learner.person_id,
        organisation_id=learner.organisation_id,
        profile=wish.profile,
        start_date=wish.start,
        internal=internal,
        created_at=clock.now(),
    )
    if not inserted:
        raise Refused(_("Sie haben inzwischen schon einen Lernweg angelegt."))
    return roadmap_of(learner.person_id, uid)


def _wished_profile(learner: Learner, wish: Wish) -> Profile:
    """The profile; all that is wrong with the wish at once."""
    faults: dict[str, str] = {}
    offered = target_profiles(organisation_id=learner.organisation_id)
    profile = next((each for each in offered if each.slug == wish.profile), None)
    if profile is None:
        faults["profile"] = _("Dieses Ziel gibt es nicht. Wählen Sie eines aus der Liste.")
    faults |= weekly_faults(wish.weekly_minutes) | wishes_faults(wish.wishes)
    today = clock.today()
    if not today <= wish.start <= today + LATEST_START:
        faults["start"] = _("Wählen Sie einen Tag von heute bis in einem Jahr.")
    if faults or profile is None:
        raise Invalid(fields=faults)
    return profile


def weekly_faults(weekly_minutes: int) -> dict[str, str]:
    """What is wrong with the weekly minutes, by field; empty if nothing."""
    if FEWEST_WEEKLY_MINUTES <= weekly_minutes <= MOST_WEEKLY_MINUTES:
        return {}
    return {"weekly_minutes": _("Wählen Sie zwischen einer halben Stunde und acht Stunden pro Woche.")}


def wishes_faults(wishes: Wishes) -> dict[str, str]:
    """What is wrong with goals and limits, by field; empty if nothing."""
    faults: dict[str, str] = {}
    limits, today = wishes.limits, clock.today()
    if len(wishes.goals) > MOST_GOALS:
        faults["goals"] = _("Wählen Sie höchstens %(most)s Vorhaben; mehr auf einmal hilft keinem.", most=MOST_GOALS)
    if limits.deadline is not None and not today < limits.deadline <= today + LATEST_DEADLINE:
        faults["deadline"] = _("Wählen Sie einen Tag nach heute und innerhalb von zwei Jahren.")
    if limits.budget is not None and not 0 <= limits.budget <= HIGHEST_BUDGET:
        faults["budget"] = _("Geben Sie einen Betrag von 0 bis 100.000 Euro an.")
    if any(not today < day <= today + LATEST_DEADLINE for day in limits.release_days):
        faults["release_days"] = _("Nennen Sie Tage nach heute und innerhalb von zwei Jahren.")
    return faults


def _measured(person_id: int, wish: Wish) -> Measured:
    if wish.area_levels is None:
        found = latest_levels(person_id)
        if found is None:
            raise Invalid(_("Es gibt noch kein Ergebnis eines Kompetenzchecks. Geben Sie an, wo Sie stehen."))
        return Measured.of_check(found)
    levels = {each.id: wish.area_levels.get(each.area, 0.0) for each in competences()}
    return Measured.by_hand(levels, clock.now())
