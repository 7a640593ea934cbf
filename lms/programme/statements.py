"""How taking part is worded as xAPI statements. That somebody missed a date is no learning and becomes none."""

from lms.kernel.plugin import Recipe
from lms.programme.events import PutOnWaitingList, SeatTaken, SessionAttended, SessionEvent, Withdrawn
from lms.xapi.describing import describes
from lms.xapi.drafting import Draft, Json, activity, context, draft
from lms.xapi.vocabulary import adl, cmi5, tla
from lms.xapi.vocabulary.terms import Verb, named


def _about(verb: Verb, event: SessionEvent) -> Draft:
    course: Json = activity(f"/kurse/{event.course}", cmi5.COURSE, event.title)
    session = activity(f"/programm/{event.session}", adl.MEETING, event.title)
    return draft(verb=verb, object=session, context=context(parent=[course]))


@describes(
    named("Jemand hat einen Platz in einem Seminartermin.", "Somebody has a seat in a date of a seminar."),
    verb=adl.REGISTERED,
    about=adl.MEETING,
    parent=(cmi5.COURSE,),
    never=("result",),
)
def seat_taken(event: SeatTaken) -> Draft:
    """Somebody has a seat."""
    return _about(adl.REGISTERED, event)


@describes(
    named("Jemand wartet auf einen Platz in einem Seminartermin.", "Somebody waits for a seat in a date of a seminar."),
    verb=tla.SELECTED,
    about=adl.MEETING,
    parent=(cmi5.COURSE,),
    never=("result",),
)
def put_on_waiting_list(event: PutOnWaitingList) -> Draft:
    """Somebody waits for a seat."""
    return _about(tla.SELECTED, event)


@describes(
    named("Jemand hat sich von einem Seminartermin abgemeldet.", "Somebody withdrew from a date of a seminar."),
    verb=tla.DESELECTED,
    about=adl.MEETING,
    parent=(cmi5.COURSE,),
    never=("result",),
)
def withdrawn(event: Withdrawn) -> Draft:
    """Somebody gave up the seat."""
    return _about(tla.DESELECTED, event)


@describes(
    named("Jemand hat an einem Seminartermin teilgenommen.", "Somebody attended a date of a seminar."),
    verb=adl.ATTENDED,
    about=adl.MEETING,
    parent=(cmi5.COURSE,),
    never=("result.score",),
)
def session_attended(event: SessionAttended) -> Draft:
    """Somebody was there."""
    return _about(adl.ATTENDED, event)


RECIPES: dict[type, Recipe] = {
    SeatTaken: seat_taken,
    PutOnWaitingList: put_on_waiting_list,
    Withdrawn: withdrawn,
    SessionAttended: session_attended,
}
