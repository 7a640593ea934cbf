"""The same task gives the same plan: again, with other threads, and in a process that orders its sets differently."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from bench.planning_people import catalogue, group, person
from roadmap.planning.exact import ExactPlanner
from roadmap.planning.groups.plan import GroupPlan
from roadmap.planning.groups.planner import GroupPlanner
from roadmap.planning.instance import Instance

COURSES = catalogue(1, 60)


def _task() -> Instance:
    plan = ExactPlanner(time_limit=60).plan(person(3, COURSES))
    return replace(person(3, COURSES), promised=tuple(step.course for step in plan.steps[:4]), budget=200)


def _planned_elsewhere(file: Path, seed: str) -> object:
    """By `flask roadmap plan` in a process of its own, whose texts hash by `seed`."""
    command = [
        sys.executable,
        "-c",
        "from roadmap.cli import roadmap; roadmap()",
        "plan",
        str(file),
        "--time-limit",
        "60",
    ]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    answer = subprocess.run(command, check=True, capture_output=True, env=environment, text=True, encoding="utf-8")
    return json.loads(answer.stdout)


def test_one_person_gets_the_same_plan_in_every_process(tmp_path: Path) -> None:
    file, task = tmp_path / "instance.json", _task()
    file.write_text(json.dumps(task.to_json()), encoding="utf-8")
    here = json.loads(json.dumps(ExactPlanner(time_limit=60).plan(task).to_json()))
    assert _planned_elsewhere(file, "1") == _planned_elsewhere(file, "2") == here


def _planned(workers: int) -> GroupPlan:
    return GroupPlanner(time_limit=600, relative_gap=1e-3, workers=workers).plan(group(6, COURSES))


def test_a_group_gets_the_same_plans_with_any_number_of_threads() -> None:
    assert _planned(1).to_json() == _planned(2).to_json()
