"""`flask check minutes`: how long the check takes, and which times that rests on."""

import click
from sqlalchemy import func, select

from competence_check import bank, queries, runs
from competence_check.duration import WORTH_OF_ESTIMATE
from competence_check.minutes import measure
from competence_check.models import ItemUse
from competence_check.simulation import Simulator
from lms.kernel.db import db


def report(people: int, framework: str) -> None:
    """Measure and print. Raises ClickException where there is nothing to ask."""
    found = queries.framework_called(framework)
    tasks = bank.tasks_in_use(found.id) if found is not None else []
    if found is None or not tasks:
        raise click.ClickException(f"There are no tasks for {framework!r}. Load content first: flask content load")
    simulator = Simulator(runs.areas_of(found.id), bank.self_ratings_in_use(found.id), tasks)
    length = measure(simulator, people)
    timed = db.session.scalar(select(func.count()).select_from(ItemUse).where(ItemUse.timed >= WORTH_OF_ESTIMATE))
    click.echo(f"{people} simulated people, {len(tasks)} tasks. Times: recorded for {timed} questions (at least")
    click.echo(f"{WORTH_OF_ESTIMATE} answers each), for the others reading at 180 words a minute and doing.")
    click.echo(f"{'':24}  1 of 10   median  9 of 10")
    rows = (
        ("self-ratings, minutes", length.ratings),
        ("tasks, minutes", length.tasks),
        ("both, minutes", length.total),
        ("tasks", length.count),
    )
    for name, values in rows:
        click.echo(f"{name:24}" + "".join(f"{value:9.1f}" for value in values))
    click.echo(
        f"Error of a competence (RMSE): {length.error:.2f} logits; {100 * length.covered:.0f} % within their range."
    )
    click.echo(f"Of three named gaps {100 * length.gaps:.0f} % are among the five truly weakest competences; firm are")
    click.echo(f"{length.firm:.1f} competences, still open {length.open:.1f}.")
    click.echo(f"The most asked task came up in {100 * length.most_asked:.0f} % of the runs.")
