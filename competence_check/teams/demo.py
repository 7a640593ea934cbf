"""Team figures in the demo city: the quarters that lie behind it, and an invitation that runs."""

from datetime import datetime, timedelta

from sqlalchemy import select

from competence_check.demo_invitations import RUNS
from competence_check.teams.campaigns import begin
from competence_check.teams.participation import count
from competence_check.teams.quarters import end_of_last_quarter
from competence_check.teams.snapshots import quarter_of, take
from lms.kernel import clock
from lms.kernel.clock import LOCAL
from lms.kernel.db import db
from lms.kernel.demo import DemoPlan
from lms.kernel.errors import Refused
from lms.kernel.tenancy import Organisation, OrganisationKind

QUARTERS = 3


def build_teams(plan: DemoPlan) -> None:
    """Snapshots of the last quarters of every organisation, as far as enough people share, and two invitations."""
    ends = []
    moment = plan.end
    for _quarter in range(QUARTERS):
        moment = end_of_last_quarter(moment)
        ends.append(moment)
    for organisation in db.session.scalars(select(Organisation).order_by(Organisation.id)).all():
        for until in reversed(ends):
            try:
                take(organisation.id, quarter_of(until), until=until)
            except Refused:
                continue
        if organisation.kind == OrganisationKind.CITY:
            _invite(plan, organisation.id, ends[0])


def _invite(plan: DemoPlan, organisation_id: int, quarter: datetime) -> None:
    """An invitation that ended with the quarter, with the number told then, and one that runs."""
    with clock.at(quarter - timedelta(days=RUNS)):
        ended = begin(organisation_id, f"Bestandsaufnahme {quarter_of(quarter)}", quarter.astimezone(LOCAL).date(), [])
    with clock.at(quarter):
        count(ended)
    with clock.at(plan.end):
        begin(organisation_id, f"Bestandsaufnahme {quarter_of(plan.end)}", clock.today() + timedelta(days=30), [])
