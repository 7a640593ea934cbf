"""The demo city for the walk through all routes: a person for every role, and things that can be asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select

from competence_check.authoring.models import TaskDraft, TaskImport
from competence_check.models import Framework, Grant, Item, Run, TargetProfile
from lms.accounts.models import Admission, Person, RoleAssignment
from lms.accounts.queries import organisation_by_slug
from lms.catalogue.models import Course, Step
from lms.kernel import clock
from lms.kernel.access import Role
from lms.kernel.db import db, transaction
from lms.kernel.tenancy import Organisation, OrganisationKind
from lms.pages.models import BarrierReport
from lms.programme.models import ProgrammeSession
from lms.xapi.credentials import issue_credential
from lms.xapi.models import Statement
from lms.xapi.retention import add_rule
from lms.xapi.retention_models import Action, Kept
from lms.xapi.targets import Wish, add_target
from roadmap.documents import ContentDocument
from roadmap.goals.writing import copy as copy_goal
from roadmap.groups.models import GroupPlan, Kind, Participation
from roadmap.groups.terms import Terms
from roadmap.models import Roadmap
from roadmap.needs.models import UnmetNeed
from roadmap.profiles.services import copy
from tests.conftest import with_city
from tests.databases import built_on

CITY, FIRM = "stadt", "metallbau-nord"
ASSIGNABLE = tuple(role for role in Role if role not in (Role.NOBODY, Role.ADVISER))

NUMBERED = {
    "admission_id": "admission",
    "report_id": "barrier_report",
    "credential_id": "xapi_credential",
    "target_id": "xapi_target",
    "need_id": "unmet_need",
    "rule_id": "xapi_retention_rule",
    "item_id": "check_item",
}

Ids = dict[str, Any]


@built_on("city", with_city)
def with_things(app: Flask) -> None:
    """The demo city, and in the city and in a firm one of everything that has an id."""
    with app.app_context(), transaction():
        for slug in (CITY, FIRM):
            owner = _organisation(slug)
            issue_credential(organisation_id=owner.id, name="Moodle", scopes=["statements/read"])
            add_rule(organisation_id=owner.id, kept=Kept.STATEMENTS, verb="urn:x", months=1200, action=Action.DELETE)
            add_target(organisation_id=owner.id, wish=Wish("LRS", "https://192.0.2.1/xapi", "k", "s"))
            db.session.add(BarrierReport(organisation_id=owner.id, page="/", message="Zu klein", contact=""))
            copy(owner.id, "case-work")
            copy_goal(owner.id, "e-rechnung")
            db.session.add(UnmetNeed(organisation_id=owner.id, key="x", words="X", last_month=clock.today()))
            _write_a_task(owner)
            consultant = Person(organisation_id=_third_party().id, login=f"beratung-{slug}", name="Beratung")
            consultant.assignments = [RoleAssignment(role=Role.CONSULTANT.value)]
            db.session.add(consultant)
            db.session.flush()
            db.session.add(Admission(organisation_id=owner.id, person_id=consultant.id))
        _entrust_in_a_circle()
        _plan_together()


def _write_a_task(owner: Organisation) -> None:
    """A task of the organisation, a draft of a new one, and a file that was read in."""
    example = db.session.scalars(select(Item).where(Item.kind == "task").order_by(Item.id)).first()
    assert example is not None
    copied = {column.key: getattr(example, column.key) for column in Item.__table__.columns if column.key != "id"}
    db.session.add(Item(**{**copied, "organisation_id": owner.id}))
    frame = db.session.scalars(select(Framework.id).order_by(Framework.id)).first()
    db.session.add(TaskDraft(organisation_id=owner.id, framework_id=frame, format="single", fields={}))
    db.session.add(TaskImport(organisation_id=owner.id, name="fragen.xml", taken=0, left=[]))


def _entrust_in_a_circle() -> None:
    """Whoever has a finished check gave one grant and was given another one, by somebody else."""
    ends = clock.now() + timedelta(days=30)
    query = select(Run.id, Run.person_id).where(Run.finished_at.is_not(None)).order_by(Run.id)
    found = db.session.execute(query).all()
    rows = [
        {"run_id": run, "adviser_id": adviser, "expires_at": ends, "uid": str(uuid4())}
        for (run, _person), (_run, adviser) in zip(found, [*found[1:], found[0]], strict=True)
    ]
    db.session.execute(insert(Grant), rows)


def _plan_together() -> None:
    """A joint plan in which everybody of the organisation who has a roadmap takes part."""
    for slug in (CITY, FIRM):
        owner, terms = _organisation(slug), Terms().to_json()
        plan = {"organisation_id": owner.id, "kind": Kind.TOGETHER.value, "title": "X", "unit_ids": [], "terms": terms}
        made = GroupPlan(**plan, start_date=clock.today())
        db.session.add(made)
        db.session.flush()
        people = db.session.scalars(select(Roadmap.person_id).where(Roadmap.organisation_id == owner.id))
        db.session.add_all(Participation(group_id=made.id, person_id=each, shows_courses=True) for each in set(people))


def _third_party() -> Organisation:
    found = organisation_by_slug("beratungshaus")
    if found is None:
        found = Organisation(slug="beratungshaus", name="Beratungshaus", kind=OrganisationKind.FIRM.value)
        db.session.add(found)
        db.session.flush()
    return found


def _organisation(slug: str) -> Organisation:
    found = organisation_by_slug(slug)
    assert found is not None
    return found


@dataclass(frozen=True)
class City:
    """The city and its people. There is no application context outside of `looking`."""

    app: Flask

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Read from the database."""
        with self.app.app_context():
            yield

    def someone(self, *roles: Role, slug: str = CITY, but: str = "") -> str:
        """Give `roles`, and no others, to somebody of the organisation with a result and a roadmap; their uid.

        It is always the same person, or the next one where that is `but`.
        """
        with self.app.app_context(), transaction():
            owners = select(Roadmap.person_id).join(Run, Run.person_id == Roadmap.person_id)
            query = select(Person).where(Person.organisation_id == _organisation(slug).id, Person.id.in_(owners))
            person = db.session.scalars(query.where(Person.uid != but).order_by(Person.id)).first()
            assert person is not None
            for old in db.session.scalars(select(RoleAssignment).where(RoleAssignment.person_id == person.id)):
                db.session.delete(old)
            db.session.flush()
            db.session.add_all(RoleAssignment(person_id=person.id, role=role.value) for role in roles)
            return person.uid

    def adviser(self) -> FlaskClient:
        """The browser of a consultant inside the firm."""
        uid = self.someone(Role.EMPLOYEE, Role.CONSULTANT)
        with self.app.app_context(), transaction():
            person = db.session.scalars(select(Person).where(Person.uid == uid)).one()
            db.session.add(Admission(organisation_id=_organisation(FIRM).id, person_id=person.id))
            firm = _organisation(FIRM).id
        return self.browser(uid, firm=firm)

    def browser(self, uid: str | None, **session: object) -> FlaskClient:
        """A browser in which the person is signed in; nobody where there is none."""
        browser = self.app.test_client()
        if uid is not None:
            with self.looking():
                key = db.session.scalars(select(Person.session_key).where(Person.uid == uid)).one()
            with browser.session_transaction() as kept:
                kept.update(_user_id=f"{uid}:{key}", _fresh=True, **session)
        return browser

    def rows(self) -> dict[str, list[str]]:
        """Everything that is stored, to compare."""
        with self.looking():
            tables = db.metadata.sorted_tables
            return {table.name: sorted(map(repr, db.session.execute(select(table)))) for table in tables}

    def things(self, slug: str, owner: str | None) -> Ids:
        """What can stand in addresses: things of the organisation, and of the person `owner`."""
        with self.looking():
            here, course = _organisation(slug).id, _job_aid()
            tables = {name: db.metadata.tables[table] for name, table in NUMBERED.items()}
            found: Ids = {name: _first(table.c.id, table.c.organisation_id == here) for name, table in tables.items()}
            found["draft"] = _first(TaskDraft.uid, TaskDraft.organisation_id == here)
            found["report"] = _first(TaskImport.uid, TaskImport.organisation_id == here)
            found["statement_id"] = _first(Statement.statement_id, Statement.organisation_id == here)
            mine = select(Person.id).where(Person.uid == (owner or "")).scalar_subquery()
            found["people"] = _first(Person.uid, Person.organisation_id == here, Person.uid != (owner or ""))
            found["competence_check"] = _first(Run.uid, Run.person_id == mine) if owner else None
            given = select(Run.id).where(Run.person_id == mine)
            found["grant"] = _first(Grant.uid, Grant.run_id.in_(given)) if owner else None
            found["trust"] = _first(Grant.uid, Grant.adviser_id == mine) if owner else None
            is_coming = ProgrammeSession.starts_at > clock.now() + timedelta(days=30)
            date = _first(ProgrammeSession.uid, ProgrammeSession.organisation_id == here, is_coming)
            found["programme"] = found["programme_office"] = date
            found["profile"] = _first(TargetProfile.slug, TargetProfile.organisation_id == here)
            found["goal"] = _first(ContentDocument.slug, ContentDocument.organisation_id == here)
            found["groups"] = _first(GroupPlan.uid, GroupPlan.organisation_id == here)
            joined = select(Participation.group_id).where(Participation.person_id == mine)
            found["participation"] = _first(GroupPlan.uid, GroupPlan.id.in_(joined)) if owner else None
            found["roadmap"] = _first(Roadmap.uid, Roadmap.person_id == mine) if owner else None
            return found | course | {"number": 1, "kind": "csv"}


def _first(column: Any, *where: Any) -> Any:
    return db.session.scalars(select(column).where(*where).limit(1)).first()


def _job_aid() -> Ids:
    query = select(Course).where(Course.kind == "job_aid", Course.is_open).order_by(Course.slug)
    course = db.session.scalars(query).first()
    seminar = _first(Course.slug, Course.kind == "seminar")
    assert course is not None
    return {
        "slug": course.slug,
        "key": _first(Step.key, Step.course_id == course.id),
        "seminar": seminar,
        "name": "bild.svg",
    }
