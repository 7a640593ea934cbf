"""`flask roadmap plan` and `flask roadmap verify`."""

import json
from dataclasses import fields
from pathlib import Path

from click.testing import CliRunner, Result

from roadmap.cli import roadmap
from roadmap.planning.accepted import Accepted, Kind
from roadmap.planning.groups.instance import Group
from roadmap.planning.instance import Instance
from roadmap.planning.sessions import Session
from roadmap.planning.values import Course
from tests.roadmap.test_planning_input import SOUND


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(roadmap, [str(argument) for argument in arguments])


def test_a_plan_from_the_terminal_passes_the_check(tmp_path: Path) -> None:
    instance, plan = tmp_path / "instance.json", tmp_path / "plan.json"
    instance.write_text(json.dumps(SOUND))
    made = run("plan", instance)
    assert made.exit_code == 0
    plan.write_text(made.output)
    checked = run("verify", instance, plan)
    told = (
        "No plan closes more than 1.5: checked in fractions, with a program of the check's own.\n"
        "That confirms the bound of the plan, 1.5.\n"
        "It closes 1.5 of 7.5, proven within 0.00% of the best.\nThe plan keeps every constraint.\n"
    )
    assert (checked.exit_code, checked.output) == (0, told)


def test_a_wrong_plan_ends_with_exit_code_1_and_a_line_per_fault(tmp_path: Path) -> None:
    instance, plan = tmp_path / "instance.json", tmp_path / "plan.json"
    instance.write_text(json.dumps(SOUND))
    made = json.loads(run("plan", instance).output)
    made["steps"][0]["minutes"] = [61]
    plan.write_text(json.dumps(made))
    checked = run("verify", instance, plan)
    assert checked.exit_code == 1
    assert "week 0: 61 minutes, the limit is 60" in checked.output


def test_what_cannot_be_read_is_refused_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "instance.json"
    for content, sentence in (
        (b"{", "is not JSON in UTF-8"),
        (b"\xff", "is not JSON in UTF-8"),
        (b"[" * 100_000, "is not JSON in UTF-8"),
        (b'{"start": 1}', "weekly_minutes: is missing"),
        (json.dumps({**SOUND, "weekly_minutes": -1}).encode(), "weekly_minutes: must be from 1 to 10080, not -1"),
        (json.dumps({**SOUND, "weekly_minutes": float("inf")}).encode(), "weekly_minutes: must be a whole number"),
    ):
        file.write_bytes(content)
        answer = run("plan", file)
        assert answer.exit_code == 1
        assert sentence in answer.output
    assert run("plan", tmp_path / "missing.json").exit_code == 2


def test_the_example_in_the_documentation_is_what_the_planner_makes(tmp_path: Path) -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "roadmap-instance.md").read_text(encoding="utf-8")
    instance, plan, *_group = (part.partition("```")[0] for part in text.split("```json")[1:])
    file = tmp_path / "instance.json"
    file.write_text(instance)
    assert json.loads(run("plan", file).output) == json.loads(plan)


def test_the_group_in_the_documentation_is_planned_as_it_says(tmp_path: Path) -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "roadmap-instance.md").read_text(encoding="utf-8")
    group, plan = (part.partition("```")[0] for part in text.split("```json")[3:])
    file, made = tmp_path / "group.json", tmp_path / "plan.json"
    file.write_text(group)
    answer = run("plan", file)
    made.write_text(answer.stdout)
    told, true = json.loads(plan), json.loads(answer.stdout)
    assert [each["id"] for each in true["people"]] == [each["id"] for each in told["people"]]
    for name in told.keys() - {"people", "prices"}:
        assert true[name] == told[name], name
    assert [price["names"] for price in true["prices"]] == [["seminar", "dezember"]]
    checked = run("verify", file, made)
    assert (checked.exit_code, checked.output.splitlines()[-1]) == (0, "The plan keeps every constraint.")
    assert run("plan", "--greedy", file).exit_code == 0


def test_every_field_that_can_be_read_is_documented() -> None:
    text = (Path(__file__).resolve().parents[2] / "docs" / "roadmap-instance.md").read_text(encoding="utf-8")
    names = {field.name for kind in (Instance, Accepted, Kind, Course, Session, Group) for field in fields(kind)}
    for name in names - {"kind", "members"}:
        assert f"`{name}`" in text or f'"{name}"' in text, name
