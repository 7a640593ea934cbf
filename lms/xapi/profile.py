"""Our xAPI profile: which statements this platform makes, for machines as JSON-LD.

https://github.com/adlnet/xapi-profiles/blob/master/xapi-profiles-structure.md
"""

from collections.abc import Iterable, Mapping
from typing import Any

from lms.kernel.plugin import Recipe
from lms.xapi.describing import DescribedRecipe, StatementTemplate
from lms.xapi.vocabulary import adl
from lms.xapi.vocabulary.terms import ActivityType, Texts, named

Json = dict[str, Any]

PATH = "/xapi/profile"
# A released version never changes: who changes what a template says gives the profile a new version here.
VERSION = "1.0"
GENERATED_AT = "2026-11-21T00:00:00Z"

CONTEXT = "https://w3id.org/xapi/profiles/context"
CONFORMS_TO = "https://w3id.org/xapi/profiles#1.0"

NAME = named("Lernlotse: lernen, einschätzen, planen", "Lernlotse: learning, checking, planning")
MEANING = named(
    "Was auf dieser Plattform beim Lernen geschieht: Schritte und Kurse, der digitale Kompetenzcheck, der Lernweg. "
    "Die Verben und Arten von Aktivitäten stammen aus veröffentlichten Profilen; Antworten und Niveaus stehen in "
    "keinem Lernnachweis.",
    "What happens on this platform when people learn: steps and courses, the digital skills check, the learning "
    "path. Verbs and activity types come from published profiles; answers and levels are in no statement.",
)


def profile_id(home: str) -> str:
    """The identifier of the profile; home: how the platform is reached."""
    return f"{home}{PATH}"


def version_id(home: str) -> str:
    """The identifier of this version of the profile: the category of every statement that follows it."""
    return f"{home}{PATH}/v{VERSION}"


def templates_of(recipes: Iterable[Recipe]) -> list[StatementTemplate]:
    """The templates that recipes are described by, by name."""
    found = {id(each.template): each.template for each in recipes if isinstance(each, DescribedRecipe)}
    return sorted(found.values(), key=lambda template: template.name)


def as_json_ld(templates: Iterable[StatementTemplate], home: str) -> Json:
    """The whole profile."""
    return {
        "@context": CONTEXT,
        "id": profile_id(home),
        "type": "Profile",
        "conformsTo": CONFORMS_TO,
        "prefLabel": dict(NAME),
        "definition": dict(MEANING),
        "versions": [{"id": version_id(home), "generatedAtTime": GENERATED_AT}],
        "author": {"type": "Organization", "name": "Lernlotse", "url": home},
        "templates": [_template(each, home) for each in templates],
    }


def _template(template: StatementTemplate, home: str) -> Json:
    found: Json = {
        "id": f"{profile_id(home)}#{template.name}",
        "type": "StatementTemplate",
        "inScheme": version_id(home),
        "prefLabel": dict(label(template)),
        "definition": dict(template.meaning),
        "verb": template.verb.id,
        "objectActivityType": template.about.id,
        "contextCategoryActivityType": [adl.PROFILE.id],
    }
    around = {"Parent": template.parent, "Grouping": template.grouping, "Other": template.other}
    for kind, types in around.items():
        if types:
            found[f"context{kind}ActivityType"] = [each.id for each in types]
    found["rules"] = [_category(home), *rules_of(template)]
    return found


def _category(home: str) -> Json:
    return {
        "location": "$.context.contextActivities.category[*].id",
        "presence": "included",
        "any": [version_id(home)],
        "scopeNote": dict(named("Nennt diese Fassung des Profils.", "Names this version of the profile.")),
    }


def rules_of(template: StatementTemplate) -> list[Json]:
    """What is always, and what is never, in statements that follow the template."""
    always = [{"location": f"$.{path}", "presence": "included"} for path in template.always]
    never = [{"location": f"$.{path}", "presence": "excluded"} for path in template.never]
    values = [
        {"location": f"$.{path}", "presence": "included", "any": list(allowed)}
        for path, allowed in template.values.items()
    ]
    return [*always, *values, *never]


def label(template: StatementTemplate) -> Texts:
    """The template's short name by language: verb and type, such as "abgeschlossen: Kurs"."""
    return {tag: f"{text}: {_named(template.about, tag)}" for tag, text in template.verb.display.items()}


def _named(type: ActivityType, tag: str) -> str:
    return type.name.get(tag) or next(iter(type.name.values()))


def in_profile(draft: Mapping[str, Any], home: str) -> Json:
    """`draft` with the activity among its categories that says which version of the profile it follows."""
    around = draft.get("context", {})
    activities = around.get("contextActivities", {})
    category = {"objectType": "Activity", "id": version_id(home), "definition": {"type": adl.PROFILE.id}}
    full = {**activities, "category": [*activities.get("category", ()), category]}
    return {**draft, "context": {**around, "contextActivities": full}}
