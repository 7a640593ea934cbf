"""Enrolling in all dated steps of a roadmap in one go: all in one transaction, each with an outcome."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from lms.learning.services import Learner
from lms.programme import enrolling, wording
from lms.programme.enrolling import Outcome
from lms.programme.queries import Listed, named
from lms.programme.rules import Result
from roadmap.models import Roadmap, RoadmapStep, StepState
from roadmap.queries import roadmap_of, steps_of, version_of


@dataclass(frozen=True)
class DatedStep:
    """A step that is not done, and its date as it is today; None where there is no such date any more."""

    step: RoadmapStep
    date: Listed | None


def dated_steps(roadmap: Roadmap) -> list[DatedStep]:
    """The steps on dates of the programme that are not done, in order."""
    steps = [each for each in steps_of(version_of(roadmap)) if each.session and each.state == StepState.PLANNED]
    dates = named(roadmap.organisation_id, roadmap.person_id, [each.session for each in steps if each.session])
    return [DatedStep(step, dates.get(step.session or "")) for step in steps]


def enrol_in_all(learner: Learner, uid: str) -> list[Outcome]:
    """Enrol in the dates of all steps that are not done; what came of each. Raises NotFound."""
    roadmap = roadmap_of(learner.person_id, uid, lock=True)
    wanted = [each.step.session for each in dated_steps(roadmap) if each.date is not None and each.step.session]
    return enrolling.enrol(learner, wanted)


def summary(outcomes: list[Outcome]) -> str:
    """How many seats, how many places in line, how many that did not work."""
    seats = sum(each.result in (Result.SEAT, Result.ALREADY) for each in outcomes)
    waits = [each for each in outcomes if each.result is Result.WAITING]
    lost = len(outcomes) - seats - len(waits)
    parts = [
        ngettext("%(num)s Termin: Sie sind angemeldet", "%(num)s Termine: Sie sind angemeldet", seats) if seats else "",
        ngettext("%(num)s Termin: Warteliste", "%(num)s Termine: Warteliste", len(waits)) if waits else "",
        ngettext("%(num)s Termin: nicht möglich", "%(num)s Termine: nicht möglich", lost) if lost else "",
    ]
    said = ", ".join(part for part in parts if part)
    return f"{said}." if said else str(_("In Ihrem Lernweg steht kein Termin, für den man sich anmelden kann."))


def told(outcomes: list[Outcome]) -> list[str]:
    """A sentence for each date where more is to be said than that there is a seat."""
    return [wording.outcome(each) for each in outcomes if each.result not in (Result.SEAT, Result.ALREADY)]
