"""Plans from the terminal: `flask roadmap plan` and `flask roadmap verify`; formats in docs/roadmap-instance.md."""

import json
from pathlib import Path
from typing import Any

import click

from roadmap.planning.greedy import GreedyPlanner
from roadmap.planning.instance import Instance
from roadmap.planning.plan import Plan
from roadmap.planning.reading import InstanceError
from roadmap.planning.verification import verify

JSON_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _json(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise click.ClickException(f"{file} is not JSON in UTF-8: {error}") from error


def _instance(file: Path) -> Instance:
    try:
        return Instance.from_json(_json(file))
    except InstanceError as error:
        raise click.ClickException(f"{file}: {error}") from error


def _plan(file: Path) -> Plan:
    try:
        return Plan.from_json(_json(file))
    except InstanceError as error:
        raise click.ClickException(f"{file}: {error}") from error


@click.group()
def roadmap() -> None:
    """Qualification roadmaps."""


@roadmap.command()
@click.argument("instance", type=JSON_FILE)
def plan(instance: Path) -> None:
    """Plan INSTANCE and print the plan as JSON."""
    made = GreedyPlanner().plan(_instance(instance))
    click.echo(json.dumps(made.to_json(), ensure_ascii=False, indent=2))


@roadmap.command(name="verify")
@click.argument("instance", type=JSON_FILE)
@click.argument("plan", type=JSON_FILE)
def verify_plan(instance: Path, plan: Path) -> None:
    """Check every constraint of PLAN against INSTANCE; exit code 1 and one line per fault if any is broken."""
    faults = verify(_instance(instance), _plan(plan))
    for fault in faults:
        click.echo(fault)
    if faults:
        raise SystemExit(1)
    click.echo("The plan keeps every constraint.")
