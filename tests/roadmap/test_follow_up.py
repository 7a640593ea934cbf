"""After it: a later check says what was closed, beyond its error, and that feeds what courses are expected to teach."""

from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from competence_check.models import Run
from lms.accounts.queries import organisation_by_slug
from lms.accounts.services import create_person
from lms.catalogue.models import Course
from lms.kernel import clock
from lms.kernel.access import Role
from lms.kernel.db import db, transaction
from lms.learning.models import CourseProgress
from lms.learning.services import Learner
from roadmap.finishing import finish_offer
from roadmap.followup.models import CourseGain
from roadmap.followup.outcomes import Taught, changes, closed, together
from roadmap.followup.queries import gains_in_use
from roadmap.followup.services import renew_gains
from roadmap.knowing import known_of
from roadmap.measured import Stand
from roadmap.offers.queries import current_offers, offer_called
from roadmap.task import instance_for
from tests.roadmap.people import Somebody, somebody

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SURE, UNSURE = 0.3, 2.0


def stand(value: float, half: float = SURE) -> Stand:
    return Stand(value, value - half, value + half)


def test_a_change_is_shared_out_by_what_courses_promised_and_adds_up() -> None:
    taught = (Taught("a", {"1.1": (0, 4)}), Taught("b", {"1.1": (0, 3), "2.1": (0, 2)}))
    before = {"1.1": stand(1), "2.1": stand(2), "3.1": stand(1)}
    after = {"1.1": stand(3.5), "2.1": stand(4), "3.1": stand(8)}
    found = changes(taught, before, after)
    assert found.keys() == {("a", "1.1"), ("b", "1.1")}, "who was at 2 already was promised nothing in 2.1"
    assert (found["a", "1.1"].change, found["b", "1.1"].change) == (1.5, 1.0)
    whole = together(list(found.values()))
    assert (whole.change, whole.promised) == (2.5, 5.0)


@pytest.mark.parametrize(("half", "is_real"), [(SURE, True), (UNSURE, False)])
def test_only_what_exceeds_the_error_of_both_checks_counts_as_closed(half: float, is_real: bool) -> None:
    before, after = {"1.1": stand(1, half)}, {"1.1": stand(3, half)}
    (one,) = changes([Taught("a", {"1.1": (0, 4)})], before, after).values()
    gap = closed({"1.1": (4, 2)}, before, after)
    assert (one.is_real, gap.is_real) == (is_real, is_real)
    assert (gap.promised, gap.change) == (6, 4)


def checked(person: Somebody, level: float, days: int, *, shared: bool = True, half: float = SURE) -> None:
    person.take_check(level, MONDAY + timedelta(days=days), half)
    if shared:
        with transaction():
            query = select(Run).where(Run.person_id == person.learner.person_id)
            for run in db.session.scalars(query):
                run.shared_at = MONDAY


def finished(person: Somebody, slug: str, days: int) -> None:
    """The course was completed on that day."""
    with transaction():
        course = db.session.scalars(select(Course).where(Course.slug == slug)).one()
        values: dict[str, Any] = {"registration": f"{person.learner.person_id:08d}-0000-4000-8000-000000000000"}
        row = CourseProgress(person_id=person.learner.person_id, course_id=course.id, **values)
        row.organisation_id = person.learner.organisation_id
        row.opened_at = row.completed_at = row.last_at = MONDAY + timedelta(days=days)
        db.session.add(row)


@pytest.mark.db
def test_the_person_sees_per_course_and_in_sum_what_changed(stocked_app: Flask) -> None:
    with clock.at(MONDAY + timedelta(days=40)):
        anna = somebody(stocked_app, "anna")
        assert "Hier erscheint ein Vergleich" in anna.browser.get("/rueckblick").text
        slug = teaching()[0]
        checked(anna, 1.0, 0, shared=False)
        assert anna.start(start="2027-01-04").status_code == 303
        finished(anna, slug, 10)
        checked(anna, 3.0, 30, shared=False)
        page = anna.browser.get("/rueckblick").text
        assert "mehr als der Messfehler" in page
        assert "Alle Kurse zusammen" in page
        assert "Von den Lücken zu Ihrem Ziel sind" in page


