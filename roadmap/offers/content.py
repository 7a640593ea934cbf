"""Offers as content files: content/offers/<name>.toml, each with many of them."""

from typing import Any

from lms.kernel.content import Changes, ContentKind, ContentSource
from lms.kernel.tenancy import SLUG
from lms.kernel.toml import TomlTable
from roadmap.documents import known_competences
from roadmap.offers.facts import FORMATS, LANGUAGE_LEVELS, Known, OfferFacts, faults, missing_requirements
from roadmap.offers.storing import CONTENT, store_offers

_FIELDS = (
    *("key", "title", "summary", "provider", "azav_provider", "azav_measure", "hours", "unit_minutes", "cost"),
    *("format", "place", "language_level", "part_time", "barrier_free", "targets", "competences", "requires", "dates"),
)


def read(source: ContentSource) -> dict[str, OfferFacts]:
    """The offers by slug."""
    plans = source.parsed.get("demand", {}).values()
    courses = {course.slug for course in source.parsed.get("courses", ())}
    targets = {target["key"] for plan in plans for target in plan["targets"]}
    known = Known(known_competences(source), targets, courses)
    found: dict[str, OfferFacts] = {}
    tables: dict[str, TomlTable] = {}
    for path in sorted((source.root / "offers").glob("*.toml")):
        table = source.toml(path)
        if table is None:
            continue
        table.only("sample", "offers")
        sample = table.flag("sample", default=False)
        for each in table.tables("offers", at_least=1):
            offer = _offer(each, sample=sample)
            if offer.slug in found:
                each.fault("key", f"{offer.slug!r} is used twice")
            for field, problem in faults(offer, known):
                each.fault("dates" if field in ("end", "seats") else field, problem)
            found[offer.slug], tables[offer.slug] = offer, each
    for slug, problem in missing_requirements(found.values(), courses):
        tables[slug].fault("requires", problem)
    return found


def _offer(table: TomlTable, *, sample: bool) -> OfferFacts:
    table.only(*_FIELDS)
    minutes = round(table.number("hours") * 60)
    return OfferFacts(
        slug=table.string("key", pattern=SLUG.pattern, longest=60),
        title=table.texts("title", longest=150),
        summary=table.texts("summary", longest=600),
        provider=table.string("provider", longest=200),
        azav_provider=table.flag("azav_provider"),
        azav_measure=table.flag("azav_measure"),
        minutes=minutes,
        unit_minutes=table.integer("unit_minutes", 5, 100_000, default=max(5, min(minutes, 240))),
        cost=table.number("cost"),
        format=table.choice("format", FORMATS),
        place=table.string("place", default="", longest=100),
        language_level=table.choice("language_level", ("", *LANGUAGE_LEVELS), default=""),
        part_time=table.flag("part_time", default=False),
        barrier_free=table.flag("barrier_free") if "barrier_free" in table.values else None,
        targets=table.strings("targets"),
        outcomes=[_outcome(each) for each in table.tables("competences")],
        requires=table.strings("requires"),
        dates=[_date(each, number) for number, each in enumerate(table.tables("dates"), start=1)],
        sample=sample,
    )


def _outcome(table: TomlTable) -> dict[str, Any]:
    table.only("id", "needs", "reaches", "gain")
    needs, reaches = table.integer("needs", 0, 7), table.integer("reaches", 1, 8)
    gain = table.number("gain", default=float(reaches - needs))
    return {"competence": table.string("id", longest=20), "needs": needs, "reaches": reaches, "gain": gain}


def _date(table: TomlTable, number: int) -> dict[str, Any]:
    table.only("start", "end", "seats")
    return {
        "id": str(number),
        "start": table.day("start").isoformat(),
        "end": table.day("end").isoformat(),
        "seats": table.integer("seats", 0, 10_000) if "seats" in table.values else None,
    }


def load(found: dict[str, OfferFacts]) -> Changes:
    """Bring the offers into the database; what was imported from a sheet stays."""
    return store_offers(found.values(), CONTENT)


offers = ContentKind("offers", read, load, order=130)
