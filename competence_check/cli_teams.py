"""`flask check snapshots`: freezing team figures at the end of a quarter, counting campaigns; to be run every day."""

from datetime import datetime, time, timedelta

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from competence_check import queries
from competence_check.teams.participation import count_running
from competence_check.teams.snapshots import quarter_of, take
from lms.kernel import clock
from lms.kernel.db import db, transaction
from lms.kernel.errors import Refused
from lms.kernel.tenancy import Organisation


@click.command()
@with_appcontext
def snapshots() -> None:
    """Freeze the team figures of the last finished quarter, by framework, for organisations that have none yet.

    Count who took part in the campaigns that run.
    """
    until = end_of_last_quarter(clock.now())
    frameworks = [each.slug for each in queries.frameworks_to_choose()]
    for organisation in db.session.scalars(select(Organisation).order_by(Organisation.id)).all():
        with transaction():
            count_running(organisation.id)
        for framework in frameworks:
            try:
                with transaction():
                    take(organisation.id, quarter_of(until), framework=framework, until=until)
            except Refused as refused:
                click.echo(f"{organisation.slug}, {framework}: {refused.message}")
            else:
                click.echo(f"{organisation.slug}, {framework}: {quarter_of(until)}")


def end_of_last_quarter(moment: datetime) -> datetime:
    """The last second of the quarter before that of `moment`, in the city's time zone."""
    local = moment.astimezone(clock.LOCAL)
    first = local.date().replace(month=(local.month - 1) // 3 * 3 + 1, day=1)
    return datetime.combine(first, time(), clock.LOCAL) - timedelta(seconds=1)
