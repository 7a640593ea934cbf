"""`flask check snapshots`: at once what a worker does once a day."""

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from competence_check.teams.quarters import freeze
from lms.kernel.db import db
from lms.kernel.tenancy import Organisation


@click.command()
@with_appcontext
def snapshots() -> None:
    """Freeze the team figures of the last finished quarter, by framework, for organisations that have none yet.

    Count who took part in the campaigns that run.
    """
    found = db.session.execute(select(Organisation.slug, Organisation.id).order_by(Organisation.id)).all()
    for slug, organisation_id in found:
        for each in freeze(organisation_id):
            click.echo(f"{slug}, {each.framework}: {each.refused or each.quarter}")
