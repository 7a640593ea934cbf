"""How a tip is worded as an xAPI statement."""

from lms.kernel.plugin import Recipe
from lms.xapi.drafting import Draft, activity, draft
from lms.xapi.vocabulary import adl, tincan

from .events import TipShared


def tip_shared(event: TipShared) -> Draft:
    """Somebody left a tip."""
    return draft(verb=adl.SHARED, object=activity(f"/lerntipps/{event.number}", tincan.RESOURCE, {"de": event.words}))


RECIPES: dict[type, Recipe] = {TipShared: tip_shared}
