"""Planning tasks from JSON: round trips, and faults that name their place."""

import json
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given

from roadmap.planning.greedy import GreedyPlanner
from roadmap.planning.instance import Instance
from roadmap.planning.plan import Plan
from roadmap.planning.reading import InstanceError
from tests.roadmap.planning_strategies import instances

SOUND: dict[str, Any] = {
    "start": "2026-11-16",
    "weekly_minutes": 60,
    "levels": [{"competence": "2.1", "value": 1.5, "se": 0.6}],
    "targets": [{"competence": "2.1", "level": 4, "weight": 3}],
    "courses": [
        {"slug": "a", "minutes": 60, "outcomes": [{"competence": "2.1", "needs": 0, "reaches": 2}]},
        {"slug": "b", "minutes": 60, "outcomes": [], "requires": ["a"]},
        {"slug": "c", "minutes": 60, "outcomes": [], "requires": ["b"]},
    ],
}


def with_value(path: list[str | int], value: object) -> dict[str, Any]:
    data = deepcopy(SOUND)
    place: Any = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return data


@given(instances())
def test_an_instance_and_its_plan_survive_json(instance: Instance) -> None:
    assert Instance.from_json(json.loads(json.dumps(instance.to_json()))) == instance
    plan = GreedyPlanner().plan(instance)
    assert Plan.from_json(json.loads(json.dumps(plan.to_json()))) == plan


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        (["weekly_minutes"], -60, "weekly_minutes"),
        (["weekly_minutes"], "60", "weekly_minutes"),
        (["weekly_minutes"], True, "weekly_minutes"),
        (["horizon_weeks"], 0, "horizon_weeks"),
        (["start"], "16.11.2026", "start"),
        (["start"], "9999-12-31", "start"),
        (["stars"], 1, "stars"),
        (["levels"], {}, "levels"),
        (["levels", 0, "value"], 9, "levels[0].value"),
        (["levels", 0, "value"], float("nan"), "levels[0].value"),
        (["levels", 0, "se"], -1, "levels[0].se"),
        (["targets", 0, "weight"], 0, "targets[0].weight"),
        (["targets", 0, "level"], None, "targets[0].level"),
        (["courses", 0, "minutes"], -5, "courses[0].minutes"),
        (["courses", 0, "minutes"], 1.5, "courses[0].minutes"),
        (["courses", 0, "outcomes", 0, "reaches"], 12, "courses[0].outcomes[0].reaches"),
        (["courses", 1, "requires"], ["weg"], "courses[1].requires[0]"),
        (["courses", 1, "slug"], "a", "courses[1].slug"),
        (["courses", 0, "available_from"], "morgen", "courses[0].available_from"),
        (["dropped"], ["a", "a"], "dropped[1]"),
    ],
)
def test_a_fault_names_its_place(path: list[str | int], value: object, place: str) -> None:
    with pytest.raises(InstanceError) as caught:
        Instance.from_json(with_value(path, value))
    assert caught.value.path == place


SEMINAR: dict[str, Any] = {"id": "1", "start": "2026-11-23", "end": "2026-11-24", "minutes": [60], "seats": 3}


@pytest.mark.parametrize(
    ("change", "place", "problem"),
    [
        ({"end": "2026-11-20"}, "courses[0].sessions[0].end", "2026-11-20 is before the start, 2026-11-23"),
        ({"minutes": [-60]}, "courses[0].sessions[0].minutes", "must not be negative"),
        ({"minutes": [30, 30]}, "courses[0].sessions[0].minutes", "needs 1 entries"),
        ({"minutes": [45]}, "courses[0].sessions[0].minutes", "add up to 45, the course takes 60"),
        ({"minutes": []}, "courses[0].sessions[0].minutes", "needs 1 entries"),
        ({"seats": -1}, "courses[0].sessions[0].seats", "must not be negative, is -1"),
        ({"start": "gestern"}, "courses[0].sessions[0].start", "must be a day"),
    ],
)
def test_a_fault_of_a_session_names_its_place(change: dict[str, Any], place: str, problem: str) -> None:
    with pytest.raises(InstanceError) as caught:
        Instance.from_json(with_value(["courses", 0, "sessions"], [{**SEMINAR, **change}]))
    assert caught.value.path == place
    assert problem in caught.value.problem


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"levels": [{"competence": "9.9", "value": 1}]}, "levels[0].competence"),
        ({"targets": [{"competence": "9.9", "level": 1}]}, "targets[0].competence"),
        (
            {"courses": [{"slug": "a", "minutes": 1, "outcomes": [{"competence": "9.9", "needs": 0, "reaches": 1}]}]},
            "courses[0].outcomes[0].competence",
        ),
    ],
)
def test_an_unknown_competence_names_its_place(change: dict[str, Any], place: str) -> None:
    with pytest.raises(InstanceError, match=r"there is no competence '9\.9'") as caught:
        Instance.from_json({**SOUND, **change, "competences": ["2.1"]})
    assert caught.value.path == place


def test_missing_fields_and_wrong_shapes_are_refused() -> None:
    wrong: list[object] = [[], "x", None, {}, {"start": "2026-11-16"}]
    for data in wrong:
        with pytest.raises(InstanceError):
            Instance.from_json(data)


def test_a_circle_of_requirements_is_refused_and_shown() -> None:
    with pytest.raises(InstanceError, match=r"courses\[0\]\.requires: goes in a circle: a → c → b → a"):
        Instance.from_json(with_value(["courses", 0, "requires"], ["c"]))
    with pytest.raises(InstanceError, match="a → a"):
        Instance.from_json(with_value(["courses", 0, "requires"], ["a"]))


def test_a_very_long_chain_of_requirements_is_no_circle() -> None:
    chain = [{"slug": "0", "minutes": 1, "outcomes": []}]
    chain += [{"slug": str(n), "minutes": 1, "outcomes": [], "requires": [str(n - 1)]} for n in range(1, 5000)]
    assert len(Instance.from_json(with_value(["courses"], chain[::-1])).courses) == 5000


def test_a_plan_may_be_as_far_away_as_dates_reach() -> None:
    instance = Instance.from_json(with_value(["start"], "2199-12-31") | {"horizon_weeks": 260})
    step = GreedyPlanner().plan(instance).steps[0]
    assert step.end - date(2199, 12, 31) < timedelta(days=7)