@pytest.mark.db
def test_seven_shared_outcomes_change_what_is_planned_with_and_one_more_changes_nothing(stocked_app: Flask) -> None:
    with clock.at(MONDAY + timedelta(days=40)):
        slug, competence, stated = teaching()
        hr = somebody(stocked_app, "personal", Role.HR)
        people = [quiet(stocked_app, number) for number in range(6)]
        for person in people:
            follow(person, slug)
        hidden = quiet(stocked_app, 50)
        follow(hidden, slug, shared=False)
        assert renewed() is None, "six who share are too few, and who does not share does not count"
        assert "Noch hat kein Kurs" in hr.browser.get("/rueckblick/kurse").text

        follow(quiet(stocked_app, 6), slug)
        assert renewed() == 1
        gain = gains_in_use()[slug, competence]
        assert 0 < gain < stated, "between what the author says and nothing"
        assert f"{7}" in hr.browser.get("/rueckblick/kurse").text

        follow(quiet(stocked_app, 7), slug)
        assert renewed() is None, "the difference of two versions would be one person"
        for number in range(8, 15):
            follow(quiet(stocked_app, number), slug)
        assert renewed() == 2
        assert db.session.scalars(select(CourseGain.people).where(CourseGain.version == 2)).first() == 15
        assert gains_in_use()[slug, competence] < gain


@pytest.mark.db
def test_seminars_and_offers_of_training_providers_are_measured_too(stocked_app: Flask) -> None:
    with clock.at(MONDAY + timedelta(days=40)):
        hr = somebody(stocked_app, "personal", Role.HR)
        seminar, offer = teaching(kind="seminar"), offer_beside(teaching(kind="seminar"))
        for number in range(7):
            person = quiet(stocked_app, number)
            follow(person, seminar[0])
            with transaction():
                finish_offer(person.learner, offer[0], (MONDAY + timedelta(days=10)).date())
        assert renewed() == 1
        gains = gains_in_use()
        assert 0 < gains[offer[:2]] < offer[2], "between what the provider says and nothing"
        assert 0 < gains[seminar[:2]] < seminar[2]
        assert offer_called(offer[0]).title["de"] in unescape(hr.browser.get("/rueckblick/kurse").text)
        anna = somebody(stocked_app, "anna")
        anna.take_check(1.0)
        anna.start(external="y")
        course = instance_for(known_of(anna.roadmap())).course[offer[0]]
        planned = next(each for each in course.outcomes if each.competence == offer[1])
        assert planned.reaches - planned.needs == max(1, round(gains[offer[:2]])), "roadmaps are planned with it"


@pytest.mark.db
def test_roadmaps_are_planned_with_what_was_measured(stocked_app: Flask) -> None:
    with clock.at(MONDAY):
        slug, competence, stated = teaching()
        anna = somebody(stocked_app, "anna")
        checked(anna, 1.0, -2)
        anna.start()
        course = instance_for(known_of(anna.roadmap())).course[slug]
        before = {each.competence: each.reaches for each in course.outcomes}
        with transaction():
            numbers = {"stated": stated, "mean": 1.2, "low": 1.0, "high": 1.4, "people": 40}
            db.session.add(CourseGain(version=1, course=slug, competence=competence, since=1, **numbers))
        course = instance_for(known_of(anna.roadmap())).course[slug]
        after = {each.competence: each.reaches for each in course.outcomes}
        assert after[competence] < before[competence]
        assert {code for code in after if after[code] != before[code]} == {competence}


def offer_beside(other: tuple[str, str, float]) -> tuple[str, str, float]:
    """An offer that promises much of another competence to somebody at level 1."""
    for offer in current_offers():
        for each in offer.outcomes:
            if each["competence"] != other[1] and each["needs"] <= 1 and each["gain"] > 2:
                return offer.slug, each["competence"], each["gain"]
    raise AssertionError("no shipped offer teaches two levels")


def teaching(kind: str = "") -> tuple[str, str, float]:
    """A course that promises at least two levels of a competence to somebody at level 1."""
    query = select(Course).where(Course.retired.is_(False)).order_by(Course.slug)
    for course in db.session.scalars(query.where(Course.kind == kind) if kind else query):
        for each in course.outcomes:
            if each["needs"] <= 1 and each["reaches"] >= 3:
                return course.slug, each["competence"], float(each["reaches"] - each["needs"])
    raise AssertionError("no shipped course teaches two levels")


def quiet(app: Flask, number: int) -> Somebody:
    """Somebody who never signs in."""
    with transaction():
        home = organisation_by_slug("stadt")
        assert home is not None
        person = create_person(organisation_id=home.id, login=f"still-{number}", name=f"N. {number}")
        learner = Learner(person.id, person.uid, home.id)
    return Somebody(learner, app.test_client())


def follow(person: Somebody, slug: str, *, shared: bool = True) -> None:
    """Two checks with the course between them, after which nothing is different."""
    checked(person, 1.0, 0, shared=shared)
    finished(person, slug, 10)
    checked(person, 1.0, 30, shared=shared)


def renewed() -> int | None:
    with transaction():
        made = renew_gains()
    return made.version if made is not None else None
