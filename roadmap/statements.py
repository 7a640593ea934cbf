"""How the roadmap's events are worded as xAPI statements: that somebody planned and went on, never their levels."""

from lms.kernel.plugin import Recipe
from lms.xapi.describing import describes
from lms.xapi.drafting import Draft, Json, activity, context, draft, result
from lms.xapi.vocabulary import adl, cmi5, tla
from lms.xapi.vocabulary.terms import named
from roadmap.events import (
    RoadmapCompleted,
    RoadmapCreated,
    RoadmapEvent,
    RoadmapRedrawn,
    RoadmapStepCompleted,
)

KIND = named("Lernweg", "Learning path")


def roadmap_activity(event: RoadmapEvent) -> Json:
    """The roadmap as an activity, named after its target."""
    names = {language: f"{KIND[language]}: {name}" for language, name in event.title.items() if language in KIND}
    return activity(f"/roadmap/{event.roadmap}", tla.CONTENT_SET, names or KIND)


@describes(
    named("Jemand hat einen Lernweg geplant.", "Somebody planned a learning path."),
    verb=tla.PLANNED,
    about=tla.CONTENT_SET,
    never=("result",),
)
def roadmap_created(event: RoadmapCreated) -> Draft:
    """Somebody planned what to learn."""
    return draft(verb=tla.PLANNED, object=roadmap_activity(event))


@describes(
    named(
        "Der Lernweg ist neu gezeichnet; der Anlass steht dabei.", "The learning path is drawn anew, with the cause."
    ),
    verb=tla.ORGANIZED,
    about=tla.CONTENT_SET,
    always=("context.extensions",),
    never=("result",),
)
def roadmap_redrawn(event: RoadmapRedrawn) -> Draft:
    """Somebody planned it anew."""
    around = context(extensions={tla.REASON: event.cause})
    return draft(verb=tla.ORGANIZED, object=roadmap_activity(event), context=around)


@describes(
    named("Jemand ist auf dem Lernweg um einen Kurs vorangekommen.", "Somebody came one course further on the path."),
    verb=adl.PROGRESSED,
    about=tla.CONTENT_SET,
    other=(cmi5.COURSE,),
    never=("result.score",),
)
def roadmap_step_completed(event: RoadmapStepCompleted) -> Draft:
    """Somebody came forward on the roadmap by finishing a course."""
    course = activity(event.address, cmi5.COURSE, event.course_title)
    return draft(verb=adl.PROGRESSED, object=roadmap_activity(event), context=context(other=[course]))


@describes(
    named("Jemand hat das Ende des Lernwegs erreicht.", "Somebody reached the end of the learning path."),
    verb=adl.COMPLETED,
    about=tla.CONTENT_SET,
    never=("result.score",),
    values={"result.completion": (True,)},
)
def roadmap_completed(event: RoadmapCompleted) -> Draft:
    """Somebody reached the end of the roadmap."""
    return draft(verb=adl.COMPLETED, object=roadmap_activity(event), result=result(completion=True))


RECIPES: dict[type, Recipe] = {
    RoadmapCreated: roadmap_created,
    RoadmapRedrawn: roadmap_redrawn,
    RoadmapStepCompleted: roadmap_step_completed,
    RoadmapCompleted: roadmap_completed,
}
