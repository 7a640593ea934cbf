"""How the check's events are worded as xAPI statements: that somebody took it, never how it went."""

from competence_check.events import (
    CheckClarified,
    CheckEvent,
    CheckFinished,
    CheckStarted,
    ResultEntrusted,
    ResultShared,
    ResultWithdrawn,
    TrustEnded,
)
from lms.kernel.plugin import Recipe
from lms.xapi.describing import describes
from lms.xapi.drafting import Draft, Json, activity, context, draft, result
from lms.xapi.vocabulary import adl, tincan
from lms.xapi.vocabulary.terms import named

# How a check went stays with the person.
_PRIVATE = ("result.score", "result.success", "result.response")

_CHECK = named("Digitaler Kompetenzcheck", "Digital skills check")
_TRUST = named("Ergebnis für eine Beratung freigegeben", "Result opened to an adviser")
_SHARING = named("Ergebnis zählt anonym im Team", "Result counts anonymously in the team")


def check_activity(event: CheckEvent) -> Json:
    """The check by a framework as an activity."""
    titles = {language: f"{_CHECK[language]}: {name}" for language, name in event.title.items()}
    return activity(f"/kompetenzcheck/{event.framework}", adl.ASSESSMENT, titles)


def _sharing(event: CheckEvent) -> Json:
    return activity(f"/kompetenzcheck/{event.framework}/teilen", tincan.RESOURCE, _SHARING)


@describes(
    named("Jemand hat den Kompetenzcheck begonnen.", "Somebody began the skills check."),
    verb=adl.INITIALIZED,
    about=adl.ASSESSMENT,
    always=("context.registration",),
    never=("result",),
)
def check_started(event: CheckStarted) -> Draft:
    """Somebody began the check."""
    return draft(verb=adl.INITIALIZED, object=check_activity(event), context=context(registration=event.run))


@describes(
    named(
        "Jemand hat den Kompetenzcheck abgeschlossen; wie, das steht nicht darin.",
        "Somebody finished the skills check; how it went is not in it.",
    ),
    verb=adl.COMPLETED,
    about=adl.ASSESSMENT,
    always=("context.registration", "result.duration"),
    never=_PRIVATE,
    values={"result.completion": (True,)},
)
def check_finished(event: CheckFinished) -> Draft:
    """Somebody finished the check; how long it took, but no score and no level."""
    done = result(completion=True, duration=event.seconds)
    around = context(registration=event.run)
    return draft(verb=adl.COMPLETED, object=check_activity(event), result=done, context=around)


@describes(
    named(
        "Jemand lässt das Ergebnis anonym im Team zählen.", "Somebody lets the result count anonymously in the team."
    ),
    verb=adl.SHARED,
    about=tincan.RESOURCE,
    parent=(adl.ASSESSMENT,),
    always=("context.registration",),
    never=("result",),
)
def result_shared(event: ResultShared) -> Draft:
    """Somebody lets the result count in the figures of their unit."""
    around = context(parent=[check_activity(event)], registration=event.run)
    return draft(verb=adl.SHARED, object=_sharing(event), context=around)


@describes(
    named(
        "Jemand lässt das Ergebnis nicht mehr im Team zählen.", "Somebody no longer lets the result count in the team."
    ),
    verb=adl.TERMINATED,
    about=tincan.RESOURCE,
    parent=(adl.ASSESSMENT,),
    always=("context.registration",),
    never=("result",),
)
def result_withdrawn(event: ResultWithdrawn) -> Draft:
    """Somebody no longer lets the result count."""
    around = context(parent=[check_activity(event)], registration=event.run)
    return draft(verb=adl.TERMINATED, object=_sharing(event), context=around)


@describes(
    named("Jemand hat nach dem Ende weitere Aufgaben gelöst.", "Somebody did more tasks after the end."),
    verb=adl.PROGRESSED,
    about=adl.ASSESSMENT,
    always=("context.registration",),
    never=("result",),
)
def check_clarified(event: CheckClarified) -> Draft:
    """Somebody answered more tasks after the end; no score and no level."""
    return draft(verb=adl.PROGRESSED, object=check_activity(event), context=context(registration=event.run))


def _trust(event: CheckEvent) -> Json:
    return activity(f"/kompetenzcheck/{event.framework}/freigabe", tincan.DOCUMENT, _TRUST)


@describes(
    named("Jemand hat das Ergebnis für eine Beratung freigegeben.", "Somebody opened the result to an adviser."),
    verb=adl.SHARED,
    about=tincan.DOCUMENT,
    parent=(adl.ASSESSMENT,),
    always=("context.registration",),
    never=("result",),
)
def result_entrusted(event: ResultEntrusted) -> Draft:
    """Somebody lets an adviser see the result."""
    around = context(parent=[check_activity(event)], registration=event.run)
    return draft(verb=adl.SHARED, object=_trust(event), context=around)


@describes(
    named("Jemand hat die Freigabe für eine Beratung beendet.", "Somebody closed the result to an adviser."),
    verb=adl.TERMINATED,
    about=tincan.DOCUMENT,
    parent=(adl.ASSESSMENT,),
    always=("context.registration",),
    never=("result",),
)
def trust_ended(event: TrustEnded) -> Draft:
    """Somebody no longer lets an adviser see the result."""
    around = context(parent=[check_activity(event)], registration=event.run)
    return draft(verb=adl.TERMINATED, object=_trust(event), context=around)


RECIPES: dict[type, Recipe] = {
    CheckStarted: check_started,
    CheckFinished: check_finished,
    CheckClarified: check_clarified,
    ResultShared: result_shared,
    ResultWithdrawn: result_withdrawn,
    ResultEntrusted: result_entrusted,
    TrustEnded: trust_ended,
}
