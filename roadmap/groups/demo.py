"""A joint plan of a firm in the demo city, and a programme plan that HR has begun."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from lms.accounts.models import Person
from lms.accounts.queries import organisation_by_slug
from lms.kernel.clock import LOCAL
from lms.kernel.db import db
from lms.kernel.demo import DemoPlan
from roadmap.beginning import next_monday
from roadmap.groups.calculating import make
from roadmap.groups.models import GroupPlan, Kind, Participation
from roadmap.groups.rosters import FEWEST_TOGETHER
from roadmap.groups.terms import Terms
from roadmap.models import Roadmap
from roadmap.planning.groups.planner import GroupPlanner

CITY, FIRM = "stadt", "metallbau-nord"
MOST_PEOPLE = 6
SECONDS = 4.0


def build_plans(plan: DemoPlan) -> None:
    """Begin the plans where there are none yet; that of the firm with people who agreed."""
    firm, city = organisation_by_slug(FIRM), organisation_by_slug(CITY)
    if firm is None or city is None or db.session.scalar(select(GroupPlan.id).limit(1)) is not None:
        return
    day = plan.end.astimezone(LOCAL).date()
    start = next_monday(day + timedelta(days=1))
    terms = Terms(budget=5000, minimum_share=0.1, most_away=2, external=True, goals=("e-rechnung",))
    rows: dict[str, Any] = {"unit_ids": [], "start_date": start, "created_at": plan.end}
    rows["terms"] = terms.to_json()
    together = GroupPlan(organisation_id=firm.id, kind=Kind.TOGETHER.value, title="Bereit für die E-Rechnung", **rows)
    rows["terms"] = Terms().to_json()
    programme = GroupPlan(organisation_id=city.id, kind=Kind.PROGRAMME.value, title="Nächstes Programm", **rows)
    db.session.add_all([together, programme])
    db.session.flush()
    query = select(Person.id).join(Roadmap, (Roadmap.person_id == Person.id) & Roadmap.active)
    query = query.where(Person.organisation_id == firm.id).order_by(Person.id).limit(MOST_PEOPLE)
    people = list(db.session.scalars(query))
    for number, person in enumerate(people):
        shows = number != FEWEST_TOGETHER
        db.session.add(Participation(group_id=together.id, person_id=person, shows_courses=shows, joined_at=plan.end))
    db.session.flush()
    if len(people) >= FEWEST_TOGETHER:
        make(together, day, GroupPlanner(time_limit=SECONDS))
