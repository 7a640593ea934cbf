"""How learning is worded as xAPI statements."""

from lms.kernel.plugin import Recipe
from lms.learning.events import CourseCompleted, CourseEvent, StepCompleted, StepEvent, StepOpened
from lms.xapi.describing import describes
from lms.xapi.drafting import Draft, Json, activity, context, draft, result
from lms.xapi.vocabulary import adl, cmi5, tincan
from lms.xapi.vocabulary.terms import named


def course_activity(event: CourseEvent) -> Json:
    """The course as an activity; its address on the platform is its identifier."""
    return activity(f"/kurse/{event.course}", cmi5.COURSE, event.title)


def step_activity(event: StepEvent) -> Json:
    """The step as an activity."""
    return activity(f"/kurse/{event.course}/{event.step}", tincan.STEP, event.step_title)


@describes(
    named("Jemand hat einen Schritt eines Kurses angesehen.", "Somebody looked at a step of a course."),
    verb=adl.EXPERIENCED,
    about=tincan.STEP,
    parent=(cmi5.COURSE,),
    always=("context.registration",),
    never=("result",),
)
def step_opened(event: StepOpened) -> Draft:
    """Somebody looked at a step of a course."""
    around = context(parent=[course_activity(event)], registration=event.registration)
    return draft(verb=adl.EXPERIENCED, object=step_activity(event), context=around)


@describes(
    named("Jemand hat einen Schritt eines Kurses abgeschlossen.", "Somebody finished a step of a course."),
    verb=adl.COMPLETED,
    about=tincan.STEP,
    parent=(cmi5.COURSE,),
    always=("context.registration",),
    never=("result.score",),
    values={"result.completion": (True,)},
)
def step_completed(event: StepCompleted) -> Draft:
    """Somebody finished a step of a course."""
    around = context(parent=[course_activity(event)], registration=event.registration)
    return draft(verb=adl.COMPLETED, object=step_activity(event), result=result(completion=True), context=around)


@describes(
    named("Jemand hat einen Kurs abgeschlossen.", "Somebody finished a course."),
    verb=adl.COMPLETED,
    about=cmi5.COURSE,
    always=("context.registration",),
    never=("result.score",),
    values={"result.completion": (True,)},
)
def course_completed(event: CourseCompleted) -> Draft:
    """Somebody finished a course."""
    around = context(registration=event.registration)
    return draft(verb=adl.COMPLETED, object=course_activity(event), result=result(completion=True), context=around)


RECIPES: dict[type, Recipe] = {
    StepOpened: step_opened,
    StepCompleted: step_completed,
    CourseCompleted: course_completed,
}
