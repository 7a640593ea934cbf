"""Hypothesis makes up a valid statement and breaks one rule in it, anywhere: the fault is reported where it is."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lms.xapi.rules.actor import IDENTIFIERS
from lms.xapi.rules.statement import faults
from lms.xapi.rules.versions import Version
from tests.xapi.strategies import STATEMENT

Json = dict[str, Any]
Steps = tuple[str | int, ...]
# Where, the new value, and where the fault is to be reported: there or within.
Mutation = tuple[Steps, Any, Steps]

GONE = object()

# What the properties of these names must not be, wherever the specification has them.
WRONG: dict[str, list[Any]] = {
    "id": [7, None],
    "mbox": ["ada@example.org", "mailto:ada", "mailto:a\x00@b.example", 1],
    "mbox_sha1sum": ["f" * 39, "g" * 40, 1],
    "openid": ["example.org", True],
    "account": [{}, "ada", {"homePage": "https://example.org"}],
    "homePage": ["example.org", {}],
    "objectType": ["activity", "Thing", 1],
    "name": [5],
    "member": [{}, "ada", [{"name": "nobody"}]],
    "actor": ["ada", [], {}, GONE],
    "verb": ["done", [], {}, GONE],
    "object": ["step", [], {}, GONE],
    "display": [{"not a tag": "x"}, {"de": 1}, "text"],
    "description": [{"not a tag": "x"}, {"de": None}, []],
    "definition": [1, {"name": "x"}],
    "type": ["course", 1],
    "moreInfo": ["page", 1],
    "interactionType": ["Choice", "quiz"],
    "correctResponsesPattern": ["a", [1]],
    "choices": [{}, [{}], [{"id": "a"}, {"id": "a"}]],
    "result": ["good", []],
    "score": [1, []],
    "scaled": [1.5, -1.01, "0.5"],
    "raw": ["5", True],
    "min": ["0"],
    "success": ["true", 0],
    "completion": ["false", 1],
    "response": [5, {}],
    "duration": ["4 min", "P1W2D", "PT"],
    "context": ["there", []],
    "registration": ["7", {}],
    "instructor": [{}, 1],
    "team": [{}, {"mbox": "mailto:a@b.example"}],
    "contextActivities": [[], {"Parent": []}, {"parent": [{}]}],
    "language": ["deutsch, bitte", 1],
    "statement": [{}, {"objectType": "StatementRef", "id": "7"}],
    "extensions": [{"no-iri": 1}, []],
    "timestamp": ["yesterday", "2026-13-01T00:00:00Z", 0],
    "version": ["3.0.0", "1.1.0", 1],
}
# Maps whose keys are no properties: languages, and what is nobody's business.
MAPS = ("name", "display", "description", "extensions")


def objects(value: Any, steps: Steps = ()) -> Iterator[tuple[Steps, Json]]:
    """All objects of the specification within a statement, with the way to them."""
    if isinstance(value, list):
        for index, inner in enumerate(value):
            yield from objects(inner, (*steps, index))
    elif isinstance(value, dict) and not (steps and steps[-1] in MAPS):
        yield steps, value
        for key, inner in value.items():
            yield from objects(inner, (*steps, key))


def mutations(statement: Json) -> list[Mutation]:
    """Every way in which one property of this statement can break a rule."""
    return [each for steps, value in objects(statement) for each in _mutations(steps, value)]


def _mutations(steps: Steps, value: Json) -> Iterator[Mutation]:
    for key in value:
        here = (*steps, key)
        yield from ((here, wrong, here) for wrong in (*WRONG.get(key, []), None))
        yield (*steps, key.swapcase()), value[key], (*steps, key.swapcase())
    yield (*steps, "unbekannt"), 1, (*steps, "unbekannt")
    for name in IDENTIFIERS:
        if name in value and "member" not in value:
            # Nobody is meant any more, or two are.
            yield (*steps, name), GONE, steps
        if name in value and name != "openid":
            yield (*steps, "openid"), "https://example.org/two", steps


def path_of(steps: Steps) -> str:
    """The way as faults name it."""
    return "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in steps).removeprefix(".")


def changed(statement: Json, steps: Steps, value: Any) -> Json:
    """The statement with one property set, or taken away."""
    made = deepcopy(statement)
    place: Any = made
    for each in steps[:-1]:
        place = place[each]
    if value is GONE:
        del place[steps[-1]]
    else:
        place[steps[-1]] = value
    return made


@settings(max_examples=200, deadline=None)
@given(STATEMENT, st.sampled_from(Version), st.data())
def test_each_single_mutation_is_refused_with_the_path_of_the_property(
    statement: Json, version: Version, data: st.DataObject
) -> None:
    steps, value, reported = data.draw(st.sampled_from(mutations(statement)))
    found = [fault.path for fault in faults(changed(statement, steps, value), version)]
    wanted = path_of(reported)
    assert any(path == wanted or path.startswith((f"{wanted}.", f"{wanted}[")) or not wanted for path in found), found


@settings(max_examples=25, deadline=None)
@given(STATEMENT, st.sampled_from(Version))
def test_all_mutations_of_a_statement_are_refused(statement: Json, version: Version) -> None:
    taken = [
        (path_of(steps), value)
        for steps, value, _reported in mutations(statement)
        if not faults(changed(statement, steps, value), version)
    ]
    assert taken == []
