"""The xAPI profile: what it says is what the recipes do, both ways."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from lms.kernel.db import transaction
from lms.kernel.plugin import Recipe, discover, publish
from lms.kernel.tenancy import Organisation
from lms.learning.events import CourseCompleted
from lms.xapi.addresses import absolute
from lms.xapi.describing import DescribedRecipe
from lms.xapi.profile import as_json_ld, in_profile, templates_of
from lms.xapi.vocabulary.known import ACTIVITY_TYPES, VERBS
from tests.xapi.lrs import Lrs
from tests.xapi.specimens import specimen

HOME = "https://lernen.example"
HOW = "put @describes(…) above it, as lms/xapi/describing.py shows"
RECIPES: dict[type[Any], Recipe] = {kind: recipe for each in discover() for kind, recipe in each.recipes.items()}
DOCUMENT = as_json_ld(templates_of(RECIPES.values()), HOME)
TEMPLATES = {each["id"].rpartition("#")[2]: each for each in DOCUMENT["templates"]}


def values_at(statement: Any, location: str) -> list[Any]:
    """What stands at a JSONPath made of names and `[*]`."""
    found = [statement]
    for name in re.findall(r"\.(\w+|\[\*\])|(\[\*\])", location):
        step = name[0] or name[1]
        if step == "[*]":
            found = [item for each in found for item in each]
        else:
            found = [each[step] for each in found if isinstance(each, dict) and step in each]
    return found


def departures(statement: dict[str, Any], template: dict[str, Any]) -> Iterator[str]:
    """Where a statement is not as its template says.

    https://github.com/adlnet/xapi-profiles/blob/master/xapi-profiles-communication.md#11-statement-template-validation
    """
    if statement["verb"]["id"] != template["verb"]:
        yield f"the verb is {statement['verb']['id']}"
    if statement["object"]["definition"]["type"] != template["objectActivityType"]:
        yield f"the object is a {statement['object']['definition']['type']}"
    for kind in ("Parent", "Grouping", "Other", "Category"):
        there = set(values_at(statement, f"$.context.contextActivities.{kind.lower()}[*].definition.type"))
        said = set(template.get(f"context{kind}ActivityType", ()))
        if there != said:
            yield f"{kind.lower()} is {sorted(there)}, not {sorted(said)}"
    for rule in template["rules"]:
        found = values_at(statement, rule["location"])
        if rule["presence"] == "included" and not found:
            yield f"{rule['location']} is missing"
        if rule["presence"] == "excluded" and found:
            yield f"{rule['location']} is there"
        if "any" in rule and not any(value in rule["any"] for value in found):
            yield f"{rule['location']} is {found}"


@pytest.mark.parametrize("kind", RECIPES, ids=lambda kind: kind.__name__)
def test_every_recipe_has_a_template_and_words_what_it_says(kind: type[Any]) -> None:
    recipe = RECIPES[kind]
    assert isinstance(recipe, DescribedRecipe), f"the recipe for {kind.__name__} is in no template: {HOW}"
    statement = in_profile(absolute(recipe(specimen(kind)), HOME), HOME)
    template = TEMPLATES[recipe.template.name]
    assert list(departures(statement, template)) == [], f"change @describes above {recipe.template.name}"


def test_every_template_belongs_to_exactly_one_recipe() -> None:
    used = [recipe.template.name for recipe in RECIPES.values() if isinstance(recipe, DescribedRecipe)]
    assert sorted(used) == sorted(TEMPLATES)
    assert len({each["id"] for each in DOCUMENT["templates"]}) == len(DOCUMENT["templates"])


def test_a_statement_that_departs_from_its_template_is_noticed() -> None:
    recipe = RECIPES[CourseCompleted]
    statement = in_profile(absolute(recipe(specimen(CourseCompleted)), HOME), HOME)
    template = TEMPLATES["course-completed"]
    statement["result"] = {"score": {"scaled": 1}, "completion": False}
    statement["verb"] = {"id": "urn:other"}
    del statement["context"]
    assert len(list(departures(statement, template))) == 7


def test_terms_come_from_published_profiles_and_are_known_here() -> None:
    for template in DOCUMENT["templates"]:
        assert template["verb"] in VERBS
        types = [
            template["objectActivityType"],
            *(each for name in template if name.startswith("context") for each in template[name]),
        ]
        assert set(types) <= set(ACTIVITY_TYPES)


def test_no_two_templates_fit_the_same_statement() -> None:
    # https://github.com/adlnet/xapi-profiles: what determines a template tells it from all others.
    marks = [
        (
            each["verb"],
            each["objectActivityType"],
            *map(str, (each.get(f"context{k}ActivityType") for k in ("Parent", "Other"))),
        )
        for each in DOCUMENT["templates"]
    ]
    assert len(set(marks)) == len(marks)


def test_the_document_has_what_the_specification_asks_for() -> None:
    assert DOCUMENT["@context"] == "https://w3id.org/xapi/profiles/context"
    assert (DOCUMENT["type"], DOCUMENT["conformsTo"]) == ("Profile", "https://w3id.org/xapi/profiles#1.0")
    (version,) = DOCUMENT["versions"]
    for each in (DOCUMENT, *DOCUMENT["templates"]):
        assert set(each["prefLabel"]) == set(each["definition"]) == {"de", "en"}
    for template in DOCUMENT["templates"]:
        assert template["inScheme"] == version["id"]
        assert all(rule["location"].startswith("$.") and rule["presence"] for rule in template["rules"])


@pytest.mark.db
def test_machines_get_json_ld_and_people_a_page(client: FlaskClient) -> None:
    machine = client.get("/xapi/profile", headers={"Accept": "application/ld+json"})
    assert machine.mimetype == "application/ld+json"
    assert machine.get_json(force=True)["id"] == "http://localhost/xapi/profile"
    assert client.get("/xapi/profile").mimetype == "application/ld+json"
    page = client.get("/xapi/profile", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert page.mimetype == "text/html"
    assert "Jemand hat einen Kurs abgeschlossen." in page.text
    assert "Accept" in page.headers["Vary"]


@pytest.mark.db
def test_a_recorded_statement_names_the_version_that_answers(app: Flask, lrs: Lrs, organisation: Organisation) -> None:
    with transaction():
        publish(replace(specimen(CourseCompleted), organisation_id=organisation.id))
    (found,) = lrs.get().get_json()["statements"]
    (category,) = found["context"]["contextActivities"]["category"]
    assert app.test_client().get(category["id"]).status_code == 200
    assert app.test_client().get("/xapi/profile/v0.1").status_code == 404
    assert lrs.ids(activity=category["id"], related_activities="true") == [found["id"]]
