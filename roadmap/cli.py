"""Plans from the terminal: `flask roadmap plan` and `flask roadmap verify`; formats in docs/roadmap-instance.md."""

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import click
from flask.cli import with_appcontext

from roadmap.followup.cli import gains
from roadmap.offers.cli import offers
from roadmap.planning.changes import find_changes
from roadmap.planning.conflicts import find_conflict
from roadmap.planning.greedy import GreedyPlanner
from roadmap.planning.groups.instance import Group
from roadmap.planning.groups.plan import GroupPlan
from roadmap.planning.groups.progress import Progress
from roadmap.planning.instance import Instance
from roadmap.planning.plan import Plan
from roadmap.planning.planner import Planner
from roadmap.planning.reading import InstanceError

Read = TypeVar("Read")
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


def _read(file: Path, reading: Callable[[object], Read]) -> Read:
    try:
        return reading(_json(file))
    except InstanceError as error:
        raise click.ClickException(f"{file}: {error}") from error


def _group(file: Path) -> Group:
    try:
        return Group.from_json(_json(file))
    except InstanceError as error:
        raise click.ClickException(f"{file}: {error}") from error


def _is_group(file: Path) -> bool:
    data = _json(file)
    return isinstance(data, dict) and "people" in data


@click.group()
def roadmap() -> None:
    """Qualification roadmaps."""


roadmap.add_command(offers)
roadmap.add_command(gains)


def _planner(*, exact: bool, time_limit: float) -> Planner:
    if not exact:
        return GreedyPlanner()
    planner: Planner = import_module("roadmap.planning.exact").ExactPlanner(time_limit=time_limit)
    return planner


def _plan_group(group: Group, *, exact: bool, time_limit: float) -> GroupPlan:
    module = import_module("roadmap.planning.groups." + ("planner" if exact else "greedy"))
    made: GroupPlan = (
        module.GroupPlanner(time_limit=time_limit).plan(group, _tell) if exact else module.plan_in_turn(group)
    )
    return made


def _tell(progress: Progress) -> None:
    click.echo(f"\r{progress.share:4.0%}", nl=False, err=True)


EXACT = click.option("--exact/--greedy", default=True, help="The best plan with a proven bound, or a good one at once.")
TIME_LIMIT = click.option(
    "--time-limit", type=click.FloatRange(0.01, 36_000), help="Seconds for --exact: 10 for a person, 300 for a group."
)


@roadmap.command()
@click.argument("offers", type=JSON_FILE)
@click.option("--most", default=3, type=click.IntRange(1, 21), show_default=True, help="Most competences per offer.")
@with_appcontext
def suggest(offers: Path, most: int) -> None:
    """Suggest competences for the OFFERS of a file, one JSON object per line; formats in docs/ranking.md."""
    # scikit-learn is loaded by this command only.
    reading = import_module("lms.catalogue.ranking.reading")
    try:
        texts = reading.read_texts(offers)
    except reading.BadLine as error:
        raise click.ClickException(str(error)) from error
    suggester = import_module("roadmap.needs.suggesting").Suggester(*import_module("roadmap.needs.queries").taught())
    for text in texts:
        found = [vars(each) for each in suggester.suggest(text, most)]
        click.echo(json.dumps({"id": text.key, "competences": found}, ensure_ascii=False))


@roadmap.command()
@click.argument("instance", type=JSON_FILE)
@EXACT
@TIME_LIMIT
def plan(instance: Path, *, exact: bool, time_limit: float | None) -> None:
    """Plan INSTANCE, for a person or a group, and print the plan as JSON."""
    if _is_group(instance):
        together = _plan_group(_group(instance), exact=exact, time_limit=time_limit or 300.0)
        click.echo(json.dumps(together.to_json(), ensure_ascii=False, indent=2))
        return
    made = _planner(exact=exact, time_limit=time_limit or 10.0).plan(_instance(instance))
    click.echo(json.dumps(made.to_json(), ensure_ascii=False, indent=2))


@roadmap.command()
@click.argument("instance", type=JSON_FILE)
@EXACT
@TIME_LIMIT
def changes(instance: Path, *, exact: bool, time_limit: float | None) -> None:
    """Print as JSON what more time, more money or a later deadline would close; each is planned anew."""
    planner, task = _planner(exact=exact, time_limit=time_limit or 10.0), _instance(instance)
    found = find_changes(task, planner.plan(task), planner)
    click.echo(json.dumps([change.to_json() for change in found], ensure_ascii=False, indent=2))


@roadmap.command()
@click.argument("instance", type=JSON_FILE)
@click.option("--share", type=click.FloatRange(0, 1), default=1.0, help="What of the gap is to be closed.")
@TIME_LIMIT
def conflicts(instance: Path, *, share: float, time_limit: float | None) -> None:
    """Print as JSON which constraints keep plans from closing the share, and the nearest possible plan."""
    found = find_conflict(_instance(instance), share, _planner(exact=True, time_limit=time_limit or 10.0))
    click.echo(json.dumps(found.to_json(), ensure_ascii=False, indent=2))


@roadmap.command(name="verify")
@click.argument("instance", type=JSON_FILE)
@click.argument("plan", type=JSON_FILE)
@click.option(
    "--time-limit", default=60.0, type=click.FloatRange(0, 36_000), help="Seconds for proving the bound by search."
)
def verify_plan(instance: Path, plan: Path, time_limit: float) -> None:
    """Check every constraint of PLAN against INSTANCE; exit code 1 and one line per fault if any is broken.

    Then prove how much any plan can close, with a program of its own.
    """
    made: Plan | GroupPlan
    # scipy is loaded by this command only.
    proving = import_module("roadmap.planning.proving.checks")
    if _is_group(instance):
        group, made = _group(instance), _read(plan, GroupPlan.from_json)
        faults, said = proving.check_group(group, made, time_limit)
    else:
        task, made = _instance(instance), _read(plan, Plan.from_json)
        faults, said = proving.check(task, made, time_limit)
    for fault in faults:
        click.echo(fault)
    if faults:
        raise SystemExit(1)
    for sentence in said:
        click.echo(sentence)
    if made.proven_gap is not None:
        click.echo(f"It closes {made.closed:g} of {made.gap:g}, proven within {made.proven_gap:.2%} of the best.")
    click.echo("The plan keeps every constraint.")
