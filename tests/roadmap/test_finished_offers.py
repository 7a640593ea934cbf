"""Offers of training providers that somebody has finished: ticked off, counted, never planned again, taken back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from lms.kernel import clock
from lms.kernel.db import db, transaction
from lms.kernel.tenancy import Organisation
from lms.programme.running import plannable
from roadmap.knowing import known_of
from roadmap.models import Cause, RoadmapStep, StepState
from roadmap.offers.models import Offer
from roadmap.offers.queries import current_offers
from roadmap.redrawn import Occasion
from roadmap.task import instance_for
from tests.programme.people import parts, session
from tests.roadmap.people import Somebody, count_queries, somebody

pytestmark = pytest.mark.db

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
JANUARY = datetime(2027, 1, 11, 8, 0, tzinfo=UTC)


@pytest.fixture
def anna(stocked_app: Flask) -> Iterator[Somebody]:
    with clock.at(MONDAY):
        anna = somebody(stocked_app, family="case-work")
        anna.take_check(2.0, MONDAY - timedelta(days=3))
        anna.start(external="y", weekly_minutes="480", budget="20000", formats=["presence", "hybrid"])
        yield anna


def external(anna: Somebody) -> list[RoadmapStep]:
    slugs = {offer.slug for offer in current_offers()}
    return [step for step in anna.steps() if step.course in slugs]


def test_a_finished_offer_is_ticked_off_counted_and_not_planned_again_until_that_is_taken_back(anna: Somebody) -> None:
    step = next(each for each in external(anna) if each.cost)
    assert step.cost > 0
    before = instance_for(known_of(anna.roadmap()))
    page = anna.browser.get("/roadmap").text
    assert f"/roadmap/angebote/{step.course}/abgeschlossen" in page
    for _twice in range(2):
        assert anna.browser.post(f"/roadmap/angebote/{step.course}/abgeschlossen").status_code == 303
    then = next(each for each in anna.steps() if each.course == step.course)
    assert (then.state, anna.version().cause) == (StepState.DONE, Cause.COURSE_COMPLETED)
    assert anna.version().number == 2, "said twice, it counts once"
    task = instance_for(known_of(anna.roadmap()))
    assert task.budget == 20000 - step.cost, "what is spent is spent"
    assert any(task.level(each.competence).value > before.level(each.competence).value for each in task.targets)

    anna.press("wuensche", weekly_minutes="480")
    kept = instance_for(known_of(anna.roadmap()))
    assert step.course in kept.done, "also where offers are no longer planned"
    assert {each.slug for each in kept.offered}.isdisjoint({offer.slug for offer in current_offers()})
    assert all(kept.level(each.competence).value == task.level(each.competence).value for each in kept.targets)

    said = anna.browser.get(f"/angebote/{step.course}").text
    assert "Sie haben dieses Angebot am 23. November 2026 abgeschlossen" in said
    anna.browser.post(f"/roadmap/angebote/{step.course}/doch-nicht")
    assert anna.version().cause == Cause.NOT_COMPLETED
    assert step.course not in {each.course for each in anna.steps() if each.state == StepState.DONE}


@pytest.mark.parametrize(
    ("day", "said"), [("2026-11-24", "bis heute"), ("1990-01-01", "bis heute"), ("x", "einen Tag")]
)
def test_a_day_that_cannot_be_is_refused_with_a_sentence(anna: Somebody, day: str, said: str) -> None:
    slug = external(anna)[0].course
    answer = anna.browser.post(f"/roadmap/angebote/{slug}/abgeschlossen", data={"day": day}, follow_redirects=True)
    assert said in answer.text
    assert "Als abgeschlossen notieren" in answer.text
    assert anna.browser.post("/roadmap/angebote/gibt-es-nicht/abgeschlossen").status_code == 404


def test_pages_of_a_roadmap_with_everything_in_it_need_few_queries(anna: Somebody) -> None:
    home = db.session.scalars(select(Organisation).where(Organisation.slug == "stadt")).one()
    for number, course in enumerate(plannable()):
        session(home, course.slug, times=parts(JANUARY + timedelta(days=number)))
    everything = {"external": "y", "demand": "y", "goals": "e-rechnung", "formats": ["presence", "hybrid"]}
    anna.browser.post(f"/roadmap/{anna.roadmap().uid}/wuensche", data={"weekly_minutes": "480", **everything})
    other = next(each.slug for each in current_offers() if each.outcomes and each.slug not in anna.slugs())
    anna.browser.post(f"/roadmap/angebote/{other}/abgeschlossen")
    anna.take_check(2.5)
    assert external(anna)
    assert any(len(step.session or "") == 36 for step in anna.steps()), "a date of our own programme"
    uid = anna.roadmap().uid
    tried = f"/{uid}/vergleich?weekly_minutes=60&external=y&demand=y&goals=e-rechnung"
    reasons = [f"/{uid}/neu-zeichnen?anlass={each}" for each in Occasion]
    others = [f"/{uid}/{each}" for each in ("foerderung", "stufen", "fassungen", "lernweg.pdf", "lernweg.xlsx")]
    counter = count_queries()
    for page in ("", *reasons, f"/{uid}/vergleich", tried, *others):
        db.session.remove()
        counter.begin()
        assert anna.browser.get(f"/roadmap{page}").status_code == 200, page
        assert counter.count <= 12, (page, counter.count)


def test_an_offer_that_ends_moves_or_is_full_is_told_and_what_would_follow_is_shown_first(anna: Somebody) -> None:
    slug = next(step.course for step in external(anna) if step.session)
    for changed, said in (
        ({"dates": [{"id": "1", "start": "2027-06-07", "end": "2027-06-18", "seats": 3}]}, "zu einer anderen Zeit"),
        ({"retired": True}, "wird nicht mehr angeboten"),
    ):
        with transaction():
            db.session.execute(update(Offer).where(Offer.slug == slug).values(**changed))
        page = anna.browser.get("/roadmap").text
        assert "1 Schritt geht so nicht mehr" in page
        assert said in page
    uid = anna.roadmap().uid
    assert said in anna.browser.get(f"/roadmap/{uid}/neu-zeichnen").text
    assert slug in anna.slugs(), "nothing changes before the person says so"
    anna.press("termine-neu")
    assert slug not in anna.slugs()
    assert "geht so nicht mehr" not in anna.browser.get("/roadmap").text


def test_new_dates_of_what_was_left_out_are_told_once(anna: Somebody) -> None:
    with transaction():
        version = anna.version()
        version.rests = [{"competence": "2.1", "level": 1, "target": 4, "why": "no_time", "courses": ["ki-im-buero"]}]
    home = db.session.scalars(select(Organisation).where(Organisation.slug == "stadt")).one()
    assert "Es gibt neue Termine" not in anna.browser.get("/roadmap").text
    with clock.at(MONDAY + timedelta(hours=1)):
        session(home, "ki-im-buero")
    with clock.at(MONDAY + timedelta(hours=2)):
        assert "Es gibt neue Termine" in anna.browser.get("/roadmap").text
        uid = anna.roadmap().uid
        assert "KI im Büro" in anna.browser.get(f"/roadmap/{uid}/neu-zeichnen?anlass=neue-termine").text
        anna.press("termine-neu")
        assert anna.version().number == 2
        assert "Es gibt neue Termine" not in anna.browser.get("/roadmap").text
