"""A person with an account, a browser and, if wanted, a finished check."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select

from competence_check.models import Estimate, Run, RunState, Scope
from competence_check.queries import competences, framework_called
from lms.accounts.queries import organisation_by_slug
from lms.accounts.services import create_organisation, create_person
from lms.catalogue.models import Course
from lms.catalogue.queries import course_with_steps
from lms.kernel import clock
from lms.kernel.access import Role
from lms.kernel.db import db, transaction
from lms.kernel.tenancy import OrganisationKind
from lms.learning.services import Learner, complete_course, finish_step
from roadmap.models import Roadmap, RoadmapStep, RoadmapVersion
from roadmap.queries import active_roadmap, steps_of, version_of

PASSWORD = "vier gute lange Wörter"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Somebody:
    """The person as a learner, and their browser."""

    learner: Learner
    browser: FlaskClient

    def roadmap(self) -> Roadmap:
        found = active_roadmap(self.learner.person_id)
        assert found is not None
        return found

    def version(self) -> RoadmapVersion:
        return version_of(self.roadmap())

    def steps(self) -> list[RoadmapStep]:
        return steps_of(self.version())

    def slugs(self) -> list[str]:
        return [step.course for step in self.steps()]

    def start(self, **changes: Any) -> Any:
        """Send the start form."""
        form = {"profile": "case-work", "weekly_minutes": "60", "start": clock.today().isoformat(), **changes}
        form.setdefault("once", "0b6f9a7e-2f0f-4f5e-9c5e-000000000001")
        return self.browser.post("/roadmap/neu", data=form)

    def press(self, button: str, **form: str) -> Any:
        """Send one of the small forms of the roadmap."""
        return self.browser.post(f"/roadmap/{self.roadmap().uid}/{button}", data=form)

    def finish(self, slug: str) -> None:
        """Learn a course to its end."""
        course: Course = course_with_steps(slug)
        with transaction():
            if course.kind == "seminar":
                complete_course(learner=self.learner, course=course)
            for step in course.steps:
                finish_step(learner=self.learner, course=course, step=step)

    def take_check(self, level: float, at: datetime | None = None, half_range: float = 1.0) -> None:
        """A finished run that sees the person at `level` everywhere."""
        framework = framework_called()
        assert framework is not None
        moment = at or clock.now()
        with transaction():
            run = Run(
                person_id=self.learner.person_id,
                organisation_id=self.learner.organisation_id,
                framework_id=framework.id,
                item_order=[],
                state=RunState.FINISHED.value,
                started_at=moment,
                finished_at=moment,
            )
            db.session.add(run)
            db.session.flush()
            for competence in competences():
                estimate = {"theta": 0.0, "se": 0.5, "tasks": 3, "level": level}
                span = {"low": max(0.0, level - half_range), "high": min(8.0, level + half_range)}
                key = {"run_id": run.id, "scope": Scope.COMPETENCE.value, "code": competence.id}
                db.session.add(Estimate(**key, **estimate, **span))


def somebody(
    app: Flask, login: str = "anna", role: Role = Role.EMPLOYEE, organisation: str = "stadt", family: str = ""
) -> Somebody:
    """A new person of the organisation, signed in."""
    with transaction():
        home = organisation_by_slug(organisation) or create_organisation(
            slug=organisation, name=organisation, kind=OrganisationKind.CITY
        )
        person = create_person(
            organisation_id=home.id,
            login=login,
            name=login.title(),
            roles=frozenset({role}),
            password=PASSWORD,
            family=family,
        )
        learner = Learner(person.id, person.uid, person.organisation_id)
    browser = app.test_client()
    assert browser.post("/anmelden", data={"login": login, "password": PASSWORD}).status_code == 303
    return Somebody(learner, browser)


@dataclass
class QueryCount:
    """How many statements were sent to the database since `begin`."""

    count: int = 0

    def begin(self) -> None:
        self.count = 0


def count_queries() -> QueryCount:
    """Count what is sent to the database of the application from now on."""
    counter = QueryCount()

    @event.listens_for(db.engine, "before_cursor_execute")
    def one_more(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        # Beginning a transaction asks nothing; PostgreSQL's driver does not even send it.
        counter.count += statement != "BEGIN"

    return counter


def versions() -> int:
    """How many versions of roadmaps are stored."""
    return db.session.scalar(select(func.count()).select_from(RoadmapVersion)) or 0
