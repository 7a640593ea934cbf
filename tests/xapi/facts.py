"""Events and a recipe for tests of recording."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from flask import Flask

from lms.kernel.events import Event
from lms.kernel.plugin import Platform
from lms.kernel.tenancy import Organisation
from lms.xapi.drafting import Draft, activity, context, draft, result, score
from lms.xapi.vocabulary import adl, cmi5
from lms.xapi.vocabulary.terms import named


@dataclass(frozen=True, kw_only=True)
class LampLit(Event):
    """Something that happens in tests only."""

    lamp: str = "kueche"
    seconds: float = 90


def lamp_lit(event: LampLit) -> Draft:
    """How it is worded."""
    return draft(
        verb=adl.COMPLETED,
        object=activity(f"/lampen/{event.lamp}", adl.MODULE, named("Lampe", "Lamp")),
        result=result(completion=True, score=score(scaled=0.5), duration=event.seconds, extensions={cmi5.PROGRESS: 50}),
        context=context(parent=[activity("/lampen", adl.COURSE, named("Lampen", "Lamps"))], language="de"),
    )


def learn_lamps(app: Flask) -> None:
    """Give the application the recipe."""
    platform: Platform = app.extensions["lernlotse"]
    app.extensions["lernlotse"] = replace(platform, recipes={**platform.recipes, LampLit: lamp_lit})


def lit(organisation: Organisation, **values: object) -> LampLit:
    """One such event."""
    facts: dict[str, object] = {"actor": "5f0c", "at": datetime(2026, 4, 1, 8, tzinfo=UTC), **values}
    return LampLit(organisation_id=organisation.id, **facts)  # type: ignore[arg-type]
